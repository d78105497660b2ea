import {expect, test} from 'vitest';
import {runLength} from '../../src/app/run-cost.ts';
import {toEditOptions, toGenOptions} from '../../src/cli/parse/options.ts';
import {qualities} from '../../src/run/presets.ts';

const defaults = {model: 'a', threads: 1, randomSeed: () => 1};
const gen = (flags = {}) => toGenOptions({input: ['a cat'], flags}, defaults);
const edit = (flags = {}) => toEditOptions({input: ['a.png', 'a cat'], flags}, defaults);

test.each([
	{family: 'a', options: edit(), passes: 128 + 2 * 64, rule: 'two passes more on steps that decide the picture'},
	{family: 'a', options: gen(), passes: 128 + 64, rule: 'no pass without a picture that is not there'},
	{family: 'a', options: edit({recipe: 'official'}), passes: 128 + 64, rule: 'none for a scale of 0'},
	{family: 'a', options: edit({steps: '10'}), passes: 10 + 2 * 10, rule: 'no more image steps than steps'},
	{family: 'm', options: edit(), passes: 128 + 30, rule: 'the preset of the family'},
	{family: 'm', options: gen({recipe: 'official'}), passes: 256, rule: 'both sequences at every step'},
] as const)('a run of family $family takes $passes passes: $rule', ({family, options, passes}) => {
	const {most, least} = runLength({family}, options);
	expect([most.passes, least.passes]).toEqual([passes, passes]);
});

test('a run of the storybook layout takes what its makers recommend, over as many positions as it lays out', () => {
	const made = {steps: 64, imageSteps: 12, blockLength: 16, guidanceText: 0.5, guidanceImage: 0, temperature: 1, textTemperature: 0};
	const {length, most} = runLength({family: 'storybook', storybook: {length: 184, output: 100, defaults: made}}, edit());
	expect({length, ...most}).toEqual({length: 184, passes: 64 + 12, computed: 184});
});

test('shortcuts are counted as what they may save, and never as more than the plan', () => {
	const {mostSteps, guidedShare} = qualities.balanced!;
	const {most, least} = runLength({family: 'a'}, edit({quality: 'balanced'}));
	expect(most.passes).toBe(128 + 2 * 64 * guidedShare);
	expect(least.passes).toBe(128 / mostSteps + 2 * (128 / mostSteps) * guidedShare);
	expect([most.computed, least.computed]).toEqual([2434, 2434]);
});

test('a prompt that is kept is computed in one of so many steps', () => {
	const prompt = 2434 - 1058 - 256;
	const {length, most, least} = runLength({family: 'a'}, edit({'prompt-refresh': '16'}));
	expect([length, most.computed, least.computed]).toEqual([2434, 2434 - (prompt * 15) / 16, 2434 - (prompt * 15) / 16]);
	const mostSteps = qualities.fast!.mostSteps;
	expect(runLength({family: 'a'}, edit({'prompt-refresh': '16', quality: 'fast'})).least.computed).toBe(
		2434 - prompt * (1 - mostSteps / 16),
	);
});

test('a picture that is not there is left out of the sequence of family A, and blank in that of M', () => {
	expect(
		[runLength({family: 'a'}, edit()), runLength({family: 'a'}, gen()), runLength({family: 'm'}, gen())].map(({length}) => length),
	).toEqual([2434, 1376, 2434]);
	expect(runLength({family: 'a'}, edit({'text-length': '128'})).length).toBe(2434 - 128);
});
