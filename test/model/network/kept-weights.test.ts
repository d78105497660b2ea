import {expect, test} from 'vitest';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {lladaBody} from '../../../src/model/network/llada-graph.ts';
import {openSession} from '../../../src/runtime/session.ts';
import {goldenJson, temporaryFolder, writeGolden} from '../recipe.ts';

test('weights that stay in their file as bfloat16 give the same hidden rows as copies in float32', async () => {
	await using temporary = await temporaryFolder();
	await writeGolden(temporary.folder, 'a', 'checkpoint');
	const {network} = parseConfig(await goldenJson('a', 'checkpoint', 'config.json'), 'config.json');
	const graph = lladaBody(network, await openWeights(temporary.folder), {attention: 'fused'});
	const vector = (values: readonly number[]) => ({data: BigInt64Array.from(values, BigInt), dims: [values.length]});
	const inputs = {ids: vector([5, 70_000, 126_336]), positions: vector([0, 1, 2]), rows: vector([0, 2])};
	const hidden: number[][] = [];
	for (const keepsWeights of [false, true]) {
		await using session = await openSession(graph, {folder: temporary.folder, device: 'cpu', threads: 1, keepsWeights});
		hidden.push(Array.from((await session.run(inputs, ['hidden'])).hidden.data, Number));
	}
	hidden[0]!.forEach((value, index) => {
		expect(Math.abs(value - hidden[1]![index]!)).toBeLessThan(1e-5);
	});
});
