import {expect, test} from 'vitest';
import {conv} from '../../src/graph/blocks.ts';
import {doubledConv} from '../../src/graph/doubled-conv.ts';
import type {StoredTensor} from '../../src/graph/stored-tensor.ts';
import {evaluate, floats} from './evaluate.ts';

/** Numbers between -1 and 1 without a pattern. */
const numbers = (count: number, seed: number) => Array.from({length: count}, (_, index) => Math.sin(12.9898 * (index + 1) * seed));

function stored(name: string, shape: readonly number[], seed: number): StoredTensor {
	const values = Float32Array.from(
		numbers(
			shape.reduce((product, size) => product * size, 1),
			seed,
		),
	);
	const data = new Uint8Array(values.buffer);
	return {name, type: 'F32', shape, file: '', offset: 0, length: data.length, data};
}

test.each([
	{height: 1, width: 1},
	{height: 3, width: 5},
	{height: 8, width: 2},
])('a convolution of a doubled picture of $height x $width is made without doubling it', async ({height, width}) => {
	const [channels, out] = [3, 4];
	const affine = {weight: stored('kernel', [out, channels, 3, 3], 1), bias: stored('bias', [out], 2)};
	const picture = floats(numbers(channels * height * width, 3), [1, channels, height, width]);
	const expected = await evaluate(
		(graph, [x]) => {
			const factors = graph.floats([1, 1, 2, 2], [4]);
			const modes = {mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor'};
			return conv(graph, graph.op('Resize', [x, undefined, factors], modes), affine);
		},
		[picture],
	);
	const given = await evaluate((graph, [x]) => doubledConv(graph, x!, affine), [picture]);
	expect(given.dims).toEqual([1, out, 2 * height, 2 * width]);
	expect(given.dims).toEqual(expected.dims);
	for (const [index, value] of [...expected.data].entries()) expect(given.data[index]).toBeCloseTo(Number(value), 5);
});
