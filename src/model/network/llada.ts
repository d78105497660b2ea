import type {Widening} from '../../graph/blocks.ts';
import {floatsOf, integersOf, openSession, type Place, type Tensor} from '../../runtime/session.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {keptNames, keyWidthOf} from './attention-graph.ts';
import {type Choosing, coldest, type HeadRange, headGraph} from './head-graph.ts';
import {lazy} from './lazy.ts';
import {type BodyOptions, headScales, headTable, lladaBody} from './llada-graph.ts';

/** One pass over one sequence. */
export type BodyInput = {
	/** Tokens and their position ids, (L,). */
	readonly ids: readonly number[];
	readonly positions: readonly number[];
	/** Indices of the tokens whose hidden rows are asked for, (R,). */
	readonly rows: readonly number[];
	/** Term of every attention score by key, (L,); only for a body that was opened with it. */
	readonly keyBias?: readonly number[];
};

/** The rows that a head reads. */
export type HeadRows = {
	/** Hidden rows of each sequence, each (R, width). */
	readonly hidden: readonly Float32Array[];
	/** Scale of each sequence: `cond + g (cond - uncond)` is 1 + g and -g. */
	readonly scales: readonly number[];
};

/** One choice per row. */
export type HeadInput = HeadRows & {
	/** (R,), in (0, 1); read when the temperature is not as good as 0. */
	readonly uniforms: readonly number[];
	/** >= 0; at 0 the most probable token is taken. */
	readonly temperature: number;
};

export type HeadOutput = {readonly ids: readonly number[]; readonly probabilities: Float32Array};

/** The body of a LLaDA network. Its graph is written here, so that a tensor that is missing is told at once; it opens with the first pass. */
export function openBody(config: NetworkConfig, weights: Weights, place: Place, options: BodyOptions = {attention: 'fused'}) {
	const graph = lladaBody(config, weights, {widening: wideningOf(weights), ...options});
	const session = lazy(() => openSession(graph, {...place, folder: weights.folder, keepsWeights: isLarge(weights)}));
	return {
		/** Hidden rows after the last norm, (R, width). */
		async hidden({ids, positions, rows, keyBias}: BodyInput): Promise<Float32Array> {
			const inputs = {
				ids: vector(ids),
				positions: oneRow(positions),
				rows: vector(rows),
				row_positions: oneRow(rows.map(row => positions[row]!)),
				...(keyBias && {key_bias: {data: Float32Array.from(keyBias), dims: [keyBias.length]}}),
			};
			const {hidden} = await (await session.get()).run(inputs, ['hidden']);
			return floatsOf(hidden);
		},
		[Symbol.asyncDispose]: session.dispose,
	};
}

/** Keys and values of the first tokens of a sequence, every layer's, by their names as inputs of the graph: each (1, P, key width). */
export type KeptPrompt = {readonly length: number; readonly tensors: Readonly<Record<string, Tensor>>};

/** Input of a pass that may take over keys and values of an earlier pass over the same first tokens, and keep its own. */
export type KeepingInput = Omit<BodyInput, 'keyBias'> & {
	/** Stands for the first `kept.length` tokens, which `ids` and `positions` hold all the same. */
	readonly kept?: KeptPrompt | undefined;
	/** Number of the first tokens to keep; none by default. */
	readonly keep?: number;
};

