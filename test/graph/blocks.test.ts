import {expect, test} from 'vitest';
import {pixelShuffle, pixelUnshuffle, silu} from '../../src/graph/blocks.ts';
import {evaluate, floats} from './evaluate.ts';

const [height, width, r] = [4, 6, 2];
const pixels = Array.from({length: 3 * height * width}, (_, index) => index);

test('pixelUnshuffle orders channels as PyTorch does: colour, then row, then column inside the patch', async () => {
	const {data, dims} = await evaluate((graph, [x]) => pixelUnshuffle(graph, x!, r), [floats(pixels, [1, 3, height, width])]);
	expect(dims).toEqual([1, 3 * r * r, height / r, width / r]);
	const expected: number[] = [];
	for (let channel = 0; channel < 3; channel++) {
		for (let dy = 0; dy < r; dy++) {
			for (let dx = 0; dx < r; dx++) {
				for (let y = 0; y < height / r; y++) {
					for (let x = 0; x < width / r; x++) expected.push(channel * height * width + (y * r + dy) * width + x * r + dx);
				}
			}
		}
	}
	expect([...data]).toEqual(expected);
});

test('pixelShuffle is the inverse of pixelUnshuffle', async () => {
	const {data} = await evaluate(
		(graph, [x]) => pixelShuffle(graph, pixelUnshuffle(graph, x!, r), r),
		[floats(pixels, [1, 3, height, width])],
	);
	expect([...data]).toEqual(pixels);
});

test('silu is x / (1 + exp(-x))', async () => {
	const values = [-20, -1.5, 0, 0.25, 3];
	const {data} = await evaluate((graph, [x]) => silu(graph, x!), [floats(values, [1, values.length])]);
	values.forEach((value, index) => {
		expect(data[index]).toBeCloseTo(value / (1 + Math.exp(-value)), 6);
	});
});
