import {
	addNorm,
	blockInputs,
	type Linear,
	linearBlocks,
	linearIn,
	linearInt8,
	lookUp,
	rmsNorm,
	silu,
	type Widening,
} from '../../graph/blocks.ts';
import {createGraph, type Edge, type Graph} from '../../graph/builder.ts';
import type {StoredTensor} from '../../graph/stored-tensor.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';
import {damaged} from '../checkpoint/json-file.ts';
import type {Weights} from '../checkpoint/weights.ts';

export type BodyOptions = {
	/** `fused`: one attention operator (CPU). `plain`: three simple ones, right on every device. */
	readonly attention: 'fused' | 'plain';
	/** Adds the input `key_bias` (L,): a term of every attention score, by key. */
	readonly hasKeyBias?: boolean;
	/** Keep the embedding in float32, for devices that may not read half precision. */
	readonly hasWideTables?: boolean;
	/** Adds the inputs and outputs of `keptNames`, by which the first tokens of a sequence need not be computed in every pass. */
	readonly keepsPrompt?: boolean;
	/** How weights in half precision become float32; `folded` unless given. */
	readonly widening?: Widening;
};

/** Keys and values of a layer, by its number from 0: what they are called as inputs of the graph, and as outputs. */
export const keptNames = (layer: number) => ({
	input: {key: `kept_key_${layer}`, value: `kept_value_${layer}`},
	output: {key: `key_${layer}`, value: `value_${layer}`},
});

/** Floats in a row of keys or values, before a head of them is repeated for all that it serves. */
export const keyWidthOf = ({width, heads, keyHeads}: NetworkConfig): number => (width / heads) * keyHeads;

/** What every layer needs. `places` are the position ids of keys and of queries, (1, L) and (1, R). */
type Context = BodyOptions & {
	readonly graph: Graph;
	readonly linear: Linear;
	readonly config: NetworkConfig;
	readonly tensor: TensorByName;
	readonly weights: Weights;
	readonly rotary: readonly [cosines: Edge, sines: Edge];
	readonly keyBias: Edge | undefined;
	/** How many of the first tokens' keys and values go out, (1,); undefined in a graph that keeps none. */
	readonly keep: Edge | undefined;
};
type TensorByName = (name: string, shape: readonly (number | undefined)[], suffix?: Suffix) => StoredTensor;
/** What follows the name of a layer: its weight, or what stands for it in a smaller variant. */
type Suffix = 'weight' | 'weight_int8' | 'weight_int4' | 'scales';

/**
The LLaDA transformer up to its last norm, attending in both directions, for one sequence.
Inputs: `ids` (L,) and `positions` (L,) int64; `rows` (R,) int64: indices of the tokens that are asked for.
Output: `hidden` (R, width), which the head multiplies.

With `keepsPrompt` the sequence may stand there without its first P tokens: their keys, turned to their positions, and values are the inputs
`kept_key_i` and `kept_value_i` (1, P, key width) of every layer i, where P may be 0. `keep` (1,) int64 says how many of the first tokens of
`ids` go out as `key_i` and `value_i`, for such passes to come.
*/
export function lladaBody(config: NetworkConfig, weights: Weights, options: BodyOptions): Uint8Array {
	const graph = createGraph('llada');
	const positions = graph.input('positions', 'int64', ['L']);
	const rows = graph.input('rows', 'int64', ['R']);
	const keyBias = options.hasKeyBias
		? graph.op('Reshape', [graph.input('key_bias', 'float', ['L']), graph.ints([1, 1, 1, -1])])
		: undefined;
	const tensor = lladaTensors(weights);
	const keep = options.keepsPrompt ? graph.input('keep', 'int64', [1]) : undefined;
	const linear = linearIn(graph, options.widening);
	const context: Context = {...options, graph, linear, config, tensor, weights, rotary: rotaryTables(graph, config), keyBias, keep};

	let stream = embed(graph, config, tensor, positions, options.hasWideTables);
	for (let layer = 0; layer < config.layers; layer++) {
		// Of the last layer nothing is read but the rows asked for.
		stream = block(context, layer, stream, positions, layer === config.layers - 1 ? rows : undefined);
	}
	graph.output('hidden', norm(context, stream, 'ln_f').normal, ['R', config.width]);
	return graph.bytes();
}

