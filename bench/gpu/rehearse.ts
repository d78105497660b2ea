import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {readableBytes} from '../../src/app/readable.ts';
import {releasedFolder} from '../../test/model/released-folder.ts';
import {writeRandomCheckpoint} from '../random-checkpoint.ts';
import {watchCommand} from './watch-command.ts';

/*
The way of a released model of family A on a processor, with random weights of its shape: brought in, verified, made into each variant, and each
run for a few steps. `npm run rehearse -- --layers 2`; all 32 layers take some 45 GB of disk, with the variants, and hours.
*/
const {values} = parseArgs({
	options: {
		layers: {type: 'string', default: '32'},
		steps: {type: 'string', default: '2'},
		types: {type: 'string', default: 'f16,int8,int8-blocks,int4'},
		folder: {type: 'string', default: tmpdir()},
	},
});
const [layers, types] = [Number(values.layers), values.types.split(',')];
const shape = {width: 4096, mlpWidth: 12_288, layers};
const vocabulary = 134_656;

const work = await mkdtemp(path.join(values.folder, 'mmada-rehearsal-'));
const env = {
	MMADA_DATA_DIR: path.join(work, 'data'),
	MMADA_STATE_DIR: path.join(work, 'state'),
	MMADA_CONFIG_DIR: path.join(work, 'config'),
};
const say = (line: string) => process.stdout.write(`${line}\n`);
try {
	await using original = await releasedFolder('a');
	const config = JSON.parse(await readFile(path.join(original.folder, 'config.json'), 'utf8')) as object;
	const sizes = {d_model: shape.width, n_heads: 32, n_kv_heads: 32, n_layers: layers, mlp_hidden_size: shape.mlpWidth};
	await writeFile(path.join(original.folder, 'config.json'), JSON.stringify({...config, ...sizes}));
	await writeRandomCheckpoint(original.folder, shape, vocabulary, 'BF16');
	const {size} = await stat(path.join(original.folder, 'model.safetensors'));
	say(`${layers} layers of width ${shape.width}, bfloat16, ${readableBytes(size)}; a picture of 512 x 512 px, ${values.steps} steps\n`);
	say('| what | processor time | clock | memory beside its files |');
	say('| --- | --- | --- | --- |');
	const row = async (what: string, words: readonly string[]) => {
		const {cpuSeconds, seconds, anonymousBytes} = await watchCommand(words, env);
		say(`| ${what} | ${cpuSeconds.toFixed(0)} s | ${seconds.toFixed(0)} s | ${readableBytes(anonymousBytes)} |`);
	};
	await row('import, checked', ['models', 'import', original.folder, '--name', 'rehearsal']);
	await row('verify', ['models', 'verify', 'rehearsal']);
	const run = (model: string) => {
		const plan = ['--steps', values.steps, '--image-steps', values.steps, '--guidance-text', '0', '--guidance-image', '0'];
		return [
			'gen',
			'a red balloon',
			'--model',
			model,
			'--device',
			'cpu',
			'--yes',
			'--seed',
			'1',
			...plan,
			'-o',
			path.join(work, `${model}.png`),
		];
	};
	await row('run, bfloat16', run('rehearsal'));
	for (const type of types) {
		await row(`convert to ${type}`, ['models', 'convert', 'rehearsal', '--type', type, '--name', `rehearsal-${type}`]);
		await row(`run, ${type}`, run(`rehearsal-${type}`));
		// Room for the next one.
		await row(`remove ${type}`, ['models', 'rm', `rehearsal-${type}`]);
	}
} finally {
	await rm(work, {recursive: true, force: true});
}
