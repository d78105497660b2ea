import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Acceleration, countSteps, imageStepOf, noAcceleration, stepsAhead} from '../../src/decoder/acceleration.ts';
import {decode} from '../../src/decoder/decode.ts';
import type {Choice, Denoiser} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {type DecodeSettings, type DecodeState, maskedOutput, startDecoding} from '../../src/decoder/state.ts';
import {type Asked, fakeDenoiser, mask} from './fake-denoiser.ts';

const settings: DecodeSettings = {
	recipe: 'parallel',
	steps: 12,
	imageSteps: 6,
	blockLength: 5,
	guidanceText: 0,
	guidanceImage: 2,
	temperature: 1,
	textTemperature: 0,
};
const start = (acceleration?: Acceleration, change: Partial<DecodeSettings> = {}) =>
	startDecoding({settings: {...settings, ...change, acceleration}, seed: 3, maskToken: mask, output: maskedOutput(24, 12, mask)});

async function statesOf(from: DecodeState, denoiser: Denoiser): Promise<DecodeState[]> {
	const states = [];
	for await (const {state} of decode(denoiser, from)) states.push(state);
	return states;
}

const choices = (...probabilities: readonly number[]): Choice[] => probabilities.map(probability => ({id: 5 as TokenId, probability}));
const plan = [{text: 2}, {text: 1, image: {masked: 3, ratio: 0.5}}, {text: 2}, {text: 1, image: {masked: 0, ratio: 1}}];
const sureOfAll = [1, 1, 1, 1, 1, 1];

test.each([
	{name: 'the first step is always done', text: [0.1, 0.1, 0.2, 1, 1, 1], image: [1, 1, 1, 1], count: 1},
	{name: 'a further step is done when the network is sure of its words', text: [0.1, 0.1, 0.9, 0.8, 1, 1], image: [1, 1, 1, 1], count: 2},
	{name: 'the steps end at the first doubt', text: [0.1, 0.1, 0.9, 1, 1, 0.2], image: [1, 1, 1, 1], count: 3},
	{name: 'doubts add up, however small each is', text: [0.1, 0.1, 0.96, 0.96, 0.96, 0.96], image: [1, 1, 1, 1], count: 2},
	{name: 'all are done when it is sure of all', text: sureOfAll, image: [1, 1, 1, 1], count: 4},
	{name: 'codes count as words do', text: sureOfAll, image: [0.5, 1, 1, 1], count: 1},
	{name: 'and only with the step that reveals them', text: sureOfAll, image: [1, 0.5, 1, 1], count: 3},
	{name: 'words and codes are counted together', text: [1, 1, 0.94, 1, 1, 1], image: [0.94, 1, 1, 1], count: 1},
])('$name', ({text, image, count}) => {
	expect(countSteps(plan, {text: choices(...text), image: choices(...image)}, {maxStepsPerPass: 4, confidence: 0.9, guidedShare: 1})).toBe(
		count,
	);
});

test('codes whose turn it is need not be sure, and a confidence of 0 asks for nothing', () => {
	const inTurn = [{text: 0, image: {masked: 2, ratio: 0.5}}, {text: 1}];
	const found = {text: choices(1), image: choices(0.1, 0.1, 0.1)};
	expect(countSteps(inTurn, found, {maxStepsPerPass: 2, confidence: 0.9, guidedShare: 1})).toBe(2);
	expect(countSteps(plan, {text: choices(0, 0, 0, 0, 0, 0), image: choices(0, 0, 0, 0)}, {...noAcceleration, confidence: 0})).toBe(4);
});

test('a pass does to the picture what the last of its steps does', () => {
	expect(imageStepOf(plan.slice(0, 3))).toEqual({masked: 3, ratio: 0.5});
	expect(imageStepOf(plan)).toEqual({masked: 0, ratio: 1});
	expect(imageStepOf(plan.slice(2, 3))).toBeUndefined();
	expect(stepsAhead(plan, 1, {maxStepsPerPass: 2, confidence: 0, guidedShare: 1})).toEqual(plan.slice(1, 3));
	expect(stepsAhead(plan, 1, undefined)).toEqual(plan.slice(1, 2));
});

