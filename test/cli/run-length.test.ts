import {expect, test} from 'vitest';
import {toEditOptions, toGenOptions} from '../../src/cli/options.ts';
import {runLength} from '../../src/cli/run-length.ts';

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
	expect(runLength(family, options).passes).toBe(passes);
});

test('a picture that is not there is left out of the sequence of family A, and blank in that of M', () => {
	expect([runLength('a', edit()), runLength('a', gen()), runLength('m', gen())].map(({length}) => length)).toEqual([2434, 1376, 2434]);
	expect(runLength('a', edit({'text-length': '128'})).length).toBe(2434 - 128);
});
