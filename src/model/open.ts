import path from 'node:path';
import type {Device, Place} from '../runtime/session.ts';
import {type ModelConfig, parseConfig} from './checkpoint/config.ts';
import {modelDigest} from './checkpoint/digest.ts';
import {checkInside, damaged, readJson} from './checkpoint/json-file.ts';
import {openWeights, type Weights} from './checkpoint/weights.ts';
import {familyOf} from './families/detect.ts';
import type {Layout} from './families/layout.ts';
import {openLayout} from './families/open-layout.ts';
import {openOfficial} from './families/open-released.ts';
import {storybookLength} from './families/storybook/layout.ts';
import type {ImageTokenizer} from './images/image-tokenizer.ts';
import {openImageTokenizer} from './images/open-image-tokenizer.ts';
import {toBytes, toPlanes} from './images/planes.ts';
import type {Model} from './model.ts';
import {createDenoiser} from './network/denoiser.ts';
import {isFusedAttentionRight} from './network/fused-attention.ts';
import {openBody, openHead, openKeepingBody} from './network/llada.ts';
import {type BodyOptions, embeddingTable, headTable} from './network/llada-graph.ts';
import {openThings} from './text/known-nouns.ts';
import type {Grid} from './text/prompt.ts';
import {openTokenizer, type Tokenizer} from './text/tokenizer.ts';
import {unknownWords} from './text/unknown-words.ts';

/** Threads of one pass, when nobody says otherwise. */
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
};

/**
Open a checkpoint folder in the Hugging Face layout. Only headers are read here; a graph opens with its first use, so the
first pass takes longer and a generation never loads the image encoder. @throws UserError (exit 65 or 66)
*/
export async function openModel(
	folder: string,
	{device = 'cpu', threads = defaultThreads, grid, size, textLength}: OpenOptions = {},
): Promise<Model> {
	const configFile = path.join(folder, 'config.json');
	const imageFolder = path.join(folder, 'vqvae');
	const config = parseConfig(await readJson(configFile), configFile);
	await checkInside(folder, path.join(imageFolder, 'config.json'));
	const place = {device, threads};
	const [family, weights, tokenizer, images] = await Promise.all([
		familyOf(folder, config),
		openWeights(folder),
		openTokenizer(folder),
		openImageTokenizer(imageFolder, place),
	]);
	const options = {grid: grid ?? gridOf(size, images.patch), textLength, patch: images.patch};
	const layout = openLayout(family, config, tokenizer, options);
	const {codeOffset, mask} = layout;
	const {codebookSize} = images;
	checkAgreement(config, {layout, weights, images, tokenizer, configFile});

	const how = await bodyOptions(place);
	const body = openBody(config.network, weights, place, how);
	const keepingBody = openKeepingBody(config.network, weights, place, how);
	const textHead = openHead(config.network, weights, {start: 0, end: codeOffset, forbidden: [mask]}, place);
	const imageHead = openHead(config.network, weights, {start: codeOffset, end: codeOffset + codebookSize, forbidden: []}, place);
	const network = {body, keepingBody, textHead, imageHead, width: config.network.width};
	weights.checkSurplus();
	const official = openOfficial(layout, {config, weights, tokenizer, codebookSize, network, place});
	return {
		facts: {name: path.basename(path.resolve(folder)), digest: await modelDigest(folder, weights), grid: layout.grid, patch: images.patch},
		device,
		family,
		defaults: layout.defaults,
		textLength: layout.textLength,
		tokens: {mask, end: layout.textEnd, codeOffset, codebookSize},
		tokenizer,
		unknownWords: instruction => unknownWords(tokenizer, instruction),
		...(config.storybook?.things && {things: openThings(tokenizer, config.storybook.things, config.storybook.cannotDraw)}),
		templatesFor: layout.templatesFor,
		...(official && {official: official.official}),
		denoiser: templates => createDenoiser(network, templates),
		encodeImage: async (rgb, width, height) => images.encode(toPlanes(rgb, width, height, images.black)),
		async decodeImage(codes, codeRows, codeColumns) {
			const planes = await images.decode(codes, codeRows, codeColumns);
			// The released code of family M cuts off what is behind the point.
			return {width: planes.width, height: planes.height, rgb: toBytes(planes, images.black, family === 'm' ? 'down' : 'nearest')};
		},
		async [Symbol.asyncDispose]() {
			for (const part of [body, keepingBody, textHead, imageHead, images, ...(official ? [official] : [])])
				await part[Symbol.asyncDispose]();
		},
	};
}

const gridOf = (size: OpenOptions['size'], patch: number): Grid | undefined =>
	size && {rows: Math.floor(size.height / patch), columns: Math.floor(size.width / patch)};

/** The fused operator where it is right; what is right everywhere elsewhere. */
async function bodyOptions(place: Place): Promise<BodyOptions> {
	if (place.device === 'cpu') return {attention: 'fused'};
	return {attention: (await isFusedAttentionRight(place)) ? 'fused' : 'plain', hasWideTables: true};
}

/** Positions of a sequence, ten times those of the released models: attention looks at all pairs of them. */
const longestLayout = 1 << 14;

type Parts = {
	readonly layout: Layout;
	readonly weights: Weights;
	readonly images: ImageTokenizer;
	readonly tokenizer: Tokenizer;
	readonly configFile: string;
};

/** Refuse a config that promises what the weights do not hold, before a graph fails for it. */
function checkAgreement({network, storybook}: ModelConfig, {layout, weights, images, tokenizer, configFile}: Parts): void {
	const {codeOffset, mask} = layout;
	const vocabulary = Math.min(...[headTable, embeddingTable].map(table => table(network, weights).shape[0] ?? 0));
	const end = Math.max(codeOffset + images.codebookSize, mask + 1);
	if (end > vocabulary) throw damaged(configFile, `puts image codes up to token ${end - 1}, and the weights end at ${vocabulary - 1}`);
	if (mask >= codeOffset) throw damaged(configFile, `puts image codes from token ${codeOffset} on, and the mask is token ${mask}`);
	if (tokenizer.length > vocabulary) {
		const file = path.join(weights.folder, 'tokenizer.json');
		throw damaged(file, `has a token ${tokenizer.length - 1}, and the weights end at ${vocabulary - 1}`);
	}
	if (!storybook) return;
	const length = storybookLength(storybook);
	if (length > longestLayout) throw damaged(configFile, `lays out ${length} positions, more than can be run`);
	if (length > network.maxSequenceLength)
		throw damaged(configFile, `lays out ${length} positions, and max_sequence_length is ${network.maxSequenceLength}`);
	if (images.codebookSize !== storybook.codebookSize)
		throw damaged(configFile, `says ${storybook.codebookSize} image codes, and the image tokenizer has ${images.codebookSize}`);
	if (images.patch !== storybook.patch)
		throw damaged(configFile, `says ${storybook.patch} pixels per token, and the image tokenizer has ${images.patch}`);
}
