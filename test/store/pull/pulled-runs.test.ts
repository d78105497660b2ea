import {rename} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {goldenJson, type TensorRecipe, temporaryFolder, writeWeights} from '../../model/recipe.ts';
import {releasedFolder} from '../../model/released-folder.ts';
import {startHub} from './hub.ts';
import {filesOf, runMmada} from './run-pull.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');

/** The last state of a run: all of its words and codes. */
async function tokensOf(folder: string, model: string, hub: string, flags: readonly string[]) {
	const {code, stdout, stderr} = await runMmada(
		folder,
		['gen', 'a red kite', '--seed', '3', '--model', model, '--events', '-q', '--yes', ...flags],
		{hub},
	);
	expect(code, stderr).toBe(0);
	const events = stdout
		.trim()
		.split('\n')
		.map(line => JSON.parse(line) as {type: string; text?: string; textIds?: number[]; codes?: number[]});
	return events.filter(({type}) => type === 'step').map(({type: _type, ...step}) => step);
}

test('the bundled model, pulled under another name, makes the same tokens', async () => {
	await using temporary = await temporaryFolder();
	const files = await filesOf(path.join(root, 'models', 'storybook'));
	await using hub = await startHub({repositories: {'someone/kites': {files}}});
	expect(await runMmada(temporary.folder, ['models', 'pull', 'someone/kites', '--yes', '-q'], {hub: hub.url})).toMatchObject({
		code: 0,
		stderr: '',
	});
	const flags = ['--quality', 'draft'];
	const [bundled, pulled] = [
		await tokensOf(temporary.folder, 'storybook', hub.url, flags),
		await tokensOf(temporary.folder, 'kites', hub.url, flags),
	];
	expect(bundled.length).toBeGreaterThan(1);
	expect(pulled.map(withoutTimes)).toEqual(bundled.map(withoutTimes));
});

const withoutTimes = (step: object) => Object.fromEntries(Object.entries(step).filter(([name]) => !/ms$/i.test(name)));

/** Cut the weights of a golden checkpoint into two shards with their index. */
async function shard(folder: string, family: 'a' | 'm'): Promise<void> {
	const {set_seed, tensors} = await goldenJson<{set_seed: number; tensors: readonly TensorRecipe[]}>(family, 'checkpoint', 'tensors.json');
	await writeWeights(
		folder,
		tensors.map((tensor, index) => ({...tensor, file: `model-0000${1 + (index % 2)}-of-00002.safetensors`})),
		set_seed,
	);
}

test.each([
	{family: 'a', release: 'parallel-a', repository: 'tyfeld/MMaDA-Parallel-A'},
	{family: 'm', release: 'parallel-m', repository: 'tyfeld/MMaDA-Parallel-M'},
] as const)(
	'a tiny checkpoint of family $family, in shards, is pulled as $release and makes the same tokens as its folder',
	async ({family, release, repository}) => {
		await using temporary = await temporaryFolder();
		await using source = await releasedFolder(family);
		if (family === 'm')
			await rename(path.join(source.folder, 'vqvae', 'model.safetensors'), path.join(source.folder, 'vqvae', 'pytorch_model.safetensors'));
		await using sharded = await temporaryFolder();
		await shard(sharded.folder, family);
		const whole = await filesOf(source.folder);
		const own = Object.entries({...whole, ...(await filesOf(sharded.folder))}).filter(([name]) => name !== 'model.safetensors');
		const isImage = ([name]: readonly [string, Uint8Array]) => name.startsWith('vqvae/');
		const images = own.filter(isImage).map(([name, bytes]) => [name.slice('vqvae/'.length), bytes] as const);
		const repositories =
			family === 'a'
				? {[repository]: {files: Object.fromEntries(own)}}
				: {
						[repository]: {files: Object.fromEntries(own.filter(entry => !isImage(entry)))},
						// Its pickle is left where it is.
						'showlab/magvitv2': {files: {...Object.fromEntries(images), 'pytorch_model.bin': Buffer.alloc(2000)}},
					};
		await using hub = await startHub({repositories});
		expect(await runMmada(temporary.folder, ['models', 'pull', release, '--yes', '-q'], {hub: hub.url})).toMatchObject({
			code: 0,
			stderr: '',
		});
		const flags = ['--steps', '2', '--image-steps', '2', '--text-length', '8', '--threads', '1'];
		const [given, pulled] = [
			await tokensOf(temporary.folder, source.folder, hub.url, flags),
			await tokensOf(temporary.folder, release, hub.url, flags),
		];
		expect(given.length).toBeGreaterThan(0);
		expect(pulled.map(withoutTimes)).toEqual(given.map(withoutTimes));
	},
);
