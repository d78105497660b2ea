import {cpus, tmpdir} from 'node:os';
import {linearInt8} from '../src/graph/blocks.ts';
import {createGraph, type Edge, type Graph} from '../src/graph/builder.ts';
import type {StoredTensor} from '../src/graph/stored-tensor.ts';
import {bytesOf} from '../src/model/checkpoint/read-tensor.ts';
import {quantize} from '../src/model/convert/quantize.ts';
import {openSession} from '../src/runtime/session.ts';
import {measure, repeat, type Took} from './measure.ts';

const size = 1024;

/** A matrix product that is ready to be measured. */
export type Product = AsyncDisposable & {
	/** Floating-point operations of one product. */
	readonly operations: number;
	/** So many products, one after the other. */
	readonly measure: (times?: number) => Promise<Took>;
};

/**
The best that this machine can do: a square matrix product through the same library as the model, in float32 or in whole numbers of 8 bits,
whose inputs are rounded as they come.
*/
export async function openProduct(threads: number, type: 'float32' | 'int8' = 'float32'): Promise<Product> {
	const graph = createGraph('product');
	const a = graph.input('a', 'float', [size, size]);
	// Constants, so that they are laid out once, as weights are.
	const values = Float32Array.from({length: size * size}, (_, index) => Math.sin(index));
	const product = type === 'int8' ? int8Product(graph, a, values) : graph.op('MatMul', [a, graph.floats(values, [size, size])]);
	graph.output('sum', graph.op('ReduceSum', [product], {keepdims: 0}), []);
	const session = await openSession(graph.bytes(), {folder: tmpdir(), device: 'cpu', threads});
	const inputs = {a: {data: new Float32Array(size * size).fill(0.5), dims: [size, size]}};
	return {
		operations: 2 * size ** 3,
		measure: (times = 1) => measure(() => repeat(times, () => session.run(inputs, ['sum']))),
		[Symbol.asyncDispose]: session[Symbol.asyncDispose],
	};
}

function int8Product(graph: Graph, x: Edge, weights: Float32Array): Edge {
	const {values, scales} = quantize(weights, size, size, 'int8');
	const stored = (name: string, type: StoredTensor['type'], shape: readonly number[], data: Uint8Array): StoredTensor => ({
		name,
		type,
		shape,
		data,
		file: '',
		offset: 0,
		length: data.length,
	});
	return linearInt8(graph, x, stored('values', 'I8', [size, size], bytesOf(values)), stored('scales', 'F32', [size], bytesOf(scales)));
}

/** GFLOP/s of the best of ten products. */
export async function sgemmGflops(threads: number): Promise<number> {
	await using product = await openProduct(threads);
	const rates = [];
	for (let run = 0; run < 11; run++) rates.push(product.operations / (await product.measure()).ms / 1e6);
	return Math.max(...rates);
}

/** The processor and the version of Node.js that numbers were made on. */
export const machineName = (): string => {
	const all = cpus();
	return `${all[0]?.model.trim() ?? 'unknown processor'}, ${all.length} cores, Node ${process.version}`;
};