/**
The body with inputs for the cached prompt K/V: see `keepsPrompt` of BodyOptions. It is a graph of its own, with weights of its own, so that
runs that keep nothing pay nothing.
*/
export function openKeepingBody(config: NetworkConfig, weights: Weights, place: Place, options: BodyOptions) {
	const {folder} = weights;
	const session = lazy(() =>
		openSession(lladaBody(config, weights, {widening: wideningOf(weights), ...options, keepsPrompt: true}), {
			...place,
			folder,
			keepsWeights: isLarge(weights),
		}),
	);
	const names = Array.from({length: config.layers}, (_, layer) => keptNames(layer));
	const pairs = names.flatMap(({input, output}) => [[input.key, output.key] as const, [input.value, output.value] as const]);
	const nothing = {data: new Float32Array(), dims: [1, 0, keyWidthOf(config)]};
	const none: KeptPrompt = {length: 0, tensors: Object.fromEntries(pairs.map(([input]) => [input, nothing]))};
	return {
		/** Hidden rows after the last norm, (R, width), none of them among the tokens that `kept` stands for; and what was to be kept. */
		async hidden({ids, positions, rows, kept = none, keep = 0}: KeepingInput): Promise<{hidden: Float32Array; kept: KeptPrompt}> {
			const {length} = kept;
			const inputs = {
				ids: vector(ids.slice(length)),
				positions: oneRow(positions.slice(length)),
				rows: vector(rows.map(row => row - length)),
				row_positions: oneRow(rows.map(row => positions[row]!)),
				keep: vector([keep]),
				...kept.tensors,
			};
			const outputs = keep > 0 ? pairs.map(([, output]) => output) : [];
			const results = await (await session.get()).run(inputs, ['hidden', ...outputs]);
			const tensors = keep > 0 ? Object.fromEntries(pairs.map(([input, output]) => [input, results[output]!])) : none.tensors;
			return {hidden: floatsOf(results.hidden!), kept: {length: keep, tensors}};
		},
		[Symbol.asyncDispose]: session.dispose,
	};
}

/** The head over a range of the vocabulary; each way of choosing opens with its first use. */
export function openHead(config: NetworkConfig, weights: Weights, range: HeadRange, place: Place) {
	const open = (choosing: Choosing) => {
		const options = {scales: headScales(config, weights), widening: wideningOf(weights)};
		const graph = headGraph(headTable(config, weights), range, choosing, options);
		return lazy(() => openSession(graph, {...place, folder: weights.folder, keepsWeights: isLarge(weights)}));
	};
	const greedy = open('greedy');
	const random = open('random');
	const given = open('given');
	return {
		/** The probability of one named token per row, at temperature 1. */
		async score({tokens, ...input}: HeadRows & {readonly tokens: readonly number[]}): Promise<Float32Array> {
			const {probabilities} = await (await given.get()).run({...stack(input, config.width), tokens: vector(tokens)}, ['probabilities']);
			return floatsOf(probabilities);
		},
		/** The token of each row and its probability at temperature 1. */
		async choose(input: HeadInput): Promise<HeadOutput> {
			const {temperature, uniforms} = input;
			const rows = stack(input, config.width);
			const outputs = ['ids', 'probabilities'] as const;
			const {ids, probabilities} =
				temperature < coldest
					? await (await greedy.get()).run(rows, outputs)
					: await (await random.get()).run({...rows, uniforms: floats(uniforms), temperature: floats([temperature])}, outputs);
			return {ids: integersOf(ids), probabilities: floatsOf(probabilities)};
		},
		/** The guided scores themselves, (R, end - start): for tests and replays; a run never needs them. */
		async logits(input: HeadRows): Promise<Float32Array> {
			const {logits} = await (await greedy.get()).run(stack(input, config.width), ['logits']);
			return floatsOf(logits);
		},
		async [Symbol.asyncDispose]() {
			await greedy.dispose();
			await random.dispose();
			await given.dispose();
		},
	};
}

/** From here on (bytes) weights stay in their files, and are widened one at a time: a copy in float32 of an 8B model would take 32 GB. */
const largeBytes = 2e9;

export const isLarge = ({sizeBytes}: Weights): boolean => sizeBytes > largeBytes;
const wideningOf = (weights: Weights): Widening => (isLarge(weights) ? 'fenced' : 'folded');

/** Hidden rows of all sequences behind one another, as a head reads them. */
function stack({hidden, scales}: HeadRows, width: number) {
	const rows = (hidden[0]?.length ?? 0) / width;
	const all = new Float32Array(hidden.length * rows * width);
	hidden.forEach((part, index) => {
		all.set(part, index * rows * width);
	});
	return {hidden: {data: all, dims: [hidden.length, rows, width]}, scales: floats(scales)};
}

const floats = (values: readonly number[]) => ({data: Float32Array.from(values), dims: [values.length]});
const oneRow = (values: readonly number[]) => ({...vector(values), dims: [1, values.length]});
const vector = (values: readonly number[]) => ({data: BigInt64Array.from(values, BigInt), dims: [values.length]});
