import fc from 'fast-check';
import {expect, test} from 'vitest';
import {brokenAtWords} from '../../../src/ui/lines/broken-at-words.ts';

test('a sentence is broken at words, and a command to copy is not', () => {
	expect(brokenAtWords('  1  a balloon above a house (seed 7)\nshort\n', 20)).toBe('  1  a balloon above\na house (seed 7)\nshort\n');
	expect(brokenAtWords('Try: mmada gen "a balloon above a house"', 20)).toBe('Try:\nmmada gen "a balloon above a house"');
	expect(brokenAtWords('  mmada gen "a balloon above a house"', 20)).toBe('  mmada gen "a balloon above a house"');
	expect(brokenAtWords('Mark more (`mmada edit --dry-run` shows it), or go on', 20)).toBe(
		'Mark more\n(`mmada edit --dry-run`\nshows it), or go on',
	);
	expect(brokenAtWords('Add --yes when you start mmada to see it', 20)).toBe('Add --yes when you\nstart mmada to see\nit');
});

test('no word is lost or cut, and no line is longer than its words make it', () => {
	fc.assert(
		fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), {minLength: 1}), fc.integer({min: 1, max: 40}), (words, columns) => {
			const text = words.join(' ');
			const lines = brokenAtWords(text, columns).split('\n');
			expect(lines.join(' ')).toBe(text);
			for (const line of lines) expect(line.length <= columns || !line.includes(' ')).toBe(true);
		}),
	);
});
