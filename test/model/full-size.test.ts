import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {thisProcess} from '../../src/app/this-process.ts';
import {parseConfig} from '../../src/model/checkpoint/config.ts';
import {openWeights} from '../../src/model/checkpoint/weights.ts';
import {isFrugal} from '../../src/model/images/open-half.ts';
import {pictureBytes} from '../../src/model/images/picture-bytes.ts';
import {inspectModel} from '../../src/model/inspect.ts';
import {lladaBody} from '../../src/model/network/llada-graph.ts';
import {verifyParts} from '../../src/model/verify.ts';
import {openSession} from '../../src/runtime/session.ts';
import {importModel} from '../../src/store/import-model.ts';
import {fullSize, fullSizeFolder} from './full-size-folder.ts';

const {width, mlpWidth, layers, vocabulary} = fullSize;
let source: Awaited<ReturnType<typeof fullSizeFolder>>;

beforeAll(async () => {
	source = await fullSizeFolder();
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
	expect(Math.round(info.diskBytes / 1e8)).toBe(168);
	expect(info.imageParameters).toBe(146_244_675);
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

test('the image tokenizer of the full size is frugal on the processor, and 640 channels of a picture are in memory at once', async () => {
	const images = await openWeights(path.join(source.folder, 'vqvae'));
	expect(isFrugal(images, {device: 'cpu'})).toBe(true);
	expect(isFrugal(images, {device: 'webgpu'})).toBe(false);
	expect(pictureBytes(images, 512 ** 2)).toBe(4 * 640 * 512 ** 2);
});
