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
import {type Arithmetic, float32, mlpScale, mostWidenedOn} from './arithmetic.ts';
import {type AttentionContext, afterKept, attend, forAllHeads, keptNames, keyWidthOf, rotaryTables, rotate} from './attention-graph.ts';

export type BodyOptions = {
	/** `fused`: one attention operator (CPU). `plain`: three simple ones, right on every device. */
	readonly attention: 'fused' | 'plain';
	/** Groups of heads that plain attention takes one after the other; 1 by default. */
	readonly headGroups?: number;
	/** Adds the input `key_bias` (L,): a term of every attention score, by key. */
	readonly hasKeyBias?: boolean;
	/**
	Tables that tokens are looked up in: as they are `stored`; `wide`, in float32, for devices that may not read half precision; or `outside` of the
	graph, whose input is then `x` (L, width), what `lladaEmbedding` gives, instead of `ids`. `stored` by default.
	*/
	readonly tables?: 'stored' | 'wide' | 'outside';
	/** Adds the inputs and outputs of `keptNames`, by which the first tokens of a sequence need not be computed in every pass. */
	readonly keepsPrompt?: boolean;
	/** The types that it computes in; float32 throughout by default. Inputs and outputs are always float32 and int64. */
	readonly arithmetic?: Arithmetic;
	/** Way in which weights of other types become that of the products; `folded` by default. */
	readonly widening?: Widening;
	/** Values of a weight that do so at a time behind a fence; all of them by default. */
	readonly mostWidened?: number;
};

/** Edges that every layer needs. `places` are the position ids of keys and of queries, (1, L) and (1, R). */
type Context = AttentionContext & {
	readonly linear: Linear;
	readonly tensor: TensorByName;
	readonly weights: Weights;
};
type TensorByName = (name: string, shape: readonly (number | undefined)[], suffix?: Suffix) => StoredTensor;
/** Suffixes to the name of a layer: its weight, or the tensors that replace it in a smaller variant. */
type Suffix = 'weight' | 'weight_int8' | 'weight_int4' | 'scales';

/**
The LLaDA transformer up to its last norm, attending in both directions, for one sequence.
Inputs, all int64: `ids` (L,) and `positions` (1, L); `rows` (R,), indices of the tokens that are asked for, and `row_positions` (1, R), the
positions of these: GPUs do not compute with whole numbers.
Output: `hidden` (R, width), which the head multiplies.

With `keepsPrompt` the sequence may stand there without its first P tokens: their keys, turned to their positions, and values are the inputs
`kept_key_i` and `kept_value_i` (1, P, key width) of every layer i, where P may be 0. `keep` (1,) int64 says how many of the first tokens of
`ids` go out as `key_i` and `value_i`, for such passes to come.
*/
export function lladaBody(config: NetworkConfig, weights: Weights, options: BodyOptions): Uint8Array {
	const graph = createGraph('llada');
	const positions = graph.input('positions', 'int64', [1, 'L']);
	const rows = {indices: graph.input('rows', 'int64', ['R']), positions: graph.input('row_positions', 'int64', [1, 'R'])};
	const keyBias = options.hasKeyBias
		? graph.op('Reshape', [graph.input('key_bias', 'float', ['L']), graph.ints([1, 1, 1, -1])])
		: undefined;
	const tensor = lladaTensors(weights);
	const keep = options.keepsPrompt ? graph.input('keep', 'int64', [1]) : undefined;
	const {arithmetic = float32} = options;
	const context: Context = {
		...options,
		graph,
		arithmetic,
		linear: linearIn(graph, {widening: options.widening, mostWidened: options.mostWidened, type: arithmetic.products}),
		config,
		tensor,
		weights,
		rotary: rotaryTables(graph, config, arithmetic),
		keyBias: keyBias && graph.as(keyBias, arithmetic.attention),
		keep,
	};

	const looked: Stream =
		options.tables === 'outside'
			? {sum: graph.input('x', 'float', ['L', config.width])}
			: embed(graph, config, tensor, positions, options.tables === 'wide');
	let stream = inType(graph, looked, arithmetic);
	for (let layer = 0; layer < config.layers; layer++) {
		// Only the rows asked for are read from the last layer.
		stream = block(context, layer, stream, positions, layer === config.layers - 1 ? rows : undefined);
	}
	graph.output('hidden', graph.as(norm(context, stream, 'ln_f').normal, 'float'), ['R', config.width]);
	return graph.bytes();
}

/** The embedding alone. Inputs: `ids` (L,) and `positions` (1, L) int64. Output: `x` (L, width). */
export function lladaEmbedding(config: NetworkConfig, weights: Weights): Uint8Array {
	const graph = createGraph('embedding');
	const positions = graph.input('positions', 'int64', [1, 'L']);
	graph.output('x', total(graph, embed(graph, config, lladaTensors(weights), positions)), ['L', config.width]);
	return graph.bytes();
}

