import {blockInputs, linearBlocks, linearIn, type Widening} from '../../graph/blocks.ts';
import {createGraph, type Edge, type Graph} from '../../graph/builder.ts';
import {inverseCdf} from '../../graph/sampling.ts';
import {rowsOf, type StoredTensor} from '../../graph/stored-tensor.ts';

/** Tokens that a head may choose. */
export type HeadRange = {
	/** First token, and the one after the last. */
	readonly start: number;
	readonly end: number;
	/** Tokens in the range that are never chosen. */
	readonly forbidden: readonly number[];
};

/** Ways in which a head chooses. `greedy`: the most probable token. `random`: one drawn by the probabilities at a temperature. `given`: no choice, the tokens are named and only scored. */
export type Choosing = 'greedy' | 'random' | 'given';

export type HeadOptions = {
	/** The only way of choosing, whose inputs alone the graph then has; all of them by default. */
	readonly choosing?: Choosing | undefined;
	/** Scales of a table in blocks of whole numbers. */
	readonly scales?: StoredTensor | undefined;
	/** Way in which a table in half precision becomes float32; `folded` by default. */
	readonly widening?: Widening;
	/** Values of a table that are widened at a time behind a fence; all of them by default. */
	readonly mostWidened?: number | undefined;
};

/** Below this temperature a draw is the most probable token, and scores divided by it would soon be too large for float32. */
export const coldest = 1e-30;

/**
The head over a range of the vocabulary, and the choice itself; with `scales` the table stands in blocks of whole numbers. Guidance is folded
before the head, which is linear: the hidden rows of S sequences are summed with their scales first.
The three ways of choosing stand in one graph, so that a table is in memory once, and only the one asked for is computed: drawing by the
probabilities takes a multiple of the time of finding the greatest. A graph of one way alone spares a small head the choice between them.
Inputs: `hidden` (S, R, width), `scales` (S,). `is_given` (1,) bool: no choice, `tokens` (R,) int64 of the joint vocabulary are only scored. Else
`is_random` (1,) bool: a token is drawn by `uniforms` (R,) in (0, 1) at `temperature` (1,), at least `coldest`. Else it is the most probable one.
Outputs: `ids` (R,) int64, tokens of the joint vocabulary; `probabilities` (R,), theirs at temperature 1; `logits` (R, end - start).
*/
export function headGraph(
	table: StoredTensor,
	range: HeadRange,
	{choosing, scales, widening = 'folded', mostWidened}: HeadOptions = {},
): Uint8Array {
	const {start, end, forbidden} = range;
	const graph = createGraph('head');
	const columns = end - start;
	const width = scales ? (scales.shape[1] ?? 0) * blockInputs : (table.shape[1] ?? 0);
	const hidden = graph.input('hidden', 'float', ['S', 'R', width]);
	const weights = graph.op('Reshape', [graph.input('scales', 'float', ['S']), graph.ints([1, -1])]);

	const guided = graph.op('MatMul', [weights, graph.op('Reshape', [hidden, graph.ints([0, -1])])]);
	const rows = graph.op('Reshape', [guided, graph.ints([-1, width])]);
	const logits = score(graph, rows, rowsOf(table, start, end), scales && rowsOf(scales, start, end), {
		forbidden: forbid(graph, forbidden, start, columns),
		widening,
		mostWidened,
	});

	const column = columnOf(graph, logits, range, choosing);
	const probabilities = graph.op('Softmax', [logits], {axis: 1});
	const flat = (edge: Edge) => graph.op('Reshape', [edge, graph.ints([-1])]);
	graph.output('ids', flat(graph.op('Add', [column, graph.ints([start])])), ['R']);
	graph.output('probabilities', flat(graph.op('GatherElements', [probabilities, column], {axis: 1})), ['R']);
	graph.output('logits', logits, ['R', columns]);
	return graph.bytes();
}

/** The chosen column of each row of `logits` (R, columns): int64 (R, 1). */
function columnOf(graph: Graph, logits: Edge, {start, end}: HeadRange, choosing: Choosing | undefined): Edge {
	const asColumn = (edge: Edge) => graph.op('Reshape', [edge, graph.ints([-1, 1])]);
	const inputs = {
		given: () => graph.input('tokens', 'int64', ['R']),
		random: () => [graph.input('uniforms', 'float', ['R']), graph.input('temperature', 'float', [1])] as const,
	};
	const given = (tokens: Edge) => graph.op('Sub', [asColumn(tokens), graph.ints([start])]);
	const random = ([uniforms, temperature]: readonly [Edge, Edge]) => {
		const heated = graph.op('Div', [logits, temperature]);
		return inverseCdf(graph, graph.op('Softmax', [heated], {axis: 1}), asColumn(uniforms), end - start);
	};
	const greedy = () => graph.op('ArgMax', [logits], {axis: 1, keepdims: 1});
	if (choosing === 'given') return given(inputs.given());
	if (choosing === 'random') return random(inputs.random());
	if (choosing === 'greedy') return greedy();
	// Inputs are the whole graph's: a branch reads them.
	const [tokens, drawn] = [inputs.given(), inputs.random()];
	const isRandom = graph.input('is_random', 'bool', [1]);
	return graph.choose(
		graph.input('is_given', 'bool', [1]),
		() => given(tokens),
		() => graph.choose(isRandom, () => random(drawn), greedy),
	);
}

type ScoreOptions = Pick<HeadOptions, 'widening' | 'mostWidened'> & {
	/** A term of the logits. */
	readonly forbidden: Edge | undefined;
};

/** Logits of (R, width) over a table. */
function score(graph: Graph, rows: Edge, table: StoredTensor, scales: StoredTensor | undefined, options: ScoreOptions): Edge {
	const {forbidden, ...products} = options;
	if (!scales) return linearIn(graph, products)(rows, table, forbidden);
	const logits = linearBlocks(graph, rows, table, scales);
	return forbidden ? graph.op('Add', [logits, forbidden]) : logits;
}

/** A term of the logits that rules tokens out, (columns,); none when all are allowed. */
function forbid(graph: Graph, forbidden: readonly number[], start: number, columns: number): Edge | undefined {
	const inside = forbidden.map(id => id - start).filter(column => column >= 0 && column < columns);
	if (inside.length === 0) return;
	const terms = new Float32Array(columns);
	for (const column of inside) terms[column] = Number.NEGATIVE_INFINITY;
	return graph.floats(terms, [columns]);
}
