import {drawExercises} from '../../src/bench/storybook/exercises.ts';
import type {Defaults} from '../../src/model/checkpoint/config.ts';
import {comparing} from './compare.ts';
import type {Claim, Experiment, Part} from './experiment.ts';
import type {NumericSetting} from './runner.ts';
import {steeringFound} from './steering.ts';
import {timingFound} from './timing.ts';

/** Values of one setting, the model's own among them, each held against that. */
function sweep(name: string, setting: NumericSetting, values: readonly number[]): Part {
	const label = (value: number) => `${name} ${value}`;
	return {
		name,
		ways: defaults =>
			Object.fromEntries(
				[...new Set([...values, defaults[setting]])].sort((a, b) => a - b).map(value => [label(value), {[setting]: value}]),
			),
		pairs: defaults =>
			values.filter(value => value !== defaults[setting]).map(value => ({of: label(value), minus: label(defaults[setting])})),
	};
}

const decodingClaims: readonly Omit<Claim, 'of'>[] = [
	{minus: 'sequential', mark: 'outputAlignment', sign: 1, said: '+5.7 (T10), +2.6 before RL (T3)'},
	{minus: 'sequential', mark: 'imageAlignment', sign: 1, said: '+6.7 (T10), +2.1 before RL (T3)'},
	{minus: 'sequential', mark: 'textAlignment', sign: 1, said: '+6.8 (T10), but -0.2 before RL (T3)'},
	{minus: 'semi-parallel', mark: 'outputAlignment', sign: 1, said: '+2.3 (T10)'},
	{minus: 'semi-parallel', mark: 'imageAlignment', sign: 1, said: '+2.5 (T10)'},
	{minus: 'semi-parallel', mark: 'textAlignment', sign: 1, said: '+2.7 (T10)'},
];

/** Bagel, with thinking minus without, by kind of edit. */
const bagel = {temporal: 3.3, general: 2.5, causal: -2.9, knowledge: 2.3, spatial: -4.8};

/** As many edits as are asked for and half as many generations, so that every kind of edit has some. */
const manyEdits = (seed: number, n: number) => drawExercises(seed, 2 * n).filter(({item}, index) => index < n || item.task === 'edit');

/** Image steps of a recipe that has only half of the steps for them. */
const roomFor = ({imageSteps, steps}: Defaults) => Math.min(imageSteps, Math.floor(steps / 2));

const recipes: Part = {
	name: 'recipe',
	ways(defaults) {
		// With as many image steps for all of them, only the order differs.
		const imageSteps = roomFor(defaults);
		return Object.fromEntries((['parallel', 'semi-parallel', 'sequential'] as const).map(recipe => [recipe, {recipe, imageSteps}]));
	},
	pairs: () => ['sequential', 'semi-parallel'].map(minus => ({of: 'parallel', minus})),
	claims: decodingClaims.map(claim => ({of: 'parallel', ...claim})),
};

const thinking: Part = {
	name: 'thinking',
	ways: defaults => ({none: {thinking: false}, 'text first': {recipe: 'sequential', imageSteps: roomFor(defaults)}, parallel: {}}),
	pairs: () => ['text first', 'parallel'].map(of => ({of, minus: 'none'})),
	// Without a text its axes say nothing.
	marks: ['imageQuality', 'imageAlignment', 'imageConsistency', 'imageSatisfies'],
	isByCategory: true,
	claims: Object.entries(bagel).map(([category, points]) => ({
		...{of: 'text first', minus: 'none', mark: 'imageAlignment' as const, category},
		sign: points > 0 ? 1 : -1,
		said: `${points > 0 ? '+' : ''}${points} (T1, Bagel)`,
	})),
};

const guidance: readonly Part[] = [
	{...sweep('image guidance', 'guidanceImage', [0, 0.25, 0.5, 1, 2]), isFor: ({item}) => item.task === 'edit'},
	sweep('text guidance', 'guidanceText', [0, 0.5, 1]),
];

/** The experiments by name. */
export const experiments: Readonly<Record<string, Experiment>> = {
	decoding: {n: 200, measure: comparing('decoding', [recipes])},
	thinking: {n: 160, exercises: manyEdits, measure: comparing('thinking', [thinking])},
	blocks: {n: 60, measure: comparing('blocks', [sweep('blocks of', 'blockLength', [1, 4, 8, 16, 32, 64])])},
	'image-steps': {n: 60, measure: comparing('image-steps', [sweep('image steps', 'imageSteps', [4, 9, 18, 36])])},
	guidance: {n: 60, measure: comparing('guidance', guidance)},
	temperature: {n: 60, measure: comparing('temperature', [sweep('temperature', 'temperature', [0, 0.1, 0.2, 0.5, 1])])},
	steering: {n: 200, measure: steeringFound},
	timing: {n: 200, measure: async ({exercises, run}) => timingFound((await run(exercises, {default: {}}))('default'))},
};