test('a network that is never sure goes step by step to the same tokens', async () => {
	const unsure = fakeDenoiser();
	const exact = await statesOf(start(), unsure);
	const doubtful = await statesOf(start({maxStepsPerPass: 1, confidence: 0, guidedShare: 1}), unsure);
	expect(doubtful.map(({output}) => output)).toEqual(exact.map(({output}) => output));
});

const sure = (choice: Choice): Choice => ({...choice, probability: 1});

test('a network that is sure of everything needs a pass for as many steps as it may do', async () => {
	const asked: Asked[] = [];
	const confident: Denoiser = {
		async predict(output, request) {
			const {text, image} = await fakeDenoiser(asked).predict(output, request);
			return {text: text.map(sure), image: image.map(sure)};
		},
	};
	const states = await statesOf(start({maxStepsPerPass: 4, confidence: 0.9, guidedShare: 1}), confident);
	expect(states.map(({step}) => step)).toEqual([4, 8, 12]);
	expect(asked).toHaveLength(3);
});

test('guidance ends with its share of the steps', async () => {
	const scales: number[] = [];
	const watched: Denoiser = {
		async predict(output, request) {
			if (request.image) scales.push(request.image.guidanceImage);
			return fakeDenoiser().predict(output, request);
		},
	};
	await statesOf(start({maxStepsPerPass: 1, confidence: 1, guidedShare: 0.5}, {steps: 6, imageSteps: 6}), watched);
	expect(scales).toEqual([2, 2, 2, 0, 0, 0]);
});

test('looking ahead makes no guided pass that the plan has not: codes whose turn has not come are not guided', async () => {
	const watch = async (acceleration: Acceleration | undefined) => {
		const guided: number[] = [];
		let asked = 0;
		const watched: Denoiser = {
			async predict(output, request) {
				if (request.image?.guidanceImage) guided.push(asked);
				asked++;
				return fakeDenoiser().predict(output, request);
			},
		};
		await statesOf(start(acceleration, {steps: 12, imageSteps: 4}), watched);
		return {guided, asked};
	};
	const neverSure = {maxStepsPerPass: 4, confidence: 1, guidedShare: 1};
	expect(await watch(neverSure)).toEqual(await watch(undefined));
});

test.each([
	{
		name: 'the prompt may be kept for as many planned steps as asked',
		maxStepsPerPass: 1,
		promptRefresh: 3,
		windows: [0, 0, 0, 1, 1, 1, 2, 2],
	},
	{name: 'a pass for several steps belongs where the first of them does', maxStepsPerPass: 2, promptRefresh: 3, windows: [0, 0, 1, 2]},
	{name: 'nothing is kept unless asked', maxStepsPerPass: 2, promptRefresh: undefined, windows: Array(4).fill(undefined)},
])('$name', async ({maxStepsPerPass, promptRefresh, windows}) => {
	const named: (number | undefined)[] = [];
	const watched: Denoiser = {
		async predict(output, request) {
			named.push(request.cacheWindow);
			return fakeDenoiser().predict(output, request);
		},
	};
	await statesOf(start({...noAcceleration, maxStepsPerPass, confidence: 0, promptRefresh}, {steps: 8, imageSteps: 8}), watched);
	expect(named).toEqual(windows);
});

test('whatever the acceleration, every masked token is revealed exactly once', async () => {
	const anyAcceleration = fc.record({
		maxStepsPerPass: fc.integer({min: 1, max: 20}),
		confidence: fc.double({min: 0, max: 1, noNaN: true}),
		guidedShare: fc.double({min: 0, max: 1, noNaN: true}),
	});
	const anyCounts = fc.record({steps: fc.integer({min: 1, max: 30}), imageSteps: fc.integer({min: 1, max: 30})});
	await fc.assert(
		fc.asyncProperty(anyAcceleration, anyCounts, async (acceleration, counts) => {
			let before = start(acceleration, counts);
			for (const after of await statesOf(before, fakeDenoiser())) {
				expect(after.step).toBeGreaterThan(before.step);
				expect(after.step - before.step).toBeLessThanOrEqual(acceleration.maxStepsPerPass);
				const [old, now] = [before, after].map(({output}) => [...output.text, ...output.image]);
				for (const [row, token] of old!.entries()) if (token !== mask) expect(now![row]).toBe(token);
				before = after;
			}
			expect([...before.output.text, ...before.output.image]).not.toContain(mask);
		}),
	);
});
