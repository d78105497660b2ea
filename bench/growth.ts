import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {TokenId} from '../src/decoder/ids.ts';
import type {NetworkConfig} from '../src/model/checkpoint/config.ts';
import {openWeights} from '../src/model/checkpoint/weights.ts';
import {createDenoiser, type Network} from '../src/model/network/denoiser.ts';
import {passFlops} from '../src/model/network/flops.ts';
import {openBody, openHead, openKeepingBody} from '../src/model/network/llada.ts';
import {openProduct, type Product} from './machine.ts';
import {measure, medianOf, ratioOf, type Side, scale, takeTurns} from './measure.ts';
import {writeRandomCheckpoint} from './random-checkpoint.ts';
import {createTogether} from './together.ts';

/** Small, so that all of it takes seconds; the codebook is as large as that of the released models. */
const network: NetworkConfig = {
	architecture: 'LLaDAModelLM',
	width: 512,
	heads: 8,
	keyHeads: 8,
	layers: 4,
	mlpWidth: 1408,
	ropeTheta: 10_000,
	normEpsilon: 1e-5,
	maxSequenceLength: 4096,
	isTied: false,
	hasLearnedPositions: false,
};
const [textVocabulary, codebook] = [1024, 8192];
/** A token that stands for one not decided yet. */
const masked = 1 as TokenId;
const promptTokens = 64;
/** Text rows that a pass asks for: a block of them, as a run does. */
const block = 32;
/** Sizes of a pass: text tokens, codes on a side of the picture, sequences of a guided pass. */
type Sizes = {readonly text: number; readonly side: number; readonly sequences: number};
/** One of the sizes grows, and the other two stay as they are in `middle`. */
export type Size = Sizes & {readonly name: keyof Sizes; readonly value: number};
const middle = {text: 128, side: 16, sequences: 1};
const series: Readonly<Record<keyof Sizes, readonly number[]>> = {
	text: [32, 64, 128, 256, 512, 1024],
	side: [8, 12, 16, 24, 32],
	sequences: [1, 2, 3],
};

/** The first pass of a run, heads and sampling included, over growing texts, pictures and batches: time and counted operations. */
export async function measureGrowth({threads, rounds}: {readonly threads: number; readonly rounds: number}) {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));
	try {
		await using open = createTogether();
		await writeRandomCheckpoint(folder, network, textVocabulary + codebook);
		const weights = await openWeights(folder);
		const place = {device: 'cpu' as const, threads};
		const graphs = {
			body: open.use(openBody(network, weights, place)),
			keepingBody: open.use(openKeepingBody(network, weights, place, {attention: 'fused'})),
			textHead: open.use(openHead(network, weights, {start: 0, end: textVocabulary, forbidden: [1]}, place)),
			imageHead: open.use(openHead(network, weights, {start: textVocabulary, end: textVocabulary + codebook, forbidden: []}, place)),
			width: network.width,
		};
		const sizes = (['text', 'side', 'sequences'] as const).flatMap(name =>
			series[name].map((value): Size => ({name, value, ...middle, [name]: value})),
		);
		const product = open.use(await openProduct(threads));
		const sides = Object.fromEntries(
			sizes.flatMap((size): [name: string, side: Side][] => [
				[nameOf(size, 'product'), () => product.measure(productsFor(size, product))],
				[nameOf(size, 'pass'), firstPass(graphs, size)],
			]),
		);
		const took = await takeTurns(sides, rounds);
		return sizes.map(size => {
			const {operations, length} = countedPass(size);
			const [ofProduct, ofPass] = [took(nameOf(size, 'product')), took(nameOf(size, 'pass'))];
			const share = operations / (productsFor(size, product) * product.operations);
			return {...size, length, operations, ...medianOf(ofPass), vsCeiling: scale(ratioOf(ofProduct, ofPass), share)};
		});
	} finally {
		await rm(folder, {recursive: true});
	}
}

const nameOf = ({name, value}: Size, side: 'product' | 'pass') => `${name} ${value} ${side}`;

/** Matrix products that are the same work as that pass. */
const productsFor = (size: Size, product: Product) => Math.max(1, Math.round(countedPass(size).operations / product.operations));

const lengthOf = ({text, side}: Size) => promptTokens + side ** 2 + text;

/** A measurement of that pass. */
function firstPass(graphs: Network, size: Size): Side {
	const {text, side, sequences} = size;
	const count = (length: number, start = 0) => Array.from({length}, (_, index) => start + index);
	const image = count(side ** 2, promptTokens);
	const template = {
		ids: count(lengthOf(size)).map(index => ((index * 37) % textVocabulary) as TokenId),
		positions: count(lengthOf(size)),
		image,
		text: count(text, promptTokens + side ** 2),
	};
	const templates = {
		conditional: template,
		...(sequences > 1 && {withoutText: {...template}}),
		...(sequences > 2 && {withoutImage: {...template}}),
	};
	const request = (rows: readonly number[]) => ({
		rows,
		uniforms: rows.map(() => 0.5),
		temperature: 1,
		guidanceText: Number(sequences > 1),
		guidanceImage: Number(sequences > 2),
	});
	const output = {text: count(text).map(() => masked), image: image.map(() => masked)};
	const asked = {text: {...request(count(block)), guidanceText: 0, guidanceImage: 0}, image: request(count(side ** 2))};
	const denoiser = createDenoiser(graphs, templates);
	return () => measure(() => denoiser.predict(output, asked));
}

/** Floating-point operations: of the last layer only keys and values are computed for tokens whose rows are not asked for. */
function countedPass(size: Size) {
	const {side, sequences} = size;
	const length = lengthOf(size);
	const {width, layers} = network;
	const whole = passFlops(network, 0, length, 0);
	const lastLayer = whole / layers;
	const keysAndValues = 2 * 2 * width ** 2 * length;
	const passOf = (rows: number) => whole - ((lastLayer - keysAndValues) * (length - rows)) / length;
	const heads = 2 * width * (block * textVocabulary + side ** 2 * codebook);
	return {length, operations: passOf(block + side ** 2) + (sequences - 1) * passOf(side ** 2) + heads};
}