/** One layer alone, by its number from 0, its weights widened one at a time. Inputs: `x` (L, width), `positions` (1, L) int64. Output: `y` (L, width). */
export function lladaLayer(config: NetworkConfig, weights: Weights, layer: number): Uint8Array {
	const graph = createGraph('layer');
	const x = graph.input('x', 'float', ['L', config.width]);
	const positions = graph.input('positions', 'int64', [1, 'L']);
	const tensor = lladaTensors(weights);
	const context: Context = {
		attention: 'fused',
		graph,
		arithmetic: float32,
		linear: linearIn(graph, {widening: 'fenced', mostWidened: mostWidenedOn('cpu')}),
		config,
		tensor,
		weights,
		rotary: rotaryTables(graph, config, float32),
		keyBias: undefined,
		keep: undefined,
	};
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

/** The residual stream: `sum` and, if the next norm is to add it, a term `more` of the same shape. */
type Stream = {readonly sum: Edge; readonly more?: Edge | undefined};

const inType = (graph: Graph, {sum, more}: Stream, {stream}: Arithmetic): Stream => ({
	sum: graph.as(sum, stream),
	more: more && graph.as(more, stream),
});

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
	const places = lookUp(graph, tensor('wpe', [config.maxSequenceLength, config.width]), positions, isWide);
	return {sum, more: graph.op('Reshape', [places, graph.ints([-1, config.width])])};
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

/** x W^T for a projection (outputs, inputs), however it is stored, in the type of products. */
function projection(context: Context, x: Edge, name: string, [outputs, inputs]: readonly [number, number]): Edge {
	const {graph, arithmetic, linear, tensor, weights} = context;
	const how = storedAs(weights, name);
	if (how === 'weight') return linear(x, tensor(name, [outputs, inputs]));
	if (how === 'weight_int8' && !isInBlocks(weights, name)) {
		// Values that come from no norm differ in size from token to token.
		const isUneven = /(attn|ff)_out$/.test(name);
		const [values, scales] = [tensor(name, [inputs, outputs], how), tensor(name, [outputs], 'scales')];
		return graph.as(linearInt8(graph, graph.as(x, 'float'), values, scales, isUneven), arithmetic.products);
	}
	const [blocks, bytes] = [inputs / blockInputs, how === 'weight_int4' ? blockInputs / 2 : blockInputs];
	const [values, scales] = [tensor(name, [outputs, blocks, bytes], how), tensor(name, [outputs, blocks], 'scales')];
	return linearBlocks(graph, graph.as(x, arithmetic.products), values, scales);
}

/** Whether 8-bit values stand in blocks of inputs, each with a scale of its own. */
function isInBlocks(weights: Weights, name: string): boolean {
	for (const {name: tensor, type} of weights.all()) if (tensor.endsWith(`transformer.${name}.weight_int8`)) return type === 'U8';
	return false;
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

/** Tokens of a sequence: indices (R,) and positions (1, R). */
type Rows = {readonly indices: Edge; readonly positions: Edge};

/** x + attention(norm(x)), then + mlp(norm(.)), (L, width) -> (L, width), or (R, width) when only some rows are read. */
function block(context: Context, layer: number, stream: Stream, positions: Edge, rows: Rows | undefined): Stream {
	const {graph, config, arithmetic} = context;
	const {width, mlpWidth} = config;
	const pick = (edge: Edge) => (rows ? graph.op('Gather', [edge, rows.indices], {axis: 0}) : edge);
	const project = (input: Edge, name: string, outputs: number, inputs: number) =>
		projection(context, input, `blocks.${layer}.${name}`, [outputs, inputs]);

	const {sum: x, normal} = norm(context, stream, `blocks.${layer}.attn_norm`);
	const keyWidth = keyWidthOf(config);
	const query = rotate(context, project(pick(normal), 'q_proj', width, width), rows?.positions ?? positions, width);
	const {input, output} = keptNames(layer);
	const newKey = rotate(context, project(normal, 'k_proj', keyWidth, width), positions, keyWidth);
	const valueRows = graph.as(project(normal, 'v_proj', keyWidth, width), arithmetic.attention);
	const newValue = graph.op('Reshape', [valueRows, graph.ints([1, -1, keyWidth])]);
	const key = forAllHeads(context, afterKept(context, newKey, input.key, output.key));
	const value = forAllHeads(context, afterKept(context, newValue, input.value, output.value));
	const attended = graph.op('Reshape', [attend(context, query, key, value), graph.ints([-1, width])]);

	const mixed = inType(graph, {sum: pick(x), more: project(attended, 'attn_out', width, width)}, arithmetic);
	const {sum, normal: mlpInput} = norm(context, mixed, `blocks.${layer}.ff_norm`);
	const scale = mlpScale(arithmetic);
	const times = (edge: Edge, factor: number) =>
		factor === 1 ? edge : graph.op('Mul', [edge, graph.as(graph.floats([factor], [1]), edge.type)]);
	const gate = silu(graph, project(mlpInput, 'ff_proj', mlpWidth, width));
	const gated = graph.op('Mul', [gate, times(project(mlpInput, 'up_proj', mlpWidth, width), scale)]);
	return {sum, more: times(graph.as(project(gated, 'ff_out', width, mlpWidth), arithmetic.stream), 1 / scale)};
}
