import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {openWeights} from '../dist/model/checkpoint/weights.js';
import {createDenoiser} from '../dist/model/network/denoiser.js';
import {passOperations} from '../dist/model/network/flops.js';
import {openBody, openHead, openKeepingBody} from '../dist/model/network/llada.js';
import {openProduct} from './machine.mjs';
import {measure, medianOf, ratioOf, takeTurns} from './measure.mjs';
import {writeRandomCheckpoint} from './random-checkpoint.mjs';

/** Small, so that all of it takes seconds; the codebook is as large as that of the released models. */
const network = {
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
const promptTokens = 64;
/** Text rows that a pass asks for: a block of them, as a run does. */
const block = 32;
/** What grows, while the other two stay as they are in `middle`: text tokens, codes on a side of the picture, sequences of a guided pass. */
const middle = {text: 128, side: 16, sequences: 1};
const series = {text: [32, 64, 128, 256, 512, 1024], side: [8, 12, 16, 24, 32], sequences: [1, 2, 3]};

/**
The first pass of a run, heads and sampling included, over growing texts, pictures and batches: time and counted operations.
@param {{readonly threads: number, readonly rounds: number}} options
*/
export async function measureGrowth({threads, rounds}) {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));
	const open = [];
	const keep = resource => {
		open.push(resource);
		return resource;
	};
	try {
		await writeRandomCheckpoint(folder, network, textVocabulary + codebook);
		const weights = await openWeights(folder);
		const place = {device: /** @type {const} */ ('cpu'), threads};
		const graphs = {
			body: keep(openBody(network, weights, place)),
			keepingBody: keep(openKeepingBody(network, weights, place, {attention: 'fused'})),
			textHead: keep(openHead(network, weights, {start: 0, end: textVocabulary, forbidden: [1]}, place)),
			imageHead: keep(openHead(network, weights, {start: textVocabulary, end: textVocabulary + codebook, forbidden: []}, place)),
			width: network.width,
		};
		const sizes = Object.entries(series).flatMap(([name, values]) => values.map(value => ({name, value, ...middle, [name]: value})));
		const product = keep(await openProduct(threads));
		const sides = Object.fromEntries(
			sizes.flatMap(size => [
				[nameOf(size, 'product'), () => product.measure(productsFor(size, product))],
				[nameOf(size, 'pass'), firstPass(graphs, size)],
			]),
		);
		const took = await takeTurns(sides, rounds);
		return sizes.map(size => {
			const {operations, length} = countedPass(size);
			const [ofProduct, ofPass] = ['product', 'pass'].map(side => took[nameOf(size, side)]);
			const share = operations / (productsFor(size, product) * product.operations);
			const ratio = ratioOf(ofProduct, ofPass);
			return {...size, length, operations, ...medianOf(ofPass), vsCeiling: {ms: ratio.ms * share, cpuMs: ratio.cpuMs * share}};
		});
	} finally {
		for (const resource of open) await resource[Symbol.asyncDispose]();
		await rm(folder, {recursive: true});
	}
}

const nameOf = ({name, value}, side) => `${name} ${value} ${side}`;

/** How many matrix products are the work of that pass. */
const productsFor = (size, product) => Math.max(1, Math.round(countedPass(size).operations / product.operations));

const lengthOf = ({text, side}) => promptTokens + side ** 2 + text;

/** @returns a measurement of that pass */
function firstPass(graphs, size) {
	const {text, side, sequences} = size;
	const count = (length, start = 0) => Array.from({length}, (_, index) => start + index);
	const image = count(side ** 2, promptTokens);
	const template = {
		ids: count(lengthOf(size)).map(index => (index * 37) % textVocabulary),
		positions: count(lengthOf(size)),
		image,
		text: count(text, promptTokens + side ** 2),
	};
	const templates = {
		conditional: template,
		...(sequences > 1 && {withoutText: {...template}}),
		...(sequences > 2 && {withoutImage: {...template}}),
	};
	const request = rows => ({
		rows,
		uniforms: rows.map(() => 0.5),
		temperature: 1,
		guidanceText: Number(sequences > 1),
		guidanceImage: Number(sequences > 2),
	});
	const output = {text: count(text).map(() => 1), image: image.map(() => 1)};
	const asked = {text: {...request(count(block)), guidanceText: 0, guidanceImage: 0}, image: request(count(side ** 2))};
	const denoiser = createDenoiser(graphs, templates);
	return () => measure(() => denoiser.predict(output, asked));
}

/** Floating-point operations: of the last layer only keys and values are computed for tokens that nobody asks about. */
function countedPass(size) {
	const {side, sequences} = size;
	const length = lengthOf(size);
	const {width, layers} = network;
	const whole = passOperations(network, 0, length, 0);
	const lastLayer = whole / layers;
	const keysAndValues = 2 * 2 * width ** 2 * length;
	const passOf = rows => whole - ((lastLayer - keysAndValues) * (length - rows)) / length;
	const heads = 2 * width * (block * textVocabulary + side ** 2 * codebook);
	return {length, operations: passOf(block + side ** 2) + (sequences - 1) * passOf(side ** 2) + heads};
}
