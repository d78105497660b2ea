import type {Edge, Graph} from './builder.ts';

/** Largest share of a sum below the sum itself in float32, so that rounding never steps over the last possible entry. */
const justBelowOne = 1 - 2 ** -22;

/**
One draw per row of weights by the inverse CDF: the first column whose running sum exceeds uniform * total. Running sums are
taken over blocks of columns, then inside the chosen block, which is exact enough in float32 and far cheaper than CumSum.
@param weights - (n, columns), >= 0, not normalised.
@param uniforms - (n, 1), in (0, 1).
@returns Columns, int64 (n, 1). A column of weight 0 is never drawn.
*/
export function inverseCdf(graph: Graph, weights: Edge, uniforms: Edge, columns: number): Edge {
	const width = 2 ** Math.ceil(Math.log2(columns) / 2);
	const blocks = Math.ceil(columns / width);
	const padding = blocks * width - columns;
	const padded = padding > 0 ? graph.op('Pad', [weights, graph.ints([0, 0, 0, padding])]) : weights;
	const blocked = graph.op('Reshape', [padded, graph.ints([-1, blocks, width])]);

	const sums = graph.op('ReduceSum', [blocked, graph.ints([2])], {keepdims: 0});
	const sumsBefore = graph.op('MatMul', [sums, triangle(graph, blocks, 1)]);
	const sumsUpTo = graph.op('MatMul', [sums, triangle(graph, blocks, 0)]);
	const total = graph.op('GatherElements', [sumsUpTo, lastColumn(graph, uniforms, blocks)], {axis: 1});
	const target = atMost(graph, graph.op('Mul', [uniforms, total]), total);
	const block = firstAbove(graph, sumsUpTo, target);

	const rest = graph.op('Sub', [target, graph.op('GatherElements', [sumsBefore, block], {axis: 1})]);
	const inside = graph.op('GatherND', [blocked, block], {batch_dims: 1});
	const insideUpTo = graph.op('MatMul', [inside, triangle(graph, width, 0)]);
	const blockTotal = graph.op('GatherElements', [insideUpTo, lastColumn(graph, uniforms, width)], {axis: 1});
	const within = firstAbove(graph, insideUpTo, atMost(graph, graph.op('Max', [rest, graph.floats([0], [1])]), blockTotal));
	return graph.op('Add', [graph.op('Mul', [block, graph.ints([width])]), within]);
}

/** Matrix that sums columns up to and including each column (`shift` 0) or before it (`shift` 1). */
function triangle(graph: Graph, size: number, shift: number): Edge {
	const values = Array.from({length: size * size}, (_, index) => (Math.floor(index / size) + shift <= index % size ? 1 : 0));
	return graph.floats(values, [size, size]);
}

/** Index of the last column for every row of `like` (n, 1). */
function lastColumn(graph: Graph, like: Edge, columns: number): Edge {
	const zeros = graph.as(graph.op('Mul', [like, graph.floats([0], [1])]), 'int64');
	return graph.op('Add', [zeros, graph.ints([columns - 1])]);
}

const atMost = (graph: Graph, value: Edge, total: Edge): Edge =>
	graph.op('Min', [value, graph.op('Mul', [total, graph.floats([justBelowOne], [1])])]);

/** Index of the first column above `target` (n, 1), in rows that never fall: int64 (n, 1). */
function firstAbove(graph: Graph, rising: Edge, target: Edge): Edge {
	const isBelow = graph.as(graph.op('LessOrEqual', [rising, target]), 'float');
	const count = graph.op('ReduceSum', [isBelow, graph.ints([1])], {keepdims: 1});
	return graph.as(count, 'int64');
}
