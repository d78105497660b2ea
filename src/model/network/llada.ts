import type {Widening} from '../../graph/blocks.ts';
import {floatsOf, integersOf, openSession, type Place, type Tensor} from '../../runtime/session.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {mostWidenedOn} from './arithmetic.ts';
import {keptNames, keyWidthOf} from './attention-graph.ts';
import {type Choosing, coldest, type HeadRange, headGraph} from './head-graph.ts';
import {lazy} from './lazy.ts';
import {type BodyOptions, headScales, headTable, lladaBody, lladaEmbedding} from './llada-graph.ts';

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
	const graph = lladaBody(config, weights, {...wideningOn(place, weights), ...options});
	const session = openGraphs(config, weights, place, options, () => graph);
	return {
		/** Hidden rows after the last norm, (R, width). */
		async hidden({ids, positions, rows, keyBias}: BodyInput): Promise<Float32Array> {
			const others = {
				rows: vector(rows),
				row_positions: oneRow(rows.map(row => positions[row]!)),
				...(keyBias && {key_bias: {data: Float32Array.from(keyBias), dims: [keyBias.length]}}),
			};
			return floatsOf((await session.run({ids, positions}, others, ['hidden'])).hidden);
		},
		[Symbol.asyncDispose]: session[Symbol.asyncDispose],
	};
}

