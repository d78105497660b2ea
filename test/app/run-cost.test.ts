import {afterAll, beforeAll, expect, test} from 'vitest';
import {runLength} from '../../src/app/run-cost.ts';
import {toEditOptions, toGenOptions} from '../../src/cli/parse/options.ts';
import type {CodeId} from '../../src/decoder/ids.ts';
import {describeModel, type ModelDescription} from '../../src/model/describe.ts';
import {promptLength} from '../../src/model/network/prompt-cache.ts';
import {openModel} from '../../src/model/open.ts';
import {presets} from '../../src/run/presets.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {releasedFolder} from '../model/released-folder.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';

const defaults = {model: 'a', threads: 1, randomSeed: () => 1};
const gen = (flags = {}) => toGenOptions({input: ['a cat'], flags}, defaults);
const edit = (flags = {}) => toEditOptions({input: ['a.png', 'a cat'], flags}, defaults);

const folders: AsyncDisposable[] = [];
const described = {} as Record<'a' | 'm' | 'storybook', ModelDescription>;
beforeAll(async () => {
	for (const name of ['a', 'm'] as const) {
		const released = await releasedFolder(name);
		folders.push(released);
		described[name] = await describeModel(released.folder);
	}
	const tiny = await temporaryFolder();
	folders.push(tiny);
	await writeTinyStorybook(tiny.folder);
	described.storybook = await describeModel(tiny.folder);
});
afterAll(async () => {
	for (const folder of folders) await folder[Symbol.asyncDispose]();
});

test.each([
	{family: 'a', options: edit(), passes: 128 + 2 * 64, rule: 'two passes more on steps that decide the picture'},
	{family: 'a', options: gen(), passes: 128 + 64, rule: 'no pass without a picture that is not there'},
	{family: 'a', options: edit({recipe: 'official'}), passes: 128 + 64, rule: 'none for a scale of 0'},
	{family: 'a', options: edit({steps: '10'}), passes: 10 + 2 * 10, rule: 'no more image steps than steps'},
	{family: 'm', options: edit(), passes: 128 + 30, rule: 'the preset of the family'},
	{family: 'm', options: gen({recipe: 'official'}), passes: 256, rule: 'both sequences at every step'},
] as const)('a run of family $family takes $passes passes: $rule', ({family, options, passes}) => {
	const {most, least} = runLength(described[family], options);
	expect([most.passes, least.passes]).toEqual([passes, passes]);
});

test('a run of the storybook layout takes what its makers recommend, over as many positions as it lays out', () => {
	const {length, most} = runLength(described.storybook, edit());
	expect({length, ...most}).toEqual({length: 184, passes: 64 + 12, computed: 184});
});

test.each(['a', 'm'] as const)(
	'tokens of family %s are counted as its open model lays them out, but for what words come to',
	async family => {
		const {folder} = described[family];
		for (const {task, textLength} of [gen(), edit(), edit({'text-length': '128'})]) {
			await using model = await openModel(folder, {textLength});
			const {grid} = model.facts;
			const inputCodes = Array.from({length: grid.rows * grid.columns}, () => 0 as CodeId);
			const {conditional} = model.templatesFor({instruction: 'a cat', ...(task === 'edit' && {inputCodes})});
			const counted = described[family].tokensOf({task, instruction: 'a cat', textLength});
			expect(Math.abs(counted.all - conditional.ids.length)).toBeLessThan(60);
			expect(counted.all - counted.prompt).toBe(conditional.ids.length - promptLength(conditional));
		}
	},
);

test('shortcuts are counted as what they may save, and never as more than the plan', () => {
	const {maxStepsPerPass, guidedShare} = presets.balanced!;
	const {length, most, least} = runLength(described.a, edit({quality: 'balanced'}));
	expect(most.passes).toBe(128 + 2 * 64 * guidedShare);
	expect(least.passes).toBe(128 / maxStepsPerPass + 2 * (128 / maxStepsPerPass) * guidedShare);
	expect([most.computed, least.computed]).toEqual([length, length]);
});

test('a prompt that is kept is computed in one of so many steps', () => {
	const {length, most, least} = runLength(described.a, edit({'prompt-refresh': '16'}));
	// The picture with its newlines and marks, the words and the end of the answer.
	const prompt = length - (32 * 33 + 1 + 256 + 1);
	expect([most.computed, least.computed]).toEqual([length - (prompt * 15) / 16, length - (prompt * 15) / 16]);
	const maxStepsPerPass = presets.fast!.maxStepsPerPass;
	expect(runLength(described.a, edit({'prompt-refresh': '16', quality: 'fast'})).least.computed).toBe(
		length - prompt * (1 - maxStepsPerPass / 16),
	);
});

test('a picture that is not there is left out of the sequence of family A, and blank in that of M', () => {
	const lengths = [runLength(described.a, edit()), runLength(described.a, gen())].map(({length}) => length);
	// Its system prompts differ, too.
	expect(lengths[0]! - lengths[1]!).toBeGreaterThan(32 * 33);
	expect(runLength(described.m, gen()).length).toBe(runLength(described.m, edit()).length);
	expect(runLength(described.a, edit({'text-length': '128'})).length).toBe(lengths[0]! - 128);
});

test('an instruction that no model reads is still counted: whoever lays it out refuses it', () => {
	for (const family of ['a', 'm', 'storybook'] as const) {
		for (const instruction of ['', ' ', 'cat '.repeat(1e6)]) {
			expect(described[family].tokensOf({task: 'edit', instruction}).all).toBeLessThan(3000);
		}
	}
});
