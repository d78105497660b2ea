import {drawExercises} from '../../dist/bench/storybook/exercises.js';
import {comparing} from './compare.mjs';
import {timingFound} from './timing.mjs';

/**
A question to the model: the same exercises with the same seeds in several ways, and which of them are held against each other.
@typedef {import('./runner.mjs').Settings} Settings
@typedef {import('./runner.mjs').Exercise} Exercise
@typedef {import('../../dist/bench/storybook/axes.js').Axis | import('../../dist/bench/storybook/axes.js').Rate} Mark
@typedef {{readonly of: string, readonly minus: string}} Pair
@typedef {Pair & {
	readonly mark: Mark,
	readonly sign: 1 | -1,
	readonly said: string,
	readonly category?: string,
}} Claim That a difference has this sign, in one category or in all; `said`: in the paper.
@typedef {{
	readonly name: string,
	readonly ways: (defaults: Settings) => Readonly<Record<string, Settings>>,
	readonly pairs: (defaults: Settings) => readonly Pair[],
	readonly isFor?: (exercise: Exercise) => boolean,
	readonly marks?: readonly Mark[],
	readonly claims?: readonly Claim[],
	readonly isByCategory?: boolean,
}} Part `isFor`: which exercises it takes, all unless given; `marks`: what is compared, everything unless given.
@typedef {{
	readonly exercises: readonly Exercise[],
	readonly defaults: Settings,
	readonly run: (exercises: readonly Exercise[], ways: Readonly<Record<string, Settings>>) => Promise<Readonly<Record<string, readonly import('./runner.mjs').Outcome[]>>>,
}} Means What an experiment has to work with.
@typedef {{
	readonly n: number,
	readonly exercises?: (seed: number, n: number) => readonly Exercise[],
	readonly measure: (means: Means) => Promise<{readonly lines: readonly string[], readonly plot: string, readonly data: object}>,
}} Experiment `n`: exercises unless told. What is found as Markdown, as SVG, and as numbers.
*/

/** Values of one setting, the model's own among them, each held against that. @returns {Part} */
function sweep(name, setting, values) {
	const label = value => `${name} ${value}`;
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

const decodingClaims = [
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
const manyEdits = (seed, n) => drawExercises(seed, 2 * n).filter(({item}, index) => index < n || item.task === 'edit');

/** Image steps of a recipe that has only half of the steps for them. */
const roomFor = ({imageSteps, steps}) => Math.min(imageSteps, Math.floor(steps / 2));

const recipes = {
	name: 'recipe',
	ways(defaults) {
		// With as many image steps for all of them, only the order differs.
		const imageSteps = roomFor(defaults);
		return Object.fromEntries(['parallel', 'semi-parallel', 'sequential'].map(recipe => [recipe, {recipe, imageSteps}]));
	},
	pairs: () => ['sequential', 'semi-parallel'].map(minus => ({of: 'parallel', minus})),
	claims: decodingClaims.map(claim => ({of: 'parallel', ...claim})),
};

const thinking = {
	name: 'thinking',
	ways: defaults => ({none: {thinking: false}, 'text first': {recipe: 'sequential', imageSteps: roomFor(defaults)}, parallel: {}}),
	pairs: () => ['text first', 'parallel'].map(of => ({of, minus: 'none'})),
	// Without a text its axes say nothing.
	marks: ['imageQuality', 'imageAlignment', 'imageConsistency', 'imageSatisfies'],
	isByCategory: true,
	claims: Object.entries(bagel).map(([category, points]) => ({
		...{of: 'text first', minus: 'none', mark: 'imageAlignment', category},
		sign: Math.sign(points),
		said: `${points > 0 ? '+' : ''}${points} (T1, Bagel)`,
	})),
};

const guidance = [
	{...sweep('image guidance', 'guidanceImage', [0, 0.25, 0.5, 1, 2]), isFor: ({item}) => item.task === 'edit'},
	sweep('text guidance', 'guidanceText', [0, 0.5, 1]),
];

/** @type {Readonly<Record<string, Experiment>>} */
export const experiments = {
	decoding: {n: 200, measure: comparing('decoding', [recipes])},
	thinking: {n: 160, exercises: manyEdits, measure: comparing('thinking', [thinking])},
	blocks: {n: 60, measure: comparing('blocks', [sweep('blocks of', 'blockLength', [1, 4, 8, 16, 32, 64])])},
	'image-steps': {n: 60, measure: comparing('image-steps', [sweep('image steps', 'imageSteps', [4, 9, 18, 36])])},
	guidance: {n: 60, measure: comparing('guidance', guidance)},
	temperature: {n: 60, measure: comparing('temperature', [sweep('temperature', 'temperature', [0, 0.1, 0.2, 0.5, 1])])},
	timing: {n: 200, measure: async ({exercises, run}) => timingFound((await run(exercises, {default: {}})).default)},
};
