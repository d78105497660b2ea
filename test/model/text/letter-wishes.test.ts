import {expect, test} from 'vitest';
import {describeModel} from '../../../src/model/describe.ts';
import {openThings} from '../../../src/model/text/known-nouns.ts';
import {letterWishesIn} from '../../../src/model/text/letter-wishes.ts';
import {openTokenizer} from '../../../src/model/text/tokenizer.ts';
import {readCorpus} from '../../../src/world/voices/corpus.ts';

const folder = new URL('../../../models/storybook', import.meta.url).pathname;
const {things: names = [], cannotDraw} = await describeModel(folder);
const things = openThings(await openTokenizer(folder), names, cannotDraw);
const wishes = (instruction: string, isEdit: boolean) => letterWishesIn(instruction, things, isEdit).wishes;

test.each([
	['a house, and write HELLO on it', ['write HELLO on it']],
	['a cat with a sign that says hi in the rain at night', ['with a sign that says hi']],
	['a house with a big sign that says OPEN and a speech bubble', ['with a big sign that says OPEN', 'a speech bubble']],
	['a small cat in a forest, signed by me, with my initials', ['signed by me', 'with my initials']],
	['a blue boat with the number 7 on it next to a red ball', ['with the number 7 on it']],
	['a dog saying "hello there" beside a tree', ['saying "hello there"']],
	['a cat. The word CAT is written above it', ['The word CAT is written above it']],
	['a house with HELLO written on the door, by the sea', ['with HELLO written on the door']],
	['a sign that says: hello, and a cat', ['a sign that says: hello']],
	['a red car with a logo', ['with a logo']],
	['a car with licence plates', ['with licence plates']],
	['a kite whose caption reads "up, up and away"', ['caption reads "up, up and away"']],
	['a red car', []],
	['a cat whose story I will write down', []],
	['', []],
])('letters that a drawing asks for are found as a whole: %s', (instruction, expected) => {
	expect(wishes(instruction, false)).toEqual(expected);
});

test.each([
	[
		'make the cat red, and please write "Happy birthday, Mum" across the sky in big letters, thanks',
		['write "Happy birthday, Mum" across the sky in big letters'],
	],
	['give the dog a name tag and make it night', ['give the dog a name tag']],
	['add a red balloon that says happy birthday', ['that says happy birthday']],
	['write happy birthday, mum and dad, and add a cat', ['write happy birthday, mum and dad']],
	['Write HELLO on the house, make it bigger please', ['Write HELLO on the house']],
	['paint the house blue with a number on it', ['with a number on it']],
	['add a caption under the cat and a moon', ['add a caption under the cat']],
	['make the house red', []],
])('letters that an edit asks for are found as a whole: %s', (instruction, expected) => {
	expect(wishes(instruction, true)).toEqual(expected);
});

test('what is left of an instruction says all the rest', () => {
	expect(letterWishesIn('a house, and write HELLO on it, at night', things, false).rest.replaceAll(/\s+/gu, ' ')).toBe(
		'a house, and , at night',
	);
	expect(letterWishesIn('a red cat', things, false).rest).toBe('a red cat');
});

test('of the requests of the corpus hardly any is taken to ask for letters', () => {
	const corpus = readCorpus(new URL('../../../training/corpus', import.meta.url).pathname);
	const said = corpus.flatMap(({templates}) => templates).filter(({kind, say}) => !say.includes('{') && !kind.startsWith('unknown'));
	const found = said.filter(({task, say}) => wishes(say, task === 'edit').length > 0);
	expect(said.length).toBeGreaterThan(2000);
	expect(found.length / said.length).toBeLessThan(0.002);
});
