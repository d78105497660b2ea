import {drawExercises} from '../../dist/bench/exercises.js';

/**
A question to the model: the same exercises with the same seeds in several ways, and which of them are held against each other.
@typedef {import('./runner.mjs').Settings} Settings
@typedef {import('./runner.mjs').Exercise} Exercise
@typedef {import('../../dist/bench/axes.js').Axis | import('../../dist/bench/axes.js').Rate} Mark
@typedef {{readonly of: string, readonly minus: string}} Pair
@typedef {Pair & {readonly mark: Mark, readonly sign: 1 | -1, readonly said: string}} Claim That a difference has this sign; `said`: in the paper.
@typedef {{
	readonly name: string,
	readonly ways: (defaults: Settings) => Readonly<Record<string, Settings>>,
	readonly pairs: (defaults: Settings) => readonly Pair[],
	readonly isEditsOnly?: boolean,
	readonly claims?: readonly Claim[],
}} Part
@typedef {{readonly n: number, readonly parts: readonly Part[]}} Experiment `n`: exercises unless told.
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

/** @type {Readonly<Record<string, Experiment>>} */
export const experiments = {
	decoding: {
		n: 200,
		parts: [
			{
				name: 'recipe',
				ways(defaults) {
					// The others have room for half of the steps: with as many image steps for all of them, only the order differs.
					const imageSteps = Math.min(defaults.imageSteps, Math.floor(defaults.steps / 2));
					return Object.fromEntries(['parallel', 'semi-parallel', 'sequential'].map(recipe => [recipe, {recipe, imageSteps}]));
				},
				pairs: () => ['sequential', 'semi-parallel'].map(minus => ({of: 'parallel', minus})),
				claims: decodingClaims.map(claim => ({of: 'parallel', ...claim})),
			},
		],
	},
	blocks: {n: 100, parts: [sweep('blocks of', 'blockLength', [1, 4, 8, 16, 32, 64])]},
	'image-steps': {n: 100, parts: [sweep('image steps', 'imageSteps', [4, 9, 18, 36])]},
	guidance: {
		n: 100,
		parts: [
			{...sweep('image guidance', 'guidanceImage', [0, 0.25, 0.5, 1, 2]), isEditsOnly: true},
			sweep('text guidance', 'guidanceText', [0, 0.5, 1]),
		],
	},
	temperature: {n: 100, parts: [sweep('temperature', 'temperature', [0, 0.1, 0.2, 0.5, 1])]},
};

/** @param {Part} part @param {number} seed @param {number} n @returns {readonly Exercise[]} */
export function exercisesFor({isEditsOnly = false}, seed, n) {
	const drawn = drawExercises(seed, n);
	return isEditsOnly ? drawn.filter(({item}) => item.task === 'edit') : drawn;
}
