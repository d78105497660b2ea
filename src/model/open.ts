import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import type {Device} from '../runtime/session.ts';
import {type ModelConfig, parseConfig, type StorybookConfig} from './config.ts';
import {createDenoiser} from './denoiser.ts';
import {damaged, readJson} from './files.ts';
import type {ImageTokenizer} from './image-tokenizer.ts';
import {storybookLength, storybookTemplates, storybookTokens} from './layout-storybook.ts';
import {openBody, openHead} from './llada.ts';
import {headTable} from './llada-graph.ts';
import type {Model} from './model.ts';
import {openImageTokenizer} from './open-image-tokenizer.ts';
import {toBytes, toPlanes} from './pixels.ts';
import {openTokenizer} from './tokenizer.ts';
import {unknownWords} from './vocabulary.ts';
import {openWeights, type Weights} from './weights.ts';

/** Threads of one pass, when nobody says otherwise. */
const defaultThreads = 2;

/**
Open a checkpoint folder in the Hugging Face layout. Only headers are read here; a graph opens with its first use, so the
first pass takes longer and a generation never loads the image encoder. @throws UserError (exit 65 or 66)
*/
export async function openModel(
	folder: string,
	{device = 'cpu', threads = defaultThreads}: {device?: Device; threads?: number} = {},
): Promise<Model> {
	const configFile = path.join(folder, 'config.json');
	const config = parseConfig(await readJson(configFile), configFile);
	const storybook = requireStorybook(config, configFile);
	const [weights, tokenizer, images] = await Promise.all([
		openWeights(folder),
		openTokenizer(folder),
		openImageTokenizer(path.join(folder, 'vqvae'), {device, threads}),
	]);
	checkAgreement(config, storybook, weights, images, configFile);

	const {mask, textEnd} = storybookTokens(tokenizer);
	const {codeOffset, codebookSize, rows, columns, patch, textLength, defaults} = storybook;
	const place = {device, threads};
	const body = openBody(config.network, weights, place);
	const textHead = openHead(config.network, weights, {start: 0, end: codeOffset, forbidden: [mask]}, place);
	const imageHead = openHead(config.network, weights, {start: codeOffset, end: codeOffset + codebookSize, forbidden: []}, place);
	const network = {body, textHead, imageHead, width: config.network.width};
	return {
		facts: {name: path.basename(path.resolve(folder)), digest: await digest(configFile, weights), grid: {rows, columns}, patch},
		device,
		defaults,
		textLength,
		tokens: {mask, end: textEnd, codeOffset, codebookSize},
		tokenizer,
		unknownWords: instruction => unknownWords(tokenizer, instruction),
		templatesFor: prompt => storybookTemplates(storybook, tokenizer, prompt),
		denoiser: templates => createDenoiser(network, templates),
		encodeImage: async (rgb, width, height) => images.encode(toPlanes(rgb, width, height, images.black)),
		async decodeImage(codes, codeRows, codeColumns) {
			const planes = await images.decode(codes, codeRows, codeColumns);
			return {width: planes.width, height: planes.height, rgb: toBytes(planes, images.black)};
		},
		async [Symbol.asyncDispose]() {
			for (const part of [body, textHead, imageHead, images]) await part[Symbol.asyncDispose]();
		},
	};
}

function requireStorybook({storybook}: ModelConfig, configFile: string): StorybookConfig {
	if (storybook) return storybook;
	throw new UserError(`${configFile} has no "mmada" part, which says how the model's sequences are laid out.`, {
		hint: 'Use the model that comes with mmada, or one trained by its training program.',
		exitCode: exitCodes.badData,
	});
}

/** Refuse a config that promises what the weights do not hold, before a graph fails for it. */
function checkAgreement(
	{network}: ModelConfig,
	storybook: StorybookConfig,
	weights: Weights,
	images: ImageTokenizer,
	configFile: string,
): void {
	const {codeOffset, codebookSize} = storybook;
	const [vocabulary = 0] = headTable(network, weights).shape;
	if (codeOffset + codebookSize > vocabulary)
		throw damaged(configFile, `puts image codes up to token ${codeOffset + codebookSize - 1}, and the weights end at ${vocabulary - 1}`);
	const length = storybookLength(storybook);
	if (length > network.maxSequenceLength)
		throw damaged(configFile, `lays out ${length} positions, and max_sequence_length is ${network.maxSequenceLength}`);
	if (images.codebookSize !== codebookSize)
		throw damaged(configFile, `says ${codebookSize} image codes, and the image tokenizer has ${images.codebookSize}`);
	if (images.patch !== storybook.patch)
		throw damaged(configFile, `says ${storybook.patch} pixels per token, and the image tokenizer has ${images.patch}`);
}

async function digest(configFile: string, weights: Weights): Promise<string> {
	return createHash('sha256')
		.update(await readFile(configFile))
		.update(weights.digest)
		.digest('hex');
}