/** The embedding alone. Inputs: `ids` and `positions` (L,) int64. Output: `x` (L, width). */
export function lladaEmbedding(config: NetworkConfig, weights: Weights): Uint8Array {
	const graph = createGraph('embedding');
	const positions = graph.input('positions', 'int64', ['L']);
	graph.output('x', total(graph, embed(graph, config, lladaTensors(weights), positions)), ['L', config.width]);
	return graph.bytes();
}

/** One layer alone, by its number from 0, its weights widened one at a time. Inputs: `x` (L, width), `positions` (L,) int64. Output: `y` (L, width). */
export function lladaLayer(config: NetworkConfig, weights: Weights, layer: number): Uint8Array {
	const graph = createGraph('layer');
	const x = graph.input('x', 'float', ['L', config.width]);
	const positions = graph.input('positions', 'int64', ['L']);
	const tensor = lladaTensors(weights);
	const rotary = rotaryTables(graph, config);
	const linear = linearIn(graph, 'fenced');
	const context: Context = {attention: 'fused', graph, linear, config, tensor, weights, rotary, keyBias: undefined, keep: undefined};
	graph.output('y', total(graph, block(context, layer, {sum: x}, positions, undefined)), ['L', config.width]);
	return graph.bytes();
}

/** The last norm alone. Input: `x` (R, width). Output: `hidden` (R, width). */
export function lladaNorm(config: NetworkConfig, weights: Weights): Uint8Array {
	const graph = createGraph('norm');
	const x = graph.input('x', 'float', ['R', config.width]);
	graph.output('hidden', rmsNorm(graph, x, lladaTensors(weights)('ln_f', [config.width]), config.normEpsilon), ['R', config.width]);
	return graph.bytes();
}

/** What flows from layer to layer: `sum` and, where the next norm is to add it, a term `more` of the same shape. */
type Stream = {readonly sum: Edge; readonly more?: Edge | undefined};

const total = (graph: Graph, {sum, more}: Stream): Edge => (more ? graph.op('Add', [sum, more]) : sum);

/** The norm of a stream by its short name, and the stream with nothing left to add. */
function norm({graph, config, tensor}: Context, {sum, more}: Stream, name: string): {readonly sum: Edge; readonly normal: Edge} {
	const scale = tensor(name, [config.width]);
	if (more) return addNorm(graph, sum, more, scale, config.normEpsilon);
	return {sum, normal: rmsNorm(graph, sum, scale, config.normEpsilon)};
}

function embed(graph: Graph, config: NetworkConfig, tensor: TensorByName, positions: Edge, isWide?: boolean): Stream {
	const sum = lookUp(graph, tensor('wte', [undefined, config.width]), graph.input('ids', 'int64', ['L']), isWide);
	if (!config.hasLearnedPositions) return {sum};
	return {sum, more: lookUp(graph, tensor('wpe', [config.maxSequenceLength, config.width]), positions, isWide)};
}

/** Finds tensors by their short names, whatever the checkpoint writes before `transformer.` (often `model.`). @throws UserError (exit 65) */
function lladaTensors(weights: Weights): TensorByName {
	const ending = 'transformer.wte.weight';
	const embedding = weights.names.find(name => name.endsWith(ending));
	if (embedding === undefined) throw damaged(weights.folder, `holds no LLaDA network: there is no tensor ${ending}`);
	const prefix = embedding.slice(0, -'wte.weight'.length);
	return (name, shape, suffix = 'weight') => weights.get(`${prefix}${name}.${suffix}`, shape);
}

