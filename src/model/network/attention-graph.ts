import type {Edge, Graph} from '../../graph/builder.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';
import type {Arithmetic} from './arithmetic.ts';

/** Facts of the graph that attention is written into. */
export type AttentionContext = {
	readonly graph: Graph;
	readonly config: NetworkConfig;
	readonly arithmetic: Arithmetic;
	/** `fused`: one attention operator (CPU). `plain`: three simple ones, right on every device. */
	readonly attention: 'fused' | 'plain';
	/** Groups of heads that plain attention takes one after the other, since it holds the scores of all pairs of tokens; 1 by default. */
	readonly headGroups?: number;
	readonly rotary: readonly [cosines: Edge, sines: Edge];
	readonly keyBias: Edge | undefined;
	/** Number of the first tokens whose keys and values go out, (1,); undefined in a graph that keeps none. */
	readonly keep: Edge | undefined;
};

/** Keys and values of a layer, by its number from 0: what they are called as inputs of the graph, and as outputs. */
export const keptNames = (layer: number) => ({
	input: {key: `kept_key_${layer}`, value: `kept_value_${layer}`},
	output: {key: `key_${layer}`, value: `value_${layer}`},
});

/** Floats in a row of keys or values, before a head of them is repeated for all that it serves. */
export const keyWidthOf = ({width, heads, keyHeads}: NetworkConfig): number => (width / heads) * keyHeads;

/** Rotary position embedding, halves rotated against each other (LLaDA's `rotate_half`): (L, width) at `positions` (1, L) -> (1, L, width). */
export function rotate({graph, arithmetic, rotary}: AttentionContext, x: Edge, positions: Edge, width: number): Edge {
	const sequence = graph.op('Reshape', [graph.as(x, arithmetic.attention), graph.ints([1, -1, width])]);
	return graph.op('RotaryEmbedding', [sequence, positions, ...rotary], {interleaved: 0});
}

/** Keys or values behind those that were kept, (1, L, .) -> (1, P + L, .); the first `keep` of them go out. */
export function afterKept({graph, config, keep}: AttentionContext, x: Edge, input: string, output: string): Edge {
	if (!keep) return x;
	const width = keyWidthOf(config);
	const first = graph.op('Slice', [x, graph.ints([0]), keep, graph.ints([1])]);
	graph.output(output, graph.as(first, 'float'), [1, 'K', width]);
	// Slices that nothing waits for run last, and the keys and values of all layers stay for them. So attention waits, by none of their rows.
	const none = graph.op('Slice', [first, graph.ints([0]), graph.ints([0]), graph.ints([1])]);
	return graph.op('Concat', [graph.as(graph.input(input, 'float', [1, 'P', width]), x.type), x, none], {axis: 1});
}

/** Keys or values of the heads that there are, each repeated for all the heads that it serves: (1, L, .) -> (1, L, width). */
export function forAllHeads({graph, config: {heads, keyHeads, width}}: AttentionContext, x: Edge): Edge {
	if (keyHeads === heads) return x;
	const split = graph.op('Reshape', [x, graph.ints([1, -1, keyHeads, width / heads])]);
	const served = Array.from({length: heads}, (_, head) => Math.floor((head * keyHeads) / heads));
	return graph.op('Reshape', [graph.op('Gather', [split, graph.ints(served)], {axis: 2}), graph.ints([1, -1, width])]);
}

/** Cosine and sine of position * theta^(-2i / head size), (positions, head size / 2), rounded where the reference rounds. */
export function rotaryTables(
	graph: Graph,
	{maxSequenceLength, ropeTheta, width, heads}: NetworkConfig,
	{attention}: Arithmetic,
): [Edge, Edge] {
	const half = width / heads / 2;
	const frequencies = Array.from({length: half}, (_, index) =>
		Math.fround(1 / Math.fround(Math.fround(ropeTheta) ** Math.fround(index / half))),
	);
	const angles = Float32Array.from({length: maxSequenceLength * half}, (_, index) => Math.floor(index / half) * frequencies[index % half]!);
	const dims = [maxSequenceLength, half];
	return [graph.as(graph.floats(angles.map(Math.cos), dims), attention), graph.as(graph.floats(angles.map(Math.sin), dims), attention)];
}

/** softmax(Q K^T / sqrt(head size) + key bias) V by heads: (1, R, width), (1, L, width) twice -> (1, R, heads, head size) or flat. */
export function attend(context: AttentionContext, query: Edge, key: Edge, value: Edge): Edge {
	const {graph, config, attention, keyBias, headGroups = 1} = context;
	const {heads, width} = config;
	if (attention === 'fused' && !keyBias) return graph.op('MultiHeadAttention', [query, key, value], {num_heads: heads, unidirectional: 0});
	if (headGroups === 1 || heads % headGroups !== 0) return attendPlainly(context, query, key, value, heads);
	const step = width / headGroups;
	const part = (edge: Edge, group: number) =>
		graph.op('Slice', [edge, graph.ints([group * step]), graph.ints([(group + 1) * step]), graph.ints([2])]);
	const groups = Array.from({length: headGroups}, (_, group) =>
		attendPlainly(context, part(query, group), part(key, group), part(value, group), heads / headGroups),
	);
	return graph.op('Concat', groups, {axis: 2});
}

/** The same for so many heads, of which the last axis is made: (1, R, heads, head size). */
function attendPlainly({graph, config, keyBias}: AttentionContext, query: Edge, key: Edge, value: Edge, heads: number): Edge {
	const size = config.width / config.heads;
	const split = (edge: Edge, perm: readonly number[]) =>
		graph.op('Transpose', [graph.op('Reshape', [edge, graph.ints([1, -1, heads, size])])], {perm});
	const scores = graph.op('MatMul', [split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])]);
	const scaled = graph.op('Mul', [scores, graph.as(graph.floats([size ** -0.5], [1]), scores.type)]);
	const shares = graph.op('Softmax', [keyBias ? graph.op('Add', [scaled, keyBias]) : scaled], {axis: -1});
	return graph.op('Transpose', [graph.op('MatMul', [shares, split(value, [0, 2, 1, 3])])], {perm: [0, 2, 1, 3]});
}
