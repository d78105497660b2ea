import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {Output, Template} from '../../../src/decoder/denoiser.ts';
import type {CodeId, TokenId} from '../../../src/decoder/ids.ts';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {readJson} from '../../../src/model/checkpoint/json-file.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import type {Model} from '../../../src/model/model.ts';
import {openBody, openHead} from '../../../src/model/network/llada.ts';
import {openModel} from '../../../src/model/open.ts';
import {temporaryFolder} from '../recipe.ts';
import {codebookSize, codeOffset, tinyShape, writeTinyStorybook} from '../tiny-storybook.ts';

const vocabularyRows = codeOffset + codebookSize;
const place = {device: 'cpu', threads: 1} as const;
let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let model: Model;
let output: Output;

beforeAll(async () => {
	temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
	model = await openModel(temporary.folder, {threads: 1});
	const {mask} = model.tokens;
	// Half decided, so that the output part matters to the pass.
	const text = Array.from({length: 64}, (_, index) => (index % 3 === 0 ? ((9 + (index % 20)) as TokenId) : mask));
	const image = Array.from({length: 36}, (_, index) => (index % 2 === 0 ? ((codeOffset + index * 31) as TokenId) : mask));
	output = {text, image};
});
afterAll(async () => {
	await model[Symbol.asyncDispose]();
	await temporary[Symbol.asyncDispose]();
});

const instruction = 'a red cat, above the blue house.';
const inputCodes = Array.from({length: 36}, (_, index) => (index * 211) as CodeId);

/** All logits of a sequence with the output filled in, (L, vocabulary), by another way: plain attention, every row, the whole head. */
async function logitsOf(template: Template): Promise<Float32Array> {
	const {network} = parseConfig(await readJson(path.join(temporary.folder, 'config.json')), 'config.json');
	const weights = await openWeights(temporary.folder);
	await using body = openBody(network, weights, place, {attention: 'plain'});
	await using head = openHead(network, weights, {start: 0, end: vocabularyRows, forbidden: []}, place);
	const ids: number[] = template.ids.map((id, index) => {
		const text = template.text.indexOf(index);
		const image = template.image.indexOf(index);
		return text >= 0 ? output.text[text]! : image >= 0 ? output.image[image]! : id;
	});
	const rows = ids.map((_, index) => index);
	const hidden = await body.hidden({ids, positions: template.positions, rows});
	return await head.logits({hidden: [hidden], scales: [1]});
}

type Expected = {readonly id: number; readonly probability: number};

/** What a row should give, in float64: guided scores, then argmax or inverse CDF, and the probability at temperature 1. */
function choiceOf(
	scores: readonly number[],
	{start, forbidden, temperature, uniform}: {start: number; forbidden?: number; temperature: number; uniform: number},
): Expected {
	const allowed = scores.map((score, column) => (start + column === forbidden ? Number.NEGATIVE_INFINITY : score));
	const largest = Math.max(...allowed);
	const total = allowed.reduce((sum, score) => sum + Math.exp(score - largest), 0);
	const heated = allowed.map(score => Math.exp((score - largest) / (temperature || 1)));
	let sum = 0;
	const sums = heated.map(value => {
		sum += value;
		return sum;
	});
	const column = temperature === 0 ? allowed.indexOf(largest) : sums.findIndex(upTo => upTo > uniform * sum);
	return {id: start + column, probability: Math.exp(allowed[column]! - largest) / total};
}

const slice = (logits: Float32Array, row: number, start: number, end: number) => [
	...logits.subarray(row * vocabularyRows + start, row * vocabularyRows + end),
];
const guided = (parts: readonly (readonly number[])[], scales: readonly number[]) =>
	parts[0]!.map((_, column) => parts.reduce((sum, part, index) => sum + part[column]! * scales[index]!, 0));

