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
	noticesOfMask({things, facts: {name: 'storybook', grid: {rows: 6, columns: 6}, patch: 16}}, {instruction, isAgreed}, {codes, repainted});

test.each(['remove the dog', 'make the dog green', 'move the puppy to the left', 'the dog should be large'])(
	'"%s" is refused where the part that may change does not touch the dog, and not where it does',
	instruction => {
		expect(() => notices(instruction, upper)).toThrow(
			expect.objectContaining({exitCode: 65, message: 'The part that may change does not touch the dog.'}),
		);
		expect(notices(instruction, upper, true)).toEqual([
			expect.stringMatching(/^The part that may change does not touch the dog\. The box (?:0,0,96,96|64,64,32,32) would hold all of it\.$/),
		]);
		expect(notices(instruction, lower)).toEqual([]);
		expect(notices(instruction, undefined)).toEqual([]);
	},
);

test('one of two that is out of reach is told, and a thing that only says where is not', () => {
	const told = (box: string) => [`The part that may change does not touch the dog. The box ${box} would hold all of it.`];
	expect(notices('remove the dog and the kite', upper)).toEqual(told('64,64,32,32'));
	// What comes in its place may stand in the part that was marked.
	expect(notices('replace the dog with a rabbit', upper)).toEqual(told('0,0,96,96'));
	expect(notices('add a star next to the dog', upper)).toEqual([]);
	expect(notices('add a star above the dog and remove the kite', upper)).toEqual([]);
});

/** Tiles of the dog, which stands at the bottom right: rows 4 and 5, columns 4 and 5. */
const dog = [28, 29, 34, 35];

test.each([
	['half', dog.slice(2)],
	['half', [...(upper ?? []), 28, 34]],
	['a part', dog.slice(1)],
	['most', dog.slice(0, 1)],
])('a change of a thing of which %s lies outside is refused before it runs, with a box that holds it', (share, repainted) => {
	const sentence = `The part that may change leaves ${share} of the dog outside.`;
	for (const instruction of ['make the dog green', 'remove the dog', 'paint the puppy blue']) {
		expect(() => notices(instruction, repainted)).toThrow(
			expect.objectContaining({exitCode: 65, message: sentence, hint: expect.stringContaining('`mask-box` 64,64,32,32')}),
		);
		expect(notices(instruction, repainted, true)).toEqual([`${sentence} The box 64,64,32,32 would hold all of it.`]);
	}
	expect(notices('remove the dog and let it snow', repainted)).toEqual([`${sentence} The box 64,64,32,32 would hold all of it.`]);
	expect(notices('make the dog green', dog)).toEqual([]);
});

test('a thing that is moved needs the part that was marked, too', () => {
	expect(() => notices('move the dog to the left', [24, 30, 28, 34])).toThrow(
		expect.objectContaining({hint: expect.stringContaining('`mask-box` 0,64,96,32')}),
	);
});

test('the box is in pixels of the picture that was given, which may be another than the one that the model takes', () => {
	const model = {things, facts: {name: 'storybook', grid: {rows: 6, columns: 6}, patch: 16}};
	const inputPlace = {seen: {left: 100, top: 0, width: 960, height: 960}, at: {left: 0, top: 0, width: 96, height: 96}};
	expect(() => noticesOfMask(model, {instruction: 'remove the dog', inputPlace}, {codes, repainted: dog.slice(1)})).toThrow(
		expect.objectContaining({hint: expect.stringContaining('740,640,320,320')}),
	);
});

test('a place, a time or a weather is of the whole picture: with a part of it that is told before it runs', () => {
	for (const instruction of ['make it winter', 'six hours later', 'move all this to the beach', 'let it rain'])
		expect(notices(instruction, upper)).toEqual([
			'Place, time and weather belong to the whole picture, of which 18 of 36 parts may change: most likely nothing will.',
		]);
	expect(notices('make it winter', [...Array(30).keys()])).toEqual([]);
	expect(notices('add a star to the night sky', upper)).toEqual([]);
});
