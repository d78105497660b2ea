import {expect, test} from 'vitest';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {headGraph} from '../../../src/model/network/head-graph.ts';
import {headTable, lladaBody} from '../../../src/model/network/llada-graph.ts';
import {floatsOf, integersOf, openSession} from '../../../src/runtime/session.ts';
import {goldenJson, temporaryFolder, writeGolden} from '../recipe.ts';

const vector = (values: readonly number[]) => ({data: BigInt64Array.from(values, BigInt), dims: [values.length]});

test('weights that stay in their file as bfloat16 give the same hidden rows as copies in float32, behind fences and by stretches too', async () => {
	await using temporary = await temporaryFolder();
	await writeGolden(temporary.folder, 'a', 'checkpoint');
	const {network} = parseConfig(await goldenJson('a', 'checkpoint', 'config.json'), 'config.json');
	const weights = await openWeights(temporary.folder);
	const row = (values: readonly number[]) => ({...vector(values), dims: [1, values.length]});
	const inputs = {ids: vector([5, 70_000, 126_336]), positions: row([0, 1, 2]), rows: vector([0, 2]), row_positions: row([0, 2])};
	const hidden: number[][] = [];
	for (const {keepsWeights, ...options} of [
		{keepsWeights: false, widening: 'folded'},
		{keepsWeights: true, widening: 'folded'},
		{keepsWeights: true, widening: 'fenced'},
		// Stretches of which the last one is shorter.
		{keepsWeights: true, widening: 'fenced', mostWidened: 7 * network.width},
	] as const) {
		const graph = lladaBody(network, weights, {attention: 'fused', ...options});
		await using session = await openSession(graph, {folder: temporary.folder, device: 'cpu', threads: 1, keepsWeights});
		hidden.push(Array.from((await session.run(inputs, ['hidden'])).hidden.data, Number));
	}
	for (const others of hidden.slice(1)) {
		hidden[0]!.forEach((value, index) => {
			expect(Math.abs(value - others[index]!)).toBeLessThan(1e-5);
		});
	}
});

test('a head in half precision that is widened by stretches of its rows gives the same scores and choices', async () => {
	await using temporary = await temporaryFolder();
	await writeGolden(temporary.folder, 'a', 'checkpoint');
	const {network} = parseConfig(await goldenJson('a', 'checkpoint', 'config.json'), 'config.json');
	const table = headTable(network, await openWeights(temporary.folder));
	const {width} = network;
	const hidden = {data: Float32Array.from({length: 2 * width}, (_, index) => Math.sin(index)), dims: [1, 2, width]};
	const inputs = {
		...{hidden, scales: {data: Float32Array.of(1), dims: [1]}},
		...{is_given: {data: Uint8Array.of(0), dims: [1]}, is_random: {data: Uint8Array.of(0), dims: [1]}},
		...{tokens: vector([7, 7]), uniforms: {data: Float32Array.of(0.5, 0.5), dims: [2]}, temperature: {data: Float32Array.of(1), dims: [1]}},
	};
	const range = {start: 7, end: 1000, forbidden: [8, 900]};
	const found = [];
	for (const options of [{}, {widening: 'fenced', mostWidened: 100 * width}] as const) {
		const graph = headGraph(table, range, options);
		await using session = await openSession(graph, {folder: temporary.folder, device: 'cpu', threads: 1, keepsWeights: true});
		const {ids, logits} = await session.run(inputs, ['ids', 'logits']);
		found.push({ids: integersOf(ids), logits: Array.from(floatsOf(logits), value => value.toFixed(4))});
	}
	expect(found[1]).toEqual(found[0]);
});
