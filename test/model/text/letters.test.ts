import {expect, test} from 'vitest';
import {describeModel} from '../../../src/model/describe.ts';
import {openThings} from '../../../src/model/text/known-nouns.ts';
import {asksOnlyForLetters} from '../../../src/model/text/letters.ts';
import {openTokenizer} from '../../../src/model/text/tokenizer.ts';

const folder = new URL('../../../models/storybook', import.meta.url).pathname;
const {things: names = [], cannotDraw} = await describeModel(folder);
const things = openThings(await openTokenizer(folder), names, cannotDraw);

test.each([
	'write HELLO at the top',
	'write happy birthday to my cat across the sky in big red letters',
	'put the words "The End, and more" along the foot of the picture',
	'put "welcome" over the door of the house',
	'add a caption',
	'add a speech bubble to the cat',
	'give the dog a name tag',
	'sign it in the corner',
	'sign the picture, please',
	'add my initials at the bottom',
	'put a logo on the boat',
	'number the animals',
	'put the number 7 on the car',
	'add a sign that says open',
	'stamp the date in the corner',
	'write HELLO, and make it green',
])('an edit that only wants letters: %s', instruction => {
	expect(asksOnlyForLetters(instruction, things, true)).toBe(true);
});

test.each([
	'write HELLO at the top and add a cat',
	'write HELLO at the top and make it night',
	'add a red balloon that says happy birthday',
	'paint the house blue with a number on it',
	'remove the sign that says open',
	'For the title page: a yellow bee above a large pink flower',
	'The text has a flower growing beside the snail. Add one',
	'any number of things may stay, but the cat goes',
	'make the cat red',
])('an edit that wants something else too, or no letters: %s', instruction => {
	expect(asksOnlyForLetters(instruction, things, true)).toBe(false);
});

test('a drawing with a thing in it is no wish for letters alone', () => {
	expect(asksOnlyForLetters('a cat with a sign that says hi', things, false)).toBe(false);
	expect(asksOnlyForLetters('a poster that says OPEN', things, false)).toBe(true);
	expect(asksOnlyForLetters('the word CAT in big letters', things, false)).toBe(true);
});
