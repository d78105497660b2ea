import {expect, test} from 'vitest';
import type {Template} from '../../../../src/decoder/denoiser.ts';
import type {TokenId} from '../../../../src/decoder/ids.ts';
import type {StorybookConfig} from '../../../../src/model/families/storybook/config.ts';
import {type StorybookTokens, storybookLength, storybookTemplate} from '../../../../src/model/families/storybook/layout.ts';

const config: StorybookConfig = {
	codeOffset: 500,
	codebookSize: 8192,
	rows: 6,
	columns: 6,
	patch: 24,
	textLength: 64,
	maxInstruction: 40,
	defaults: {steps: 1, imageSteps: 1, blockLength: 1, guidanceText: 0, guidanceImage: 0, temperature: 0, textTemperature: 0},
};
const id = (value: number) => value as TokenId;
const tokens: StorybookTokens = {
	generate: id(1),
	edit: id(2),
	imageStart: id(3),
	imageEnd: id(4),
	textStart: id(5),
	textEnd: id(6),
	mask: id(7),
};
const words = [id(100), id(101), id(102)];
const input = Array.from({length: 36}, (_, index) => id(500 + index));

/** Position id of every token, and what stands there. */
const places = ({ids, positions}: Template) => Object.fromEntries(positions.map((position, index) => [position, ids[index]]));

/** What every sequence ends with, whatever comes before. */
const outputPlaces = {
	81: 3,
	...Object.fromEntries(Array.from({length: 36}, (_, index) => [82 + index, 7])),
	118: 4,
	119: 5,
	...Object.fromEntries(Array.from({length: 64}, (_, index) => [120 + index, 7])),
};
const inputPlaces = {1: 3, ...Object.fromEntries(input.map((token, index) => [2 + index, token])), 38: 4};

test.each([
	{
		name: 'edit',
		template: storybookTemplate(config, tokens, {words, input}),
		expected: {0: 2, ...inputPlaces, 39: 5, 40: 100, 41: 101, 42: 102, 43: 6},
	},
	{
		name: 'edit without text',
		template: storybookTemplate(config, tokens, {words: [], input}),
		expected: {0: 2, ...inputPlaces, 39: 5, 40: 6},
	},
	{
		name: 'generation, and edit without image',
		template: storybookTemplate(config, tokens, {words}),
		expected: {0: 1, 39: 5, 40: 100, 41: 101, 42: 102, 43: 6},
	},
	{name: 'generation without text', template: storybookTemplate(config, tokens, {words: []}), expected: {0: 1, 39: 5, 40: 6}},
])('$name: every role stands at its fixed position', ({template, expected}) => {
	expect(places(template)).toEqual({...expected, ...outputPlaces});
	expect(template.image.map(index => template.positions[index])).toEqual(Array.from({length: 36}, (_, index) => 82 + index));
	expect(template.text.map(index => template.positions[index])).toEqual(Array.from({length: 64}, (_, index) => 120 + index));
	expect(template.positions).toEqual([...template.positions].sort((a, b) => a - b));
});

test('the longest sequence ends at the last position', () => {
	const {positions} = storybookTemplate(config, tokens, {words: Array(40).fill(id(9)), input});
	expect(Math.max(...positions)).toBe(storybookLength(config) - 1);
	expect(storybookLength(config)).toBe(184);
	expect(new Set(positions).size).toBe(positions.length);
});