/** The graph of a body, and where its tables stand outside of it that of the embedding on the processor; they open with the first pass. */
function openGraphs(config: NetworkConfig, weights: Weights, place: Place, {tables}: BodyOptions, graph: () => Uint8Array) {
	const {folder} = weights;
	const body = lazy(() => openSession(graph(), {...place, folder, keepsWeights: isLarge(weights)}));
	const embedding = lazy(() => openSession(lladaEmbedding(config, weights), {...place, device: 'cpu', folder, keepsWeights: true}));
	return {
		/** A pass over tokens at their positions; `others` are the inputs of the body beside these. */
		async run<Output extends string>(
			{ids, positions}: Pick<BodyInput, 'ids' | 'positions'>,
			others: Readonly<Record<string, Tensor>>,
			outputs: readonly Output[],
		) {
			const sequence = {ids: vector(ids), positions: oneRow(positions)};
			const looked = tables === 'outside' ? {x: (await (await embedding.get()).run(sequence, ['x'])).x} : {ids: sequence.ids};
			return (await body.get()).run({...looked, positions: sequence.positions, ...others}, outputs);
		},
		async [Symbol.asyncDispose]() {
			await body.dispose();
			await embedding.dispose();
		},
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
The body with inputs for the cached prompt K/V: see `keepsPrompt` of BodyOptions. It is a graph of its own, with weights of its own; beside it
runs that keep nothing can have another, and pay nothing for what they do not use.
*/
export function openKeepingBody(config: NetworkConfig, weights: Weights, place: Place, options: BodyOptions) {
	const session = openGraphs(config, weights, place, options, () =>
		lladaBody(config, weights, {...wideningOn(place, weights), ...options, keepsPrompt: true}),
	);
	const names = Array.from({length: config.layers}, (_, layer) => keptNames(layer));
	const pairs = names.flatMap(({input, output}) => [[input.key, output.key] as const, [input.value, output.value] as const]);
	const nothing = {data: new Float32Array(), dims: [1, 0, keyWidthOf(config)]};
	const none: KeptPrompt = {length: 0, tensors: Object.fromEntries(pairs.map(([input]) => [input, nothing]))};
	return {
		/** Hidden rows after the last norm, (R, width), none of them among the tokens that `kept` stands for; and what was to be kept. */
		async hidden({ids, positions, rows, kept = none, keep = 0}: KeepingInput): Promise<{hidden: Float32Array; kept: KeptPrompt}> {
			const {length} = kept;
			const sequence = {ids: ids.slice(length), positions: positions.slice(length)};
			const others = {
				rows: vector(rows.map(row => row - length)),
				row_positions: oneRow(rows.map(row => positions[row]!)),
				keep: vector([keep]),
				...kept.tensors,
			};
			const outputs = keep > 0 ? pairs.map(([, output]) => output) : [];
			const results = await session.run(sequence, others, ['hidden', ...outputs]);
			const tensors = keep > 0 ? Object.fromEntries(pairs.map(([input, output]) => [input, results[output]!])) : none.tensors;
			return {hidden: floatsOf(results.hidden!), kept: {length: keep, tensors}};
		},
		[Symbol.asyncDispose]: session[Symbol.asyncDispose],
	};
}

/** The same body for passes that keep nothing. */
export const withoutKeeping = (body: ReturnType<typeof openKeepingBody>) => ({
	hidden: async (input: BodyInput): Promise<Float32Array> => (await body.hidden(input)).hidden,
	[Symbol.asyncDispose]: body[Symbol.asyncDispose],
});

/**
The head over a range of the vocabulary; it opens with its first use. A small one on the processor has a graph for each way of choosing, as the
choice between them would take a tenth of the time of a run with few passes; else all ways are one graph, with the table in memory once.
*/
export function openHead(config: NetworkConfig, weights: Weights, range: HeadRange, place: Place, widening = wideningOf(weights)) {
	const open = (choosing?: Choosing) => {
		const graph = headGraph(headTable(config, weights), range, {
			choosing,
			scales: headScales(config, weights),
			widening,
			mostWidened: mostWidenedOn(place.device),
		});
		return lazy(() => openSession(graph, {...place, folder: weights.folder, keepsWeights: isLarge(weights)}));
	};
	const together = (all: ReturnType<typeof open>) => ({greedy: all, random: all, given: all});
	const isApart = place.device === 'cpu' && !isLarge(weights);
	const sessions = isApart ? {greedy: open('greedy'), random: open('random'), given: open('given')} : together(open());
	/** Run the graph that chooses in this way, by what it needs for it. */
	const run = async <Output extends string>(rows: HeadRows, outputs: readonly Output[], way: Choosing, how: Partial<HeadChoice> = {}) => {
		const seen = stack(rows, config.width);
		const session = await sessions[way].get();
		if (isApart) return session.run({...seen, ...how}, outputs);
		const count = (rows.hidden[0]?.length ?? 0) / config.width;
		const nothing = {
			tokens: vector(Array<number>(count).fill(0)),
			uniforms: floats(Array<number>(count).fill(0.5)),
			temperature: floats([1]),
		};
		const asked = {is_given: truth(way === 'given'), is_random: truth(way === 'random')};
		return session.run({...seen, ...nothing, ...asked, ...how}, outputs);
	};
	return {
		/** The probability of one named token per row, at temperature 1. */
		async score({tokens, ...rows}: HeadRows & {readonly tokens: readonly number[]}): Promise<Float32Array> {
			return floatsOf((await run(rows, ['probabilities'], 'given', {tokens: vector(tokens)})).probabilities);
		},
		/** The token of each row and its probability at temperature 1. */
		async choose({temperature, uniforms, ...rows}: HeadInput): Promise<HeadOutput> {
			const outputs = ['ids', 'probabilities'] as const;
			const {ids, probabilities} =
				temperature < coldest
					? await run(rows, outputs, 'greedy')
					: await run(rows, outputs, 'random', {uniforms: floats(uniforms), temperature: floats([temperature])});
			return {ids: integersOf(ids), probabilities: floatsOf(probabilities)};
		},
		/** The guided scores themselves, (R, end - start): for tests and replays; a run never needs them. */
		async logits(rows: HeadRows): Promise<Float32Array> {
			return floatsOf((await run(rows, ['logits'], 'greedy')).logits);
		},
		async [Symbol.asyncDispose]() {
			for (const session of Object.values(sessions)) await session.dispose();
		},
	};
}

/** Inputs of a head by which it chooses: see `headGraph`. */
type HeadChoice = {readonly tokens: Tensor; readonly uniforms: Tensor; readonly temperature: Tensor};

/** From here on (bytes) weights stay in their files, and are widened one at a time: a copy in float32 of an 8B model would take 32 GB. */
const largeBytes = 2e9;

export const isLarge = ({sizeBytes}: Weights): boolean => sizeBytes > largeBytes;
export const wideningOf = (weights: Weights): Widening => (isLarge(weights) ? 'fenced' : 'folded');
const wideningOn = ({device}: Place, weights: Weights) => ({widening: wideningOf(weights), mostWidened: mostWidenedOn(device)});

/** Hidden rows of all sequences behind one another, as a head reads them. */
function stack({hidden, scales}: HeadRows, width: number) {
	const rows = (hidden[0]?.length ?? 0) / width;
	const all = new Float32Array(hidden.length * rows * width);
	hidden.forEach((part, index) => {
		all.set(part, index * rows * width);
	});
	return {hidden: {data: all, dims: [hidden.length, rows, width]}, scales: floats(scales)};
}

const truth = (value: boolean) => ({data: Uint8Array.of(Number(value)), dims: [1]});
const floats = (values: readonly number[]) => ({data: Float32Array.from(values), dims: [values.length]});
const oneRow = (values: readonly number[]) => ({...vector(values), dims: [1, values.length]});
const vector = (values: readonly number[]) => ({data: BigInt64Array.from(values, BigInt), dims: [values.length]});
