import {cpus, tmpdir} from 'node:os';
import {createGraph} from '../dist/graph/builder.js';
import {openSession} from '../dist/runtime/session.js';
import {measure} from './measure.mjs';

/**
What this machine can do at best: a square float32 matrix product through the same library as the model.
@param {number} threads
*/
export async function openProduct(threads, size = 1024) {
	const graph = createGraph('product');
	const a = graph.input('a', 'float', [size, size]);
	// A constant, so that it is laid out once, as weights are.
	const b = graph.floats(
		Array.from({length: size * size}, (_, index) => Math.sin(index)),
		[size, size],
	);
	graph.output('sum', graph.op('ReduceSum', [graph.op('MatMul', [a, b])], {keepdims: 0}), 'float', []);
	const session = await openSession(graph.bytes(), {folder: tmpdir(), device: 'cpu', threads});
	const inputs = {a: {data: new Float32Array(size * size).fill(0.5), dims: [size, size]}};
	return {
		operations: 2 * size ** 3,
		measure: () => measure(() => session.run(inputs, ['sum'])),
		[Symbol.asyncDispose]: session[Symbol.asyncDispose],
	};
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
