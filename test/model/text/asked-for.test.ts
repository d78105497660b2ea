import {expect, test} from 'vitest';
import {isAskedFor} from '../../../src/model/text/asked-for.ts';

const isThing = (word: string) => /^(?:cat|house|kite|boat)$/.test(word);

test.each([
	['add a skateboard next to the cat', 'skateboard'],
	['add a nice wooden bench', 'bench'],
	['put a very big SHARK in', 'shark'],
	['put beside the house a dragon', 'dragon'],
	['make the cat smol', 'smol'],
	['make it sparkly', 'sparkly'],
	['a majestic cat', 'majestic'],
	['a unicorn and a cat', 'unicorn'],
	['a cat, an octopus', 'octopus'],
	['put the cat in the jacuzzi', 'jacuzzi'],
	['turn the cat into a prince', 'prince'],
	['swap the cat for a werewolf', 'werewolf'],
	['there should be a yeti beside the house', 'yeti'],
	['yeet the cat', 'yeet'],
	['please could you defenestrate the cat', 'defenestrate'],
	['add a 🦄', '🦄'],
	['the boat becomes a zeppelin', 'zeppelin'],
	['a cat and a zeppelin', 'zeppelin'],
	['a red kite and a pink zeppelin', 'zeppelin'],
	['a cat or a zeppelin at night', 'zeppelin'],
	['a cat as well as a zeppelin', 'zeppelin'],
	['a cat chasing a gnu', 'gnu'],
	['a cat that looks at a very big gnu', 'gnu'],
	['how about a gnu next to the cat', 'gnu'],
	['give the cat two gnus', 'gnus'],
])('in `%s` the word "%s" is asked for', (instruction, word) => {
	expect(isAskedFor(word, instruction, {isThing})).toBe(true);
});

test.each([
	['make the cat red, it amuses my nephew', 'nephew'],
	['make the cat red, it amuses my nephew', 'amuses'],
	['the cat is a citizen of the town, so move it there', 'citizen'],
	['the vicar wondered whether the cat might be red', 'wondered'],
	['would you be so gracious as to paint the house', 'gracious'],
	['paint it blue lmao', 'lmao'],
	['a cat, preferably red', 'preferably'],
	['take the boat to the beach 🌊', '🌊'],
	['I was stung last summer, so remove the cat', 'stung'],
	['the cat has to be far from the kite becos they fite', 'becos'],
])('in `%s` the word "%s" is told besides', (instruction, word) => {
	expect(isAskedFor(word, instruction, {isThing})).toBe(false);
});

test('a noun is asked for at the beginning of a part too, where another word is not', () => {
	expect(isAskedFor('dragon', 'dragon instead of the cat', {isThing, isNoun: true})).toBe(true);
	expect(isAskedFor('dragon', 'dragon instead of the cat', {isThing})).toBe(false);
	expect(isAskedFor('dress', 'the cat and the boat are twins. Dress them so', {isThing, isNoun: true})).toBe(false);
});

test('in a long text every word counts as asked for, and none is searched for', () => {
	expect(isAskedFor('x', 'y '.repeat(2000), {isThing})).toBe(true);
});