test.each([
	{name: 'neither guided nor random', edit: false, guidanceText: 0, guidanceImage: 0, temperature: 0},
	{name: 'guided away from the sequence without text', edit: false, guidanceText: 1.5, guidanceImage: 0, temperature: 0},
	{name: 'guided away from both, and random', edit: true, guidanceText: 0.5, guidanceImage: 2, temperature: 1},
	{name: 'random at another temperature', edit: true, guidanceText: 0, guidanceImage: 0.7, temperature: 0.6},
	{name: 'random, and all but certain', edit: true, guidanceText: 0, guidanceImage: 0.7, temperature: 1e-29},
	{name: 'colder than float32 can tell from 0', edit: true, guidanceText: 0, guidanceImage: 0.7, temperature: 1e-40},
])('choices are those of the raw logits: $name', async ({edit, guidanceText, guidanceImage, temperature}) => {
	const templates = model.templatesFor({instruction, ...(edit && {inputCodes})});
	const request = {rows: [63, 0, 7, 20], uniforms: [0.91, 0.13, 0.47, 0.66], temperature, guidanceText, guidanceImage};
	const imageRequest = {...request, rows: [5, 35, 1]};
	const {text, image} = await model.denoiser(templates).predict(output, {text: request, image: imageRequest});

	const {conditional, withoutText, withoutImage} = templates;
	const sequences = [conditional, ...(withoutText ? [withoutText] : []), ...(withoutImage ? [withoutImage] : [])];
	const scales = [1 + guidanceText + (withoutImage ? guidanceImage : 0), -guidanceText, -guidanceImage];
	const logits = await Promise.all(sequences.map(logitsOf));
	const expected = (modality: 'text' | 'image', rows: readonly number[], start: number, end: number, forbidden?: number) =>
		rows.map((row, index) => {
			const parts = sequences.map((sequence, part) => slice(logits[part]!, sequence[modality][row]!, start, end));
			return choiceOf(guided(parts, scales), {
				start,
				temperature,
				uniform: request.uniforms[index]!,
				...(forbidden !== undefined && {forbidden}),
			});
		});
	compare(text, expected('text', request.rows, 0, codeOffset, model.tokens.mask));
	compare(image, expected('image', imageRequest.rows, codeOffset, vocabularyRows));
});

function compare(given: readonly Expected[], expected: readonly Expected[]) {
	expect(given.map(({id}) => id)).toEqual(expected.map(({id}) => id));
	given.forEach(({probability}, index) => {
		expect(Math.abs(probability / expected[index]!.probability - 1)).toBeLessThan(1e-3);
	});
}

test('the mask token is never chosen, however the draw falls', async () => {
	const {text} = await model.denoiser(model.templatesFor({instruction})).predict(output, {
		text: {
			rows: [...Array(64).keys()],
			uniforms: Array.from({length: 64}, (_, index) => (index + 0.5) / 64),
			temperature: 50,
			guidanceText: 0,
			guidanceImage: 0,
		},
	});
	expect(text).toHaveLength(64);
	expect(text.map(({id}) => id)).not.toContain(model.tokens.mask);
});

test('half-precision weights are widened: float16 and bfloat16 checkpoints choose nearly what float32 does', async () => {
	const ask = {rows: [1, 2], uniforms: [], temperature: 0, guidanceText: 0, guidanceImage: 0};
	const exact = await model.denoiser(model.templatesFor({instruction})).predict(output, {text: ask});
	for (const [dtype, tolerance] of [
		['F16', 0.05],
		['BF16', 0.4],
	] as const) {
		await using other = await temporaryFolder();
		await writeTinyStorybook(other.folder, {...tinyShape, dtype});
		await using half = await openModel(other.folder);
		const {text} = await half.denoiser(half.templatesFor({instruction})).predict(output, {text: ask});
		text.forEach(({probability}, index) => {
			expect(Math.abs(Math.log(probability / exact.text[index]!.probability))).toBeLessThan(tolerance);
		});
	}
});

test('a pass with no rows asks for nothing', async () => {
	expect(await model.denoiser(model.templatesFor({instruction})).predict(output, {})).toEqual({text: [], image: []});
});
