import {expect, test} from 'vitest';
import {namedThings} from '../../../src/model/text/named-things.ts';

const names: Readonly<Record<string, string>> = {cat: 'cat', kitten: 'cat', ball: 'ball', star: 'star', house: 'house', home: 'house'};
const nameOf = (word: string) => names[word];
const named = (text: string) =>
	namedThings(text.match(/[a-z]+|[.,;:!?]/g) ?? [], nameOf).map(({name, isPresumed}) => `${isPresumed ? 'the' : 'a'} ${name}`);

test.each([
	['make the cat red', ['the cat']],
	['the very small red kitten', ['the cat']],
	['move my ball next to that cat', ['the ball', 'the cat']],
	['add a cat', ['a cat']],
	['add a cat next to the ball', ['a cat', 'the ball']],
	['cat and ball', ['a cat', 'a ball']],
	['remove cat', ['the cat']],
	['remove a cat', ['the cat']],
	['no cat, please', ['the cat']],
	['the beach. cat', ['a cat']],
	['more cat', ['a cat']],
	['let the stars come out', []],
	['add the small cat', ['a cat']],
	['bring in the cat', ['a cat']],
	['move the ball in the house', ['the ball', 'the house']],
	['there could be the cat', ['a cat']],
	['put the cat beside the house', ['the cat', 'the house']],
	['time for the cat to go home', ['the cat']],
	['make the home white', ['the house']],
	['remove the home of a queen', []],
	['add an animal that carries its house', []],
	['', []],
])('things that are taken for granted are told from those that may be new: %s', (text, expected) => {
	expect(named(text)).toEqual(expected);
});