/** Ways to store a projection, by whether the checkpoint has it that way. */
function storedAs(weights: Weights, name: string): Suffix {
	const has = (suffix: Suffix) => weights.names.some(tensor => tensor.endsWith(`transformer.${name}.${suffix}`));
	return has('weight_int8') ? 'weight_int8' : has('weight_int4') ? 'weight_int4' : 'weight';
}

/** x W^T for a projection (outputs, inputs), however it is stored. */
function projection({graph, linear, tensor, weights}: Context, x: Edge, name: string, [outputs, inputs]: readonly [number, number]): Edge {
	const how = storedAs(weights, name);
	// What comes from no norm differs in size from token to token.
	const isUneven = /(attn|ff)_out$/.test(name);
	if (how === 'weight_int8') return linearInt8(graph, x, tensor(name, [inputs, outputs], how), tensor(name, [outputs], 'scales'), isUneven);
	if (how === 'weight_int4') {
		const blocks = inputs / blockInputs;
		return linearBlocks(graph, x, tensor(name, [outputs, blocks, blockInputs / 2], how), tensor(name, [outputs, blocks], 'scales'));
	}
	return linear(x, tensor(name, [outputs, inputs]));
}

/** The table of the tokens that are read: (vocabulary, width). */
export const embeddingTable = (config: NetworkConfig, weights: Weights): StoredTensor =>
	lladaTensors(weights)('wte', [undefined, config.width]);

/** The table that scores the vocabulary: (vocabulary, width), or in blocks of whole numbers (vocabulary, blocks, bytes). */
export function headTable({isTied, width}: NetworkConfig, weights: Weights): StoredTensor {
	const tensor = lladaTensors(weights);
	if (isTied) return tensor('wte', [undefined, width]);
	const how = storedAs(weights, 'ff_out');
	if (how === 'weight') return tensor('ff_out', [undefined, width]);
	const bytes = how === 'weight_int4' ? blockInputs / 2 : blockInputs;
	return tensor('ff_out', [undefined, width / blockInputs, bytes], how);
}

/** Scales of a head in whole numbers: (vocabulary, blocks). */
export const headScales = ({isTied, width}: NetworkConfig, weights: Weights): StoredTensor | undefined =>
	isTied || storedAs(weights, 'ff_out') === 'weight'
		? undefined
		: lladaTensors(weights)('ff_out', [undefined, width / blockInputs], 'scales');

/** x + attention(norm(x)), then + mlp(norm(.)), (L, width) -> (L, width), or (R, width) when only some rows are read. */
function block(context: Context, layer: number, stream: Stream, positions: Edge, rows: Edge | undefined): Stream {
	const {graph, config} = context;
	const {width, mlpWidth} = config;
	const pick = (edge: Edge) => (rows ? graph.op('Gather', [edge, rows], {axis: 0}) : edge);
	const project = (input: Edge, name: string, outputs: number, inputs: number) =>
		projection(context, input, `blocks.${layer}.${name}`, [outputs, inputs]);

	const {sum: x, normal} = norm(context, stream, `blocks.${layer}.attn_norm`);
	const keyWidth = keyWidthOf(config);
	const query = rotate(context, project(pick(normal), 'q_proj', width, width), pick(positions), width);
	const {input, output} = keptNames(layer);
	const newKey = rotate(context, project(normal, 'k_proj', keyWidth, width), positions, keyWidth);
	const newValue = graph.op('Reshape', [project(normal, 'v_proj', keyWidth, width), graph.ints([1, -1, keyWidth])]);
	const key = forAllHeads(context, afterKept(context, newKey, input.key, output.key));
	const value = forAllHeads(context, afterKept(context, newValue, input.value, output.value));
	const attended = graph.op('Reshape', [attend(context, query, key, value), graph.ints([-1, width])]);

	const mixed = {sum: pick(x), more: project(attended, 'attn_out', width, width)};
	const {sum, normal: mlpInput} = norm(context, mixed, `blocks.${layer}.ff_norm`);
	const gate = silu(graph, project(mlpInput, 'ff_proj', mlpWidth, width));
	const gated = graph.op('Mul', [gate, project(mlpInput, 'up_proj', mlpWidth, width)]);
	return {sum, more: project(gated, 'ff_out', width, mlpWidth)};
}

