import chalk from 'chalk';
import {afterEach, expect, test} from 'vitest';
import {masksInBlock, reasoningLines, type Thought} from '../../../src/ui/screen/reasoning-lines.ts';

afterEach(() => {
	chalk.level = 0;
});

/** A thought of one token for each word, mark and mask. */
const thought = (text: string): Thought => ({
	text,
	textIds: (text.match(/░|[^\s░,]+|,/g) ?? []).map(word => (word === '░' ? null : word.length)),
});

const wide = {columns: 60, rows: 10};
const lit = (text: string, previous: string) => {
	chalk.level = 1;
	return reasoningLines({now: thought(text), previous: thought(previous), blockMasks: 0}, wide)
		.join('\n')
		.replaceAll('\u001B[1m\u001B[36m', '<')
		.replaceAll('\u001B[39m\u001B[22m', '>')
		.replaceAll('\u001B[2m░\u001B[22m', '░');
};

test.each([
	{previous: '░ ░ ░ ░', text: 'the ░ is ░', shown: '<the> ░ <is> ░', rule: 'words that just appeared'},
	{previous: 'the ░ is ░', text: 'the sky is dark', shown: 'the <sky> is <dark>', rule: 'only those, not the ones before'},
	{previous: 'a ░ ░ a cat', text: 'a cat ░ a cat', shown: 'a <cat> ░ a cat', rule: 'a word that stands twice, once'},
	{previous: '░ ░ a cat', text: 'a cat a cat', shown: '<a cat> a cat', rule: 'words that stood further on already'},
	{previous: 'the ░ ░ the', text: 'the the ░ the', shown: 'the <the> ░ the', rule: 'the one of equal words that is new'},
	{previous: '', text: 'the ░', shown: '<the> ░', rule: 'all words of the first step'},
	{previous: 'a dog ░', text: 'a cat sits', shown: 'a cat sits', rule: 'nothing when it is not certain what is new'},
	{previous: 'dark░ it', text: 'dark, it', shown: 'dark<,> it', rule: 'punctuation by itself'},
	{previous: 'the sky', text: 'the sky', shown: 'the sky', rule: 'nothing when nothing is new'},
])('lit are $rule', ({previous, text, shown}) => {
	expect(lit(text, previous)).toBe(shown);
});

test('a text longer than its place shows the lines around the first new word', () => {
	chalk.level = 0;
	const words = Array.from({length: 40}, (_, index) => `word${index}`);
	const previous = words.map((word, index) => (index === 30 ? '░' : word)).join(' ');
	const parts = {now: thought(words.join(' ')), previous: thought(previous), blockMasks: 0};
	const lines = reasoningLines(parts, {columns: 20, rows: 3});
	expect(lines).toHaveLength(3);
	expect(lines.join(' ')).toContain('word30');
});

test('masks of the block in progress stand out, without colour too', () => {
	const now = thought('the ░ is ░ ░ ░');
	const parts = {now, previous: now, blockMasks: 2};
	chalk.level = 0;
	expect(reasoningLines(parts, wide)).toEqual(['the ░ is ░ · ·']);
	chalk.level = 1;
	expect(reasoningLines(parts, wide)[0]).toBe(
		'the \u001B[36m░\u001B[39m is \u001B[36m░\u001B[39m \u001B[2m░\u001B[22m \u001B[2m░\u001B[22m',
	);
});

test.each([
	{ids: [1, null, null, null, null, null], masks: 2, rule: 'the first that is not whole'},
	{ids: [1, 2, 3, null, null, null], masks: 3, rule: 'the next one when it is'},
	{ids: [1, 2, 3, 4, 5, 6], masks: 0, rule: 'none at the end'},
	{ids: [], masks: 0, rule: 'none before the first step'},
])('the block in progress: $rule', ({ids, masks}) => {
	expect(masksInBlock(ids, 3)).toBe(masks);
});
