import {expect, test} from 'vitest';
import {countedThing, lackingColours, pluralThing} from '../../../src/model/text/everyday.ts';

const isThing = (word: string) => ['cat', 'butterfly', 'fox', 'house'].includes(word);

test.each([
	['two cats in the snow', 'two cats'],
	['a house with 12 small red butterflies', '12 butterflies'],
	['Several foxes', 'Several foxes'],
	['a cat, two hours later', undefined],
	['one cat', undefined],
	['a pair of cats', 'a pair of cats'],
	['3x cat', '3x cat'],
	['two dragons', undefined],
	['make it snow for two days', undefined],
])('of `%s` the count of a thing is %s', (instruction, counted) => {
	expect(countedThing(instruction, isThing)).toBe(counted);
});

test.each([
	['cats in the snow', 'cats'],
	['a house and some foxes', 'foxes'],
	['I love cats', undefined],
	['remove the cats', undefined],
	['a cat', undefined],
	['this is his', undefined],
])('of `%s` the plural of a thing is %s', (instruction, plural) => {
	expect(pluralThing(instruction, isThing)).toBe(plural);
});

test.each([
	['a black cat', ['black']],
	['Make it BROWN', ['brown']],
	['paint the house silver and the cat black', ['silver', 'black']],
	['a cat under grey clouds', []],
	['it is all grey now', []],
	['a red cat', []],
])('of `%s` the colours that a bright world lacks are %j', (instruction, expected) => {
	expect(lackingColours(instruction, isThing).map(({colour}) => colour)).toEqual(expected);
});