/** Rotary position embedding, halves rotated against each other (LLaDA's `rotate_half`): (L, width) -> (1, L, width). */
function rotate({graph, rotary}: Context, x: Edge, positions: Edge, width: number): Edge {
	const sequence = graph.op('Reshape', [x, graph.ints([1, -1, width])]);
	const places = graph.op('Reshape', [positions, graph.ints([1, -1])]);
	return graph.op('RotaryEmbedding', [sequence, places, ...rotary], {interleaved: 0});
}

/** Keys or values behind those that were kept, (1, L, .) -> (1, P + L, .); the first `keep` of them go out. */
function afterKept({graph, config, keep}: Context, x: Edge, input: string, output: string): Edge {
	if (!keep) return x;
	const width = keyWidthOf(config);
	const first = graph.op('Slice', [x, graph.ints([0]), keep, graph.ints([1])]);
	graph.output(output, first, [1, 'K', width]);
	return graph.op('Concat', [graph.input(input, 'float', [1, 'P', width]), x], {axis: 1});
}

/** Keys or values of the heads that there are, each repeated for all the heads that it serves: (1, L, .) -> (1, L, width). */
function forAllHeads({graph, config: {heads, keyHeads, width}}: Context, x: Edge): Edge {
	if (keyHeads === heads) return x;
	const split = graph.op('Reshape', [x, graph.ints([1, -1, keyHeads, width / heads])]);
	const served = Array.from({length: heads}, (_, head) => Math.floor((head * keyHeads) / heads));
	return graph.op('Reshape', [graph.op('Gather', [split, graph.ints(served)], {axis: 2}), graph.ints([1, -1, width])]);
}

/** Cosine and sine of position * theta^(-2i / head size), (positions, head size / 2), rounded where the reference rounds. */
function rotaryTables(graph: Graph, {maxSequenceLength, ropeTheta, width, heads}: NetworkConfig): [Edge, Edge] {
	const half = width / heads / 2;
	const frequencies = Array.from({length: half}, (_, index) =>
		Math.fround(1 / Math.fround(Math.fround(ropeTheta) ** Math.fround(index / half))),
	);
	const angles = Float32Array.from({length: maxSequenceLength * half}, (_, index) => Math.floor(index / half) * frequencies[index % half]!);
	const dims = [maxSequenceLength, half];
	return [graph.floats(angles.map(Math.cos), dims), graph.floats(angles.map(Math.sin), dims)];
}

/** softmax(Q K^T / sqrt(head size) + key bias) V by heads: (1, R, width), (1, L, width) twice -> (1, R, width). */
function attend({graph, config, attention, keyBias}: Context, query: Edge, key: Edge, value: Edge): Edge {
	const {heads, width} = config;
	if (attention === 'fused' && !keyBias) return graph.op('MultiHeadAttention', [query, key, value], {num_heads: heads, unidirectional: 0});
	const size = width / heads;
	const split = (edge: Edge, perm: readonly number[]) =>
		graph.op('Transpose', [graph.op('Reshape', [edge, graph.ints([1, -1, heads, size])])], {perm});
	const scores = graph.op('MatMul', [split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])]);
	const scaled = graph.op('Mul', [scores, graph.floats([size ** -0.5], [1])]);
	const shares = graph.op('Softmax', [keyBias ? graph.op('Add', [scaled, keyBias]) : scaled], {axis: -1});
	return graph.op('Transpose', [graph.op('MatMul', [shares, split(value, [0, 2, 1, 3])])], {perm: [0, 2, 1, 3]});
}
