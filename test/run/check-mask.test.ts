import {expect, test} from 'vitest';
import type {CodeId} from '../../src/decoder/ids.ts';
import {openThings} from '../../src/model/text/known-nouns.ts';
import {openTokenizer} from '../../src/model/text/tokenizer.ts';
import {noticesOfMask} from '../../src/run/check-mask.ts';
import {sceneToCodes} from '../../src/world/codes.ts';
import {nounWords} from '../../src/world/language/words.ts';
import {nouns} from '../../src/world/scene/scene.ts';

const tokenizer = await openTokenizer(new URL('../../models/storybook', import.meta.url).pathname);
const things = openThings(
	tokenizer,
	nouns.map(noun => [noun, ...nounWords[noun]] as const),
);
const codes = sceneToCodes({
	...{place: 'meadow', time: 'day', weather: 'clear'},
	objects: [
		{noun: 'kite', colour: 'red', size: 'small', cell: 'top-left'},
		{noun: 'dog', colour: 'red', size: 'small', cell: 'bottom-right'},
	],
}).map(code => code as CodeId);
/** Tiles of the upper three rows, and of the lower three. */
const [upper, lower] = [0, 18].map(first => Array.from({length: 18}, (_, tile) => first + tile));
const notices = (instruction: string, repainted: readonly number[] | undefined, isAgreed = false) =>
	noticesOfMask({things, facts: {name: 'storybook'}}, {instruction, isAgreed}, codes, repainted);

test.each(['remove the dog', 'make the dog green', 'move the puppy to the left', 'the dog should be large'])(
	'"%s" is refused where the part that may change does not touch the dog, and not where it does',
	instruction => {
		expect(() => notices(instruction, upper)).toThrow(
			expect.objectContaining({exitCode: 65, message: 'The part that may change does not touch the dog.'}),
		);
		expect(notices(instruction, upper, true)).toEqual(['The part that may change does not touch the dog.']);
		expect(notices(instruction, lower)).toEqual([]);
		expect(notices(instruction, undefined)).toEqual([]);
	},
);

test('one of two that is out of reach is told, and a thing that only says where is not', () => {
	expect(notices('remove the dog and the kite', upper)).toEqual(['The part that may change does not touch the dog.']);
	expect(notices('replace the dog with a rabbit', upper)).toEqual(['The part that may change does not touch the dog.']);
	expect(notices('add a star next to the dog', upper)).toEqual([]);
	expect(notices('add a star above the dog and remove the kite', upper)).toEqual([]);
	expect(notices('make it winter', upper)).toEqual([]);
});
