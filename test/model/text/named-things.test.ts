import {expect, test} from 'vitest';
import {namedThings} from '../../../src/model/text/named-things.ts';

const nameOf = (word: string) => (['cat', 'kitten'].includes(word) ? 'cat' : ['ball', 'star'].includes(word) ? word : undefined);
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
	['', []],
])('things that are taken for granted are told from those that may be new: %s', (text, expected) => {
	expect(named(text)).toEqual(expected);
});
