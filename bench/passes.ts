import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {NetworkConfig} from '../src/model/checkpoint/config.ts';
import {openWeights} from '../src/model/checkpoint/weights.ts';
import {convertWeights} from '../src/model/convert/convert.ts';
import {passFlops} from '../src/model/network/flops.ts';
import {openBody, openKeepingBody} from '../src/model/network/llada.ts';
import {openProduct} from './machine.ts';
import {measure, medianOf, ratioOf, repeat, type Side, scale, takeTurns} from './measure.ts';
import {writeRandomCheckpoint} from './random-checkpoint.ts';
import {createTogether} from './together.ts';

/** Between the bundled model and the 8B ones in shape: 51 M parameters in the blocks, a tenth of a second a pass. */
const network: NetworkConfig = {
	architecture: 'LLaDAModelLM',
	width: 1024,
	heads: 16,
	keyHeads: 16,
	layers: 4,
	mlpWidth: 2816,
	ropeTheta: 10_000,
	normEpsilon: 1e-5,
	maxSequenceLength: 4096,
	isTied: false,
	hasLearnedPositions: false,
};
const vocabulary = 1024;
/** A sequence of an edit with an 8B model: a prompt of instruction and input picture, then picture and reasoning. */
const edit = {length: 2400, prompt: 1150};
const lengths = [64, 128, 256, 512, 1024, 2048, 4096];
/** Lengths at which int8 is held against float32. */
const isCompared = (length: number) => length >= 512 && length <= 1024;
/** Operations: some tenths of a second, so that a hiccup of the machine is a small part of it. */
const shortestTurn = 60e9;

/** `folder`: of any whole model. */
type Options = {readonly folder: string; readonly threads: number; readonly rounds: number};

/** One pass of a network of random weights: float32 against the machine's own matrix product and against int8, at growing lengths. */
export async function measurePasses({folder: wholeModel, threads, rounds}: Options) {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));
	const small = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));
	try {
		await using open = createTogether();
		// A conversion tells models apart by all of their files; only the network is another one here.
		for (const part of ['config.json', 'tokenizer.json', 'vqvae'])
			await cp(path.join(wholeModel, part), path.join(folder, part), {recursive: true});
		await writeRandomCheckpoint(folder, network, vocabulary);
		const weights = await openWeights(folder);
		const options = {type: 'int8' as const, config: network, batch: passInput(64), onProgress: () => {}};
		const {candidates, kept: float32Weights} = await convertWeights(weights, small, options);
		const place = {device: 'cpu' as const, threads};
		const float32 = open.use(openBody(network, weights, place));
		const int8 = open.use(openBody(network, await openWeights(small), place));
		const product = open.use(await openProduct(threads));
		const int8Product = open.use(await openProduct(threads, 'int8'));

		const sizes = lengths.map(length => sizeOf(length, product.operations));
		// All lengths in every round: a machine that slows down meets each of them. A pass and its product are of the same work.
		const sides = sizes.flatMap(({length, passes, products}): [name: string, side: Side][] => {
			const input = passInput(length);
			const int8Side: [string, Side] = [`${length} int8`, () => measure(() => repeat(passes, () => int8.hidden(input)))];
			return [
				[`${length} product`, () => product.measure(products)],
				[`${length} float32`, () => measure(() => repeat(passes, () => float32.hidden(input)))],
				...(isCompared(length) ? [int8Side] : []),
			];
		});
		const took = await takeTurns(Object.fromEntries(sides), rounds);
		const growth = sizes.map(({length, operations, passes, products}) => {
			const [ofProduct, ofFloat32] = [took(`${length} product`), took(`${length} float32`)];
			return {
				length,
				operations,
				...scale(medianOf(ofFloat32), 1 / passes),
				vsCeiling: scale(ratioOf(ofProduct, ofFloat32), (passes * operations) / (products * product.operations)),
				...(isCompared(length) && {int8VsF32: ratioOf(ofFloat32, took(`${length} int8`))}),
			};
		});
		const products = await takeTurns({float32: () => product.measure(), int8: () => int8Product.measure()}, 4 * rounds);
		const keepingBody = open.use(openKeepingBody(network, weights, place, {attention: 'fused'}));
		const keptPrompt = await measureKeptPrompt(keepingBody, Math.max(3, Math.round(rounds / 2)));
		return {
			keptPrompt,
			parameters: network.layers * (4 * network.width ** 2 + 3 * network.width * network.mlpWidth),
			growth,
			int8: {ceiling: ratioOf(products('float32'), products('int8')), kept: float32Weights.size, of: candidates.length},
		};
	} finally {
		await rm(folder, {recursive: true});
		await rm(small, {recursive: true});
	}
}

/** A length, and how many passes and how many matrix products of the same work are measured at a time: the short ones several at once. */
function sizeOf(length: number, productOperations: number) {
	const operations = passFlops(network, 0, length, 0);
	const passes = Math.max(1, Math.round(shortestTurn / operations));
	return {length, operations, passes, products: Math.max(1, Math.round((passes * operations) / productOperations))};
}

/** A pass that computes everything against one that takes the prompt's keys and values over, for the rows of the answer. */
async function measureKeptPrompt(body: ReturnType<typeof openKeepingBody>, rounds: number) {
	const {length, prompt} = edit;
	const whole = passInput(length);
	const input = {...whole, rows: whole.rows.slice(prompt)};
	const {kept} = await body.hidden({...input, keep: prompt});
	const took = await takeTurns(
		{
			whole: () => measure(() => body.hidden(input)),
			refresh: () => measure(() => body.hidden({...input, keep: prompt})),
			kept: () => measure(() => body.hidden({...input, kept})),
		},
		rounds,
	);
	return {
		...edit,
		layers: network.layers,
		counted: passFlops(network, 0, length, 0) / passFlops(network, 0, length, 0, length - prompt),
		faster: ratioOf(took('whole'), took('kept')),
		refreshCosts: ratioOf(took('refresh'), took('whole')),
		keptBytes: 2 * network.layers * prompt * network.width * 4,
	};
}

const passInput = (length: number) => {
	const indices = Array.from({length}, (_, index) => index);
	return {ids: indices.map(index => (index * 37) % vocabulary), positions: indices, rows: indices};
};
