import {cp, mkdir, mkdtemp, readFile, rm, stat, statfs, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {readableBytes} from '../../src/app/readable.ts';
import {releasedFolder} from '../../test/model/released-folder.ts';
import {writeSection} from '../document.ts';
import {writeRandomCheckpoint} from '../random-checkpoint.ts';
import {root} from '../root.ts';
import {compareImages} from './compare-images.ts';
import {watchCommand} from './watch-command.ts';

/*
The way of a released model of family A on a processor, with random weights of its shape: brought in, verified, made into each variant, and each
run for a few steps; each row is printed when it is known. `npm run rehearse -- --layers 4`; all 32 layers take some 34 GB of disk, with the
variants, and an hour or more. A row that fails says why, and the others go on; `--types f16,int8` makes these variants alone. With `--python` of an
environment that has diffusers the image tokenizer has its released size, too. With all layers and variants the table goes into docs/speed.md.
*/
const allTypes = ['f16', 'int8', 'int4', 'int8-blocks'];
const allLayers = 32;
const {values} = parseArgs({
	options: {
		layers: {type: 'string', default: `${allLayers}`},
		steps: {type: 'string', default: '2'},
		types: {type: 'string', default: allTypes.join()},
		folder: {type: 'string', default: tmpdir()},
		python: {type: 'string', default: 'python3'},
	},
});
const [layers, types] = [Number(values.layers), values.types.split(',').filter(type => type !== '')];
if (!Number.isInteger(layers) || layers < 1) throw new Error(`--layers must be a whole number from 1 on, not ${values.layers}.`);
const shape = {width: 4096, mlpWidth: 12_288, layers};
const vocabulary = 134_656;
const bytes = 2 * (2 * vocabulary * shape.width + layers * (4 * shape.width ** 2 + 3 * shape.width * shape.mlpWidth));

const {bavail, bsize} = await statfs(values.folder);
// The original and one variant at a time, which is no larger, and a gigabyte for the rest.
const needed = (types.length > 0 ? 2 : 1) * bytes + 1e9;
if (needed > bavail * bsize) {
	throw new Error(
		`${readableBytes(needed)} are needed in ${values.folder}, and ${readableBytes(bavail * bsize)} are free: --folder names another, --layers takes fewer.`,
	);
}
const work = await mkdtemp(path.join(values.folder, 'mmada-rehearsal-'));
const env = {
	MMADA_DATA_DIR: path.join(work, 'data'),
	MMADA_STATE_DIR: path.join(work, 'state'),
	MMADA_CONFIG_DIR: path.join(work, 'config'),
};
const lines: string[] = [];
const say = (line: string) => {
	lines.push(line);
	process.stdout.write(`${line}\n`);
};
try {
	const original = path.join(work, 'original');
	await prepare(original);
	const {size} = await stat(path.join(original, 'model.safetensors'));
	say(
		`${layers} layers of width ${shape.width}, bfloat16, ${readableBytes(size)}; runs of ${values.steps} steps for a picture of 512 x 512 px.`,
	);
	const images = path.join(work, 'images');
	await mkdir(images);
	const {finding, isWritten} = await compareImages(images, values.python);
	say(`${finding}\n`);
	if (isWritten) {
		await rm(path.join(original, 'vqvae'), {recursive: true});
		await mkdir(path.join(original, 'vqvae'));
		for (const file of ['config.json', 'diffusion_pytorch_model.safetensors'])
			await cp(path.join(images, file), path.join(original, 'vqvae', file));
	}
	say('| what | processor time | memory beside its files |');
	say('| --- | --- | --- |');
	await row('import, checked', ['models', 'import', original, '--name', 'rehearsal']);
	// A copy of it stands in the store where there are no hard links.
	await rm(original, {recursive: true});
	await row('verify', ['models', 'verify', 'rehearsal']);
	await row('run, bfloat16', run('rehearsal'));
	for (const type of types) {
		const isMade = await row(`convert to ${type}`, ['models', 'convert', 'rehearsal', '--type', type, '--name', `rehearsal-${type}`]);
		if (!isMade) continue;
		await row(`run, ${type}`, run(`rehearsal-${type}`));
		// Room for the next one.
		await watchCommand(['models', 'rm', `rehearsal-${type}`], env);
	}
	const isWhole = layers === allLayers && allTypes.every(type => types.includes(type));
	if (isWhole) await writeSection(path.join(root, 'docs', 'speed.md'), 'rehearsal', lines);
} finally {
	await rm(work, {recursive: true, force: true});
}

/** A checkpoint folder of the released shape, with the small image tokenizer of the tests. */
async function prepare(folder: string): Promise<void> {
	await using small = await releasedFolder('a');
	await cp(small.folder, folder, {recursive: true});
	const file = path.join(folder, 'config.json');
	const config = JSON.parse(await readFile(file, 'utf8')) as object;
	const sizes = {d_model: shape.width, n_heads: 32, n_kv_heads: 32, n_layers: layers, mlp_hidden_size: shape.mlpWidth};
	await writeFile(file, JSON.stringify({...config, ...sizes}));
	await writeRandomCheckpoint(folder, shape, vocabulary, 'BF16');
}

/** A row of what a command took, or why it failed. @returns whether it did not */
async function row(what: string, words: readonly string[]): Promise<boolean> {
	try {
		const {cpuSeconds, anonymousBytes} = await watchCommand(words, env);
		say(`| ${what} | ${cpuSeconds.toFixed(0)} s | ${readableBytes(anonymousBytes)} |`);
		return true;
	} catch (error) {
		say(`| ${what} | ${error instanceof Error ? error.message : error} | |`);
		return false;
	}
}

function run(model: string): string[] {
	const plan = ['--steps', values.steps, '--image-steps', values.steps, '--guidance-text', '0', '--guidance-image', '0'];
	const where = ['--model', model, '--device', 'cpu', '-o', path.join(work, `${model}.png`)];
	return ['gen', 'a red balloon', ...where, '--yes', '--seed', '1', ...plan];
}
