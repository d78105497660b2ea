import {tmpdir} from 'node:os';
import {createGraph} from '../dist/graph/builder.js';
import {openSession} from '../dist/runtime/session.js';

/**
What this machine can do at best: GFLOP/s of a square float32 matrix product through the same library as the model.
@param {number} threads
*/
export async function sgemmGflops(threads, size = 1024) {
	const graph = createGraph('sgemm');
	const a = graph.input('a', 'float', [size, size]);
	// A constant, so that it is laid out once, as weights are.
	const b = graph.floats(
		Array.from({length: size * size}, (_, index) => Math.sin(index)),
		[size, size],
	);
	graph.output('sum', graph.op('ReduceSum', [graph.op('MatMul', [a, b])], {keepdims: 0}), 'float', []);
	const session = await openSession(graph.bytes(), {folder: tmpdir(), device: 'cpu', threads});
	try {
		const inputs = {a: {data: new Float32Array(size * size).fill(0.5), dims: [size, size]}};
		await session.run(inputs, ['sum']);
		const rates = [];
		for (let run = 0; run < 10; run++) {
			const start = performance.now();
			await session.run(inputs, ['sum']);
			rates.push((2 * size ** 3) / (performance.now() - start) / 1e6);
		}
		return Math.max(...rates);
	} finally {
		await session[Symbol.asyncDispose]();
	}
}

/** The middle value. @param {readonly number[]} values */
export const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
