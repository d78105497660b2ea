import {readFile, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {thisProcess} from '../../src/app/this-process.ts';
import {parseConfig} from '../../src/model/checkpoint/config.ts';
import {openWeights} from '../../src/model/checkpoint/weights.ts';
import {headerOf, type PlannedTensor} from '../../src/model/convert/plan.ts';
import {inspectModel} from '../../src/model/inspect.ts';
import {lladaBody} from '../../src/model/network/llada-graph.ts';
import {verifyParts} from '../../src/model/verify.ts';
import {openSession} from '../../src/runtime/session.ts';
import {importModel} from '../../src/store/import-model.ts';
import {releasedFolder} from './released-folder.ts';

const [width, mlpWidth, layers, vocabulary] = [4096, 12_288, 32, 134_656];
let source: Awaited<ReturnType<typeof releasedFolder>>;

const tensor = (name: string, ...shape: readonly number[]): PlannedTensor => ({
	name: `model.transformer.${name}.weight`,
	type: 'BF16',
	shape,
	length: 2 * shape.reduce((product, size) => product * size, 1),
});
const block = (layer: number) => [
	...['q_proj', 'k_proj', 'v_proj', 'attn_out'].map(name => tensor(`blocks.${layer}.${name}`, width, width)),
	...['ff_proj', 'up_proj'].map(name => tensor(`blocks.${layer}.${name}`, mlpWidth, width)),
	tensor(`blocks.${layer}.ff_out`, width, mlpWidth),
	...['attn_norm', 'ff_norm'].map(name => tensor(`blocks.${layer}.${name}`, width)),
];
const tensors = [
	tensor('wte', vocabulary, width),
	...Array.from({length: layers}, (_, layer) => block(layer)).flat(),
	tensor('ln_f', width),
	tensor('ff_out', vocabulary, width),
];

/** A checkpoint of the released size whose weights are a hole in the file: all zeros, no space on disk. */
beforeAll(async () => {
	source = await releasedFolder('a');
	const config = JSON.parse(await readFile(path.join(source.folder, 'config.json'), 'utf8')) as object;
	await writeFile(
		path.join(source.folder, 'config.json'),
		JSON.stringify({...config, d_model: width, n_heads: 32, n_kv_heads: 32, n_layers: layers, mlp_hidden_size: mlpWidth}),
	);
	const header = headerOf(tensors);
	const file = path.join(source.folder, 'model.safetensors');
	await writeFile(file, header);
	await truncate(file, header.length + tensors.reduce((sum, {length}) => sum + length, 0));
}, 300_000);
afterAll(() => source[Symbol.asyncDispose]());

/** Seconds of processor time that something takes here: what else runs on the machine does not count. */
async function processorSeconds<Result>(work: () => Promise<Result> | Result): Promise<{seconds: number; result: Result}> {
	const before = process.cpuUsage();
	const result = await work();
	const {user, system} = process.cpuUsage(before);
	return {seconds: (user + system) / 1e6, result};
}

test('a checkpoint of the full size is brought in, described and opened without being read', {timeout: 600_000}, async () => {
	const modelsFolder = `${source.folder}/store`;
	const self = await thisProcess();
	// An import reads all of the weights, once: half a minute of nothing but holes.
	const check = async (folder: string) => {
		await verifyParts(folder);
		return new Map([['model.safetensors', '']]);
	};
	const {seconds: importing, result: imported} = await processorSeconds(() =>
		importModel(source.folder, {name: 'full', modelsFolder, self, check}),
	);
	expect(importing).toBeLessThan(30);
	expect(imported.copiedBytes).toBe(0);

	const info = await inspectModel(imported.folder);
	expect(info).toMatchObject({family: {name: 'a'}, vocabulary, types: ['BF16'], config: {network: {width, layers, heads: 32, mlpWidth}}});
	expect(info.parameters).toBe(8_082_690_048);
	expect(Math.round(info.diskBytes / 1e8)).toBe(162);
	// One weight is widened at a time.
	expect(info.cpuBytes - info.diskBytes).toBeLessThan(2e9);

	const {network} = parseConfig(JSON.parse(await readFile(path.join(imported.folder, 'config.json'), 'utf8')), 'config.json');
	const weights = await openWeights(imported.folder);
	const {seconds: writing, result: graph} = await processorSeconds(() => lladaBody(network, weights, {attention: 'fused'}));
	expect(writing).toBeLessThan(2);

	const before = await anonymousBytes();
	await using _session = await openSession(graph, {folder: imported.folder, device: 'cpu', threads: 1, keepsWeights: true});
	const grown = (await anonymousBytes()) - before;
	console.log(
		`import ${importing.toFixed(1)} s, graph ${writing.toFixed(2)} s (processor time), session ${(grown / 1e6).toFixed(0)} MB anonymous`,
	);
	expect(grown).toBeLessThan(1e9);
});

/** Memory of this process that belongs to no file. */
async function anonymousBytes(): Promise<number> {
	const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
	return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}
