import {cpus, tmpdir} from 'node:os';
import {linearInt8} from '../dist/graph/blocks.js';
import {createGraph} from '../dist/graph/builder.js';
import {bytesOf} from '../dist/model/checkpoint/read-tensor.js';
import {quantize} from '../dist/model/convert/quantize.js';
import {openSession} from '../dist/runtime/session.js';
import {measure, repeat} from './measure.mjs';

const size = 1024;

/**
What this machine can do at best: a square matrix product through the same library as the model, in float32 or in whole numbers of 8 bits,
whose inputs are rounded as they come.
@param {number} threads
@param {'float32' | 'int8'} type
*/
export async function openProduct(threads, type = 'float32') {
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
		/** So many products, one after the other. */
		measure: (times = 1) => measure(() => repeat(times, () => session.run(inputs, ['sum']))),
		[Symbol.asyncDispose]: session[Symbol.asyncDispose],
	};
}

/** @param {import('../dist/graph/builder.js').Graph} graph @param {import('../dist/graph/builder.js').Edge} x @param {Float32Array} weights */
function int8Product(graph, x, weights) {
	const {values, scales} = quantize(weights, size, size, 'int8');
	const stored = (name, type, shape, data) => ({name, type, shape, data, file: '', offset: 0, length: data.length});
	return linearInt8(graph, x, stored('values', 'I8', [size, size], bytesOf(values)), stored('scales', 'F32', [size], bytesOf(scales)));
}

/** GFLOP/s of the best of ten products. @param {number} threads */
export async function sgemmGflops(threads) {
	const product = await openProduct(threads);
	try {
		const rates = [];
		for (let run = 0; run < 11; run++) rates.push(product.operations / (await product.measure()).ms / 1e6);
		return Math.max(...rates);
	} finally {
		await product[Symbol.asyncDispose]();
	}
}

/** What the numbers were made on. */
export const machineName = () => {
	const all = cpus();
	return `${all[0]?.model.trim() ?? 'unknown processor'}, ${all.length} cores, Node ${process.version}`;
};
