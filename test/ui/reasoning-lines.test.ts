import chalk from 'chalk';
import {afterEach, expect, test} from 'vitest';
import {masksInBlock, reasoningLines} from '../../src/ui/reasoning-lines.ts';

afterEach(() => {
	chalk.level = 0;
});

const wide = {columns: 60, rows: 10};
const lit = (text: string, previous: string) => {
	chalk.level = 1;
	return reasoningLines({text, previousText: previous, blockMasks: 0}, wide)
		.join('\n')
		.replaceAll('\u001B[1m\u001B[36m', '<')
		.replaceAll('\u001B[39m\u001B[22m', '>')
		.replaceAll('\u001B[2m░\u001B[22m', '░');
};

test.each([
	{previous: '░ ░ ░ ░', text: 'the ░ is ░', shown: '<the> ░ <is> ░', rule: 'words that just appeared'},
	{previous: 'the ░ is ░', text: 'the sky is dark', shown: 'the <sky> is <dark>', rule: 'only those, not the ones before'},
	{previous: 'a ░ ░ a cat', text: 'a cat ░ a cat', shown: 'a <cat> ░ a cat', rule: 'a word that stands twice, once'},
	{previous: 'dark░ it', text: 'dark, it', shown: 'dark<,> it', rule: 'punctuation by itself'},
	{previous: 'the sky', text: 'the sky', shown: 'the sky', rule: 'nothing when nothing is new'},
])('lit are $rule', ({previous, text, shown}) => {
	expect(lit(text, previous)).toBe(shown);
});

test('a text longer than its place shows the lines around the first new word', () => {
	chalk.level = 0;
	const words = Array.from({length: 40}, (_, index) => `word${index}`);
	const previous = words.map((word, index) => (index === 30 ? '░' : word)).join(' ');
	const lines = reasoningLines({text: words.join(' '), previousText: previous, blockMasks: 0}, {columns: 20, rows: 3});
	expect(lines).toHaveLength(3);
	expect(lines.join(' ')).toContain('word30');
});

test('masks of the block in progress stand out, without colour too', () => {
	const parts = {text: 'the ░ is ░ ░ ░', previousText: '', blockMasks: 2};
	chalk.level = 0;
	expect(reasoningLines(parts, wide)).toEqual(['the ░ is ░ · ·']);
	chalk.level = 1;
	expect(reasoningLines({...parts, previousText: parts.text}, wide)[0]).toBe(
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
