import fc from 'fast-check';
import {expect, test} from 'vitest';
import {editDistance, nearest} from '../src/words.ts';

test.each([
	['', '', 0],
	['cat', 'cat', 0],
	['cat', 'cut', 1],
	['boat', 'boats', 1],
	['kitten', 'sitting', 3],
])('from %s to %s it takes %i changes', (a, b, distance) => {
	expect(editDistance(a, b)).toBe(distance);
	expect(editDistance(b, a)).toBe(distance);
});

test('a detour is never shorter', () => {
	const word = fc.string({maxLength: 8});
	fc.assert(
		fc.property(word, word, word, (a, b, c) => {
			expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
		}),
	);
});

test('neighbours that changed places are one change where that is asked for', () => {
	expect(editDistance('gne', 'gen')).toBe(2);
	expect(editDistance('gne', 'gen', {hasSwaps: true})).toBe(1);
	expect(editDistance('abcd', 'badc', {hasSwaps: true})).toBe(2);
});

test.each([
	{word: 'gne', known: ['gen', 'edit'], found: 'gen'},
	{word: '--sede', known: ['--seed', '--steps'], found: '--seed'},
	{word: '--qiet', known: ['--quiet', '--json'], found: '--quiet'},
	{word: 'xylophone', known: ['gen', 'edit'], found: undefined},
])('$word is taken for $found', ({word, known, found}) => {
	expect(nearest(word, known)).toBe(found);
});
