import {tmpdir} from 'node:os';
import {createGraph, type Edge, type Graph} from '../../src/graph/builder.ts';
import {openSession, type Tensor} from '../../src/runtime/session.ts';

/** Build a graph of float inputs `x0`, `x1`, ... and one output, and run it on `inputs`. */
export async function evaluate(build: (graph: Graph, inputs: readonly Edge[]) => Edge, inputs: readonly Tensor[]): Promise<Tensor> {
	const graph = createGraph('test');
	const edges = inputs.map(({dims}, index) =>
		graph.input(
			`x${index}`,
			'float',
			dims.map((_, axis) => `size_${index}_${axis}`),
		),
	);
	graph.output('y', build(graph, edges), ['anything']);
	await using session = await openSession(graph.bytes(), {folder: tmpdir(), device: 'cpu', threads: 1});
	const {y} = await session.run(Object.fromEntries(inputs.map((input, index) => [`x${index}`, input])), ['y']);
	return {data: y.data, dims: y.dims};
}

export const floats = (values: Iterable<number>, dims: readonly number[]): Tensor => ({data: Float32Array.from(values), dims});
