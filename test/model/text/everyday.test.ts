import {expect, test} from 'vitest';
import {countedThing, isForeign} from '../../../src/model/text/everyday.ts';

const isThing = (word: string) => ['cat', 'butterfly', 'fox', 'house'].includes(word);

test.each([
	['two cats in the snow', 'two cats'],
	['a house with 12 small red butterflies', '12 butterflies'],
	['Several foxes', 'Several foxes'],
	['a cat, two hours later', undefined],
	['one cat', undefined],
	['two dragons', undefined],
	['make it snow for two days', undefined],
])('of `%s` the count of a thing is %s', (instruction, counted) => {
	expect(countedThing(instruction, isThing)).toBe(counted);
});

test.each([
	[['eine', 'Katze', 'mit'], true],
	[['猫'], true],
	[['кот'], true],
	[['dragon', 'der'], false],
	[['café'], false],
	[[], false],
])('%j are of another language: %s', (words, foreign) => {
	expect(isForeign(words)).toBe(foreign);
});
