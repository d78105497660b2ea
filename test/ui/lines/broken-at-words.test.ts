import fc from 'fast-check';
import {expect, test} from 'vitest';
import {brokenAtWords} from '../../../src/ui/lines/broken-at-words.ts';

test('a sentence is broken at words, and a command to copy is not', () => {
	expect(brokenAtWords('  1  a balloon above a house (seed 7)\nshort\n', 20)).toBe('  1  a balloon above\na house (seed 7)\nshort\n');
	expect(brokenAtWords('Try: mmada gen "a balloon above a house"', 20)).toBe('Try: mmada gen "a balloon above a house"');
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
