import {tmpdir} from 'node:os';
import {expect, test} from 'vitest';
import {addNorm, blockInputs, linearBlocks, linearInt8, pixelShuffle, pixelUnshuffle, silu} from '../../src/graph/blocks.ts';
import {createGraph} from '../../src/graph/builder.ts';
import {bytesOf} from '../../src/model/checkpoint/read-tensor.ts';
import {quantize} from '../../src/model/convert/quantize.ts';
import {openSession} from '../../src/runtime/session.ts';
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

test.each(['sum', 'normal'] as const)('addNorm gives x + y and its root mean square norm: %s', async part => {
	const [x, y] = [
		[1, -2, 3, 0.5],
		[2, 0, -1, 0.5],
	];
	const scale = Float32Array.of(1, 2, 0.5, -1);
	const stored = {name: 'scale', type: 'F32' as const, shape: [4], file: '', offset: 0, length: 16, data: bytesOf(scale)};
	const {data} = await evaluate(
		(graph, [left, right]) => addNorm(graph, left!, right!, stored, 1e-5)[part],
		[floats(x, [1, 4]), floats(y, [1, 4])],
	);
	const sum = x.map((value, index) => value + y[index]!);
	const size = Math.sqrt(sum.reduce((total, value) => total + value * value, 0) / sum.length + 1e-5);
	const expected = part === 'sum' ? sum : sum.map((value, index) => (value / size) * scale[index]!);
	expected.forEach((value, index) => {
		expect(data[index]).toBeCloseTo(value, 5);
	});
});

const [count, inputs] = [5, 2 * blockInputs];
const rowOf = (row: number) => Array.from({length: inputs}, (_, index) => 128 + ((7 * index + 13 * row) % 100) - 50);

test.each([1, 2, 3, 5, 9])('a weight in blocks is multiplied by stretches of %s rows as it is whole', async rows => {
	const values = Uint8Array.from(Array.from({length: count}, (_, row) => rowOf(row)).flat());
	const scales = Float32Array.from({length: 2 * count}, (_, index) => 0.01 * (index + 1));
	const stored = (name: string, type: 'U8' | 'F32', shape: readonly number[], data: Uint8Array) => ({
		...{name, type, shape, file: '', offset: 0, length: data.length, data},
	});
	const x = Array.from({length: inputs}, (_, index) => Math.sin(index));
	const {data, dims} = await evaluate(
		(graph, [edge]) =>
			linearBlocks(
				graph,
				edge!,
				stored('values', 'U8', [count, 2, blockInputs], values),
				stored('scales', 'F32', [count, 2], bytesOf(scales)),
				rows * inputs,
			),
		[floats(x, [1, inputs])],
	);
	expect(dims).toEqual([1, count]);
	for (let row = 0; row < count; row++) {
		const product = x.reduce(
			(sum, value, index) => sum + value * (rowOf(row)[index]! - 128) * scales[2 * row + Math.floor(index / blockInputs)]!,
			0,
		);
		expect(data[row]).toBeCloseTo(product, 3);
	}
});

test('an edge may leave a graph under several names', async () => {
	const graph = createGraph('twice');
	const doubled = graph.op('Mul', [graph.input('x', 'float', ['n']), graph.floats([2], [1])]);
	graph.output('y', doubled, ['n']);
	graph.output('z', doubled, ['n']);
	graph.output('w', graph.op('Add', [doubled, doubled]), ['n']);
	await using session = await openSession(graph.bytes(), {folder: tmpdir(), device: 'cpu', threads: 1});
	const {w, y, z} = await session.run({x: floats([1, 2], [2])}, ['w', 'y', 'z']);
	expect([w, y, z].map(({data}) => [...data])).toEqual([
		[4, 8],
		[2, 4],
		[2, 4],
	]);
});

/** x W^T in whole numbers, for a W (outputs, inputs), and what it should be. */
async function multiplyInt8(x: readonly number[], weights: readonly number[], outputs: number, inputs: number) {
	const {values, scales} = quantize(Float32Array.from(weights), outputs, inputs, 'int8');
	const stored = (name: string, type: 'I8' | 'F32', shape: readonly number[], data: Uint8Array) => ({
		...{name, type, shape, data},
		...{file: '', offset: 0, length: data.length},
	});
	const {data} = await evaluate(
		(graph, [edge]) =>
			linearInt8(
				graph,
				edge!,
				stored('values', 'I8', [inputs, outputs], bytesOf(values)),
				stored('scales', 'F32', [outputs], bytesOf(scales)),
				true,
			),
		[floats(x, [x.length / inputs, inputs])],
	);
	const expected = Array.from({length: (x.length / inputs) * outputs}, (_, index) => {
		const [row, output] = [Math.floor(index / outputs), index % outputs];
		return Array.from({length: inputs}, (_, input) => x[row * inputs + input]! * weights[output * inputs + input]!).reduce((a, b) => a + b);
	});
	return {found: [...data].map(Number), expected};
}

test('the largest inputs and weights of int8 do not overflow on any processor', async () => {
	const inputs = 64;
	const {found, expected} = await multiplyInt8(Array(inputs).fill(3), Array(2 * inputs).fill(0.5), 2, inputs);
	found.forEach((value, index) => {
		expect(value).toBeCloseTo(expected[index]!, 4);
	});
});

test('in int8 each row has a range of its own, and zeros stay zeros', async () => {
	const inputs = 32;
	const sizes = [1000, 1, 0];
	const x = sizes.flatMap(size => Array.from({length: inputs}, (_, input) => size * Math.sin(1 + input)));
	const weights = Array.from({length: inputs}, (_, input) => Math.sin(1 + input) + 0.1 * Math.cos(7 * input));
	const {found, expected} = await multiplyInt8(x, weights, 1, inputs);
	expect(found[2]).toBe(0);
	for (const row of [0, 1]) expect(Math.abs(found[row]! / expected[row]! - 1)).toBeLessThan(0.02);
});
