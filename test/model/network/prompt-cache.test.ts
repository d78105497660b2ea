import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Acceleration, noAcceleration} from '../../../src/decoder/acceleration.ts';
import {decode} from '../../../src/decoder/decode.ts';
import type {Output, Template} from '../../../src/decoder/denoiser.ts';
import type {CodeId, TokenId} from '../../../src/decoder/ids.ts';
import {type DecodeSettings, maskedOutput, startDecoding} from '../../../src/decoder/state.ts';
import {type NetworkConfig, parseConfig} from '../../../src/model/checkpoint/config.ts';
import {readJson} from '../../../src/model/checkpoint/json-file.ts';
import {openWeights, type Weights} from '../../../src/model/checkpoint/weights.ts';
import type {Model} from '../../../src/model/model.ts';
import {openBody, openHead, openKeepingBody} from '../../../src/model/network/llada.ts';
import {headTable} from '../../../src/model/network/llada-graph.ts';
import {promptLength} from '../../../src/model/network/prompt-cache.ts';
import {openModel} from '../../../src/model/open.ts';
import {temporaryFolder} from '../recipe.ts';
import {writeTinyStorybook} from '../tiny-storybook.ts';

const bundled = path.join(import.meta.dirname, '..', '..', '..', 'models', 'storybook');
const place = {device: 'cpu', threads: 1} as const;
const prompt = {
	instruction: 'a red cat above the blue house.',
	inputCodes: Array.from({length: 36}, (_, index) => (index * 211) as CodeId),
};
let temporary: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
	temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
});
afterAll(async () => temporary[Symbol.asyncDispose]());

describe.each([
	{name: 'a tiny network', folder: () => temporary.folder},
	{name: 'the bundled model', folder: () => bundled},
])('$name', ({folder}) => {
	let model: Model;
	let network: NetworkConfig;
	let weights: Weights;

	beforeAll(async () => {
		model = await openModel(folder(), {threads: 1});
		weights = await openWeights(folder());
		const file = path.join(folder(), 'config.json');
		network = parseConfig(await readJson(file), file).network;
	});
	afterAll(async () => model[Symbol.asyncDispose]());

	/** An output of which every `every`-th token is known. */
	function someOutput(every: number): Output {
		const {mask, codeOffset} = model.tokens;
		const fill = (length: number, token: (index: number) => number) =>
			Array.from({length}, (_, index) => (index % every === 0 ? (token(index) as TokenId) : mask));
		return {text: fill(64, index => 9 + (index % 20)), image: fill(36, index => codeOffset + index * 31)};
	}

	const inputOf = ({ids, positions, text, image}: Template, output: Output) => {
		const filled: number[] = [...ids];
		for (const [index, row] of text.entries()) filled[row] = output.text[index]!;
		for (const [index, row] of image.entries()) filled[row] = output.image[index]!;
		return {ids: filled, positions, rows: [...text, ...image]};
	};

	test.each(['fused', 'plain'] as const)('on the same tokens a pass with the kept prompt gives the same logits: %s', async attention => {
		await using body = openBody(network, weights, place, {attention});
		await using keeping = openKeepingBody(network, weights, place, {attention});
		await using head = openHead(network, weights, {start: 0, end: headTable(network, weights).shape[0]!, forbidden: []}, place);
		const logits = (hidden: Float32Array) => head.logits({hidden: [hidden], scales: [1]});
		for (const template of Object.values(model.templatesFor(prompt))) {
			const input = inputOf(template, someOutput(3));
			const keep = promptLength(template);
			const whole = await logits(await body.hidden(input));
			const refresh = await keeping.hidden({...input, keep});
			expect(furthest(await logits(refresh.hidden), whole)).toBeLessThan(1e-3);
			expect(refresh.kept.length).toBe(keep);
			// What stands in the place of the prompt is not even read.
			const ids = input.ids.map((id, index) => (index < keep ? 0 : id));
			expect(furthest(await logits((await keeping.hidden({...input, ids, kept: refresh.kept})).hidden), whole)).toBeLessThan(1e-3);
		}
	});

	test('within a cacheWindow the prompt stays as its first pass made it, and the next cacheWindow computes it again', async () => {
		const templates = model.templatesFor(prompt);
		const rows = [5, 17, 30];
		const request = {rows, uniforms: [0.2, 0.5, 0.8], temperature: 0, guidanceText: 0.5, guidanceImage: 2};
		const asked = {text: request, image: request};
		const [early, late] = [someOutput(7), someOutput(2)];
		const exact = await model.denoiser(templates).predict(late, asked);
		const denoiser = model.denoiser(templates);
		await denoiser.predict(early, {...asked, cacheWindow: 0});
		const kept = await denoiser.predict(late, {...asked, cacheWindow: 0});
		const anew = await denoiser.predict(late, {...asked, cacheWindow: 1});
		expect(probabilities(kept)).not.toEqual(probabilities(exact));
		expect(anew.image.map(({id}) => id)).toEqual(exact.image.map(({id}) => id));
		for (const [index, probability] of probabilities(anew).entries()) expect(probability).toBeCloseTo(probabilities(exact)[index]!, 4);
	});

	test('a prompt that is read in every pass changes no token', async () => {
		const tokensOf = async (acceleration?: Acceleration) => {
			const settings: DecodeSettings = {
				...{recipe: 'parallel', steps: 12, imageSteps: 8, blockLength: 16, acceleration},
				...{guidanceText: 0.5, guidanceImage: 1, temperature: 1, textTemperature: 0},
			};
			const {mask} = model.tokens;
			const start = startDecoding({settings, seed: 4, maskToken: mask, output: maskedOutput(64, 36, mask)});
			const states: Output[] = [];
			for await (const {state} of decode(model.denoiser(model.templatesFor(prompt)), start)) states.push(state.output);
			return states;
		};
		expect(await tokensOf({...noAcceleration, promptRefresh: 1})).toEqual(await tokensOf());
	});
});

const furthest = (given: Float32Array, expected: Float32Array): number => {
	expect(given).toHaveLength(expected.length);
	return expected.reduce((most, value, index) => Math.max(most, Math.abs(value - given[index]!)), 0);
};

type Choices = Awaited<ReturnType<ReturnType<Model['denoiser']>['predict']>>;
const probabilities = ({text, image}: Choices): number[] => [...text, ...image].map(({probability}) => probability);
