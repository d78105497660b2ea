import path from 'node:path';
import type {Device} from '../runtime/session.ts';
import {modelDigest} from './checkpoint/digest.ts';
import {checkInside, damaged} from './checkpoint/json-file.ts';
import {openWeights, type Weights} from './checkpoint/weights.ts';
import {describeModel, type ModelDescription} from './describe.ts';
import type {Layout} from './families/layout.ts';
import {openReleased} from './families/released.ts';
import {releasedNetwork} from './families/released-network.ts';
import type {ImageTokenizer} from './images/image-tokenizer.ts';
import {openImageTokenizer} from './images/open-image-tokenizer.ts';
import {toBytes, toPlanes} from './images/planes.ts';
import type {Model} from './model.ts';
import {halfProducts} from './network/arithmetic.ts';
import {bodyOptions} from './network/body-options.ts';
import {createDenoiser} from './network/denoiser.ts';
import {openBody, openHead, openKeepingBody, withoutKeeping} from './network/llada.ts';
import {embeddingTable, headTable} from './network/llada-graph.ts';
import {openThings} from './text/known-nouns.ts';
import type {Grid} from './text/prompt.ts';
import {openTokenizer, type Tokenizer} from './text/tokenizer.ts';
import {unknownWords} from './text/unknown-words.ts';
import {needWayOn} from './variants.ts';

/** Threads of one pass by default. */
const defaultThreads = 2;

export type OpenOptions = {
	readonly device?: Device;
	readonly threads?: number;
	/** Grid of the picture that is made, for models that make several sizes. */
	readonly grid?: Grid | undefined;
	/** The same in pixels: counts where no grid is given. */
	readonly size?: {readonly width: number; readonly height: number} | undefined;
	/** Text output tokens of a run, for models that write any number; a start token is not counted. */
	readonly textLength?: number | undefined;
	/** Type of matrix products and attention instead of the device's own: to measure what half precision changes. */
	readonly products?: 'float16' | undefined;
	/** See `openTokenizer`. */
	readonly tokenizerWithinMs?: number | undefined;
};

/**
Open a checkpoint folder in the Hugging Face layout. Only headers are read here; a graph opens with its first use, so the
first pass takes longer and a generation never loads the image encoder. @throws UserError (exit 65 or 66)
*/
export async function openModel(
	folder: string,
	{device = 'cpu', threads = defaultThreads, grid, size, textLength, products, tokenizerWithinMs}: OpenOptions = {},
): Promise<Model> {
	const imageFolder = path.join(folder, 'vqvae');
	const description = await describeModel(folder);
	const {config, family, defaults, things, cannotDraw, patch, codebookSize} = description;
	await checkInside(folder, path.join(imageFolder, 'config.json'));
	const place = {device, threads};
	const [weights, tokenizer, images] = await Promise.all([
		openWeights(folder),
		openTokenizer(folder, tokenizerWithinMs),
		openImageTokenizer(imageFolder, place),
	]);
	const layout = description.layout(tokenizer, {grid: grid ?? gridOf(size, patch), textLength});
	const {codeOffset, mask} = layout;
	checkAgreement(description, {layout, weights, images, tokenizer});

	const {arithmetic} = products ? {arithmetic: halfProducts(products)} : needWayOn(device, weights);
	const how = await bodyOptions(place, weights, arithmetic);
	if (how.widening === 'folded') needWayOn(device, weights, false);
	const {network: shape} = config;
	const keepingBody = openKeepingBody(shape, weights, place, how);
	// On a GPU a second graph would hold all weights once more; on the processor large ones stay in their files, and small ones should be fast.
	const body = device === 'cpu' ? openBody(shape, weights, place, how) : withoutKeeping(keepingBody);
	const head = (start: number, end: number, forbidden: readonly number[]) =>
		openHead(shape, weights, {start, end, forbidden}, place, how.widening);
	const textHead = head(0, codeOffset, [mask]);
	const imageHead = head(codeOffset, codeOffset + codebookSize, []);
	const network = {body, keepingBody, textHead, imageHead, width: shape.width};
	weights.checkSurplus();
	const [vocabularySize = 0] = headTable(shape, weights).shape;
	// It opens with its first use: a model without a released loop never does.
	const wholeHead = head(0, vocabularySize, []);
	const released =
		family.released &&
		openReleased(family.released, {
			network: releasedNetwork({...network, textHead: wholeHead}),
			...{tokenizer, layout, codebookSize, vocabularySize},
		});
	return {
		facts: {name: path.basename(path.resolve(folder)), digest: await modelDigest(folder, weights), grid: layout.grid, patch},
		device,
		defaults,
		textLength: layout.textLength,
		tokens: {mask, end: layout.textEnd, codeOffset, codebookSize},
		tokenizer,
		unknownWords: instruction => unknownWords(tokenizer, instruction),
		...(things && {things: openThings(tokenizer, things, cannotDraw)}),
		templatesFor: layout.templatesFor,
		...(released && {released}),
		denoiser: templates => createDenoiser(network, templates),
		encodeImage: async (rgb, width, height) => images.encode(toPlanes(rgb, width, height, images.black)),
		async decodeImage(codes, codeRows, codeColumns) {
			const planes = await images.decode(codes, codeRows, codeColumns);
			return {width: planes.width, height: planes.height, rgb: toBytes(planes, images.black, family.rounding)};
		},
		async [Symbol.asyncDispose]() {
			for (const part of [body, keepingBody, textHead, imageHead, wholeHead, images]) await part[Symbol.asyncDispose]();
		},
	};
}

const gridOf = (size: OpenOptions['size'], patch: number): Grid | undefined =>
	size && {rows: Math.floor(size.height / patch), columns: Math.floor(size.width / patch)};

type Parts = {
	readonly layout: Layout;
	readonly weights: Weights;
	readonly images: ImageTokenizer;
	readonly tokenizer: Tokenizer;
};

/** Refuse a config that promises what the weights do not hold, before a graph fails for it. */
function checkAgreement({config, patch, codebookSize}: ModelDescription, {layout, weights, images, tokenizer}: Parts): void {
	const {network, file} = config;
	const {codeOffset, mask} = layout;
	const vocabulary = Math.min(...[headTable, embeddingTable].map(table => table(network, weights).shape[0] ?? 0));
	const end = Math.max(codeOffset + images.codebookSize, mask + 1);
	if (end > vocabulary) throw damaged(file, `puts image codes up to token ${end - 1}, and the weights end at ${vocabulary - 1}`);
	if (mask >= codeOffset) throw damaged(file, `puts image codes from token ${codeOffset} on, and the mask is token ${mask}`);
	if (tokenizer.length > vocabulary) {
		const tokens = path.join(weights.folder, 'tokenizer.json');
		throw damaged(tokens, `has a token ${tokenizer.length - 1}, and the weights end at ${vocabulary - 1}`);
	}
	if (images.codebookSize !== codebookSize)
		throw damaged(file, `says ${codebookSize} image codes, and the image tokenizer has ${images.codebookSize}`);
	if (images.patch !== patch) throw damaged(file, `says ${patch} pixels per token, and the image tokenizer has ${images.patch}`);
}
