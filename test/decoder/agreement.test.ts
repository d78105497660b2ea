import fc from 'fast-check';
import {expect, test} from 'vitest';
import {agreedChanges, agreement, leastDrop} from '../../src/decoder/agreement.ts';
import type {Denoiser, RowRequest} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {type DecodeSettings, type DecodeState, startDecoding} from '../../src/decoder/state.ts';
import {steer} from '../../src/decoder/steer.ts';
import {fakeDenoiser, mask} from './fake-denoiser.ts';

const settings: DecodeSettings = {
	...{recipe: 'parallel', steps: 4, imageSteps: 4, blockLength: 4, guidanceText: 0, guidanceImage: 0},
	...{temperature: 0, textTemperature: 0},
};
const tokens = (...ids: readonly number[]) => ids as readonly TokenId[];
const stateOf = (text: readonly TokenId[], image: readonly TokenId[], fixed?: DecodeState['fixed']): DecodeState =>
	startDecoding({settings, seed: 1, maskToken: mask, output: {text, image}, ...(fixed && {fixed})});

/** Words 0, 2 and 4 say the same colour, words 1 and 3 the same thing; codes 0 and 1 show word 0, code 2 shows word 1, code 3 nothing. */
const says: Readonly<Record<number, readonly number[]>> = {0: [2, 4], 2: [0, 4], 4: [0, 2], 1: [3], 3: [1]};
const shows: Readonly<Record<number, number>> = {0: 0, 1: 0, 2: 1};

/** A network that knows a token by the words which say the same, where one of them is to be read. */
const linked: Denoiser = {
	async predict({text}, request) {
		const sure = (witness: number | undefined, token: number) => (witness === undefined ? 0.02 : witness === token ? 0.9 : 0.001);
		const read = (rows: readonly number[]) => rows.map(row => text[row]).find(id => id !== mask);
		const answer = (asked: RowRequest | undefined, known: (row: number) => number | undefined, offset: number) =>
			(asked?.rows ?? []).map((row, index) => {
				const id = asked!.tokens![index]!;
				return {id, probability: sure(known(row), id - offset)};
			});
		return {
			text: answer(request.text, row => read(says[row] ?? []), 0),
			image: answer(request.image, row => (shows[row] === undefined ? undefined : read([shows[row]])), 100),
		};
	},
};
const whole = stateOf(tokens(7, 9, 7, 9, 7, 7), tokens(107, 107, 109, 100));

test('other occurrences get the new word, and what shows it is masked; what only looks alike is left', async () => {
	const found = await agreement(linked, whole, {type: 'writeWords', words: [{row: 0, id: 8}]});
	expect(found.words.map(({row, id}) => [row, id])).toEqual([
		[2, 8],
		[4, 8],
	]);
	expect(found.codes.map(({row}) => row)).toEqual([0, 1]);
	expect(agreedChanges(found)).toEqual([
		{
			type: 'writeWords',
			words: [
				{row: 2, id: 8},
				{row: 4, id: 8},
				{row: 0, id: 8},
			],
			isLasting: true,
		},
		{type: 'maskCodes', rows: [0, 1]},
	]);
});

test('a word that stays as probable itself, but without which the new one is more so, gets it too', async () => {
	// "a storm brings rain. scene: rain": word 1 follows from word 0 alone, word 2 from word 1; word 3 is of something else.
	const told: Denoiser = {
		async predict({text}, {text: words, image}) {
			const sure = (row: number, id: number) => (row === 2 && text[1] !== mask ? (id === text[1] ? 0.9 : 0.001) : id === 7 ? 0.5 : 0.1);
			return {
				text: (words?.rows ?? []).map((row, index) => ({id: words!.tokens![index]!, probability: sure(row, words!.tokens![index]!)})),
				image: (image?.rows ?? []).map((_, index) => ({id: image!.tokens![index]!, probability: 0.5})),
			};
		},
	};
	const state = stateOf(tokens(5, 7, 7, 7), tokens(100));
	const found = await agreement(told, state, {type: 'writeWords', words: [{row: 2, id: 8}]});
	expect(found.words.map(({row, id}) => [row, id])).toEqual([[1, 8]]);
	const kept = {...state, fixed: {text: [1], image: []}};
	expect((await agreement(told, kept, {type: 'writeWords', words: [{row: 2, id: 8}]})).words).toEqual([]);
});

test('what says the same as a word that is masked again is masked too', async () => {
	const found = await agreement(linked, whole, {type: 'maskWords', rows: [1]});
	expect(agreedChanges(found)).toEqual([
		{type: 'maskWords', rows: [3, 1]},
		{type: 'maskCodes', rows: [2]},
	]);
});

test('what is fixed or masked agrees with nothing', async () => {
	const state = stateOf(tokens(7, 9, 7, 9, mask, 7), tokens(107, mask, 109, 100), {text: [2], image: [0]});
	expect(await agreement(linked, state, {type: 'writeWords', words: [{row: 0, id: 8}]})).toMatchObject({words: [], codes: []});
});

test('a change that changes nothing takes no pass', async () => {
	const found = await agreement(linked, whole, {type: 'writeWords', words: [{row: 0, id: 7}]});
	expect(found).toMatchObject({words: [], codes: [], passes: 0});
});

test('codes of an edit that the input picture vouches for are found without it', async () => {
	const vouched: Denoiser = {
		async predict(output, {text, image}) {
			const {text: words, image: codes} = await linked.predict(output, {...(text && {text}), ...(image && {image})});
			return {text: words, image: image?.guidanceImage === -1 ? codes : codes.map(({id}) => ({id, probability: 0.9}))};
		},
	};
	const change = {type: 'writeWords', words: [{row: 0, id: 8}]} as const;
	expect((await agreement(vouched, whole, change)).codes).toEqual([]);
	const found = await agreement(vouched, whole, change, {hasInput: true});
	expect(found.codes.map(({row}) => row)).toEqual([0, 1]);
	expect(agreedChanges(found).at(-1)).toEqual({type: 'maskCodes', rows: [0, 1], withoutInput: true});
});

test('a row that is not there is told', async () => {
	const change = {type: 'writeWords', words: [{row: 6, id: 8}]} as const;
	await expect(agreement(linked, whole, change)).rejects.toThrow('There is no text row 6; rows are 0 to 5.');
});

test('of any network, an agreement is about decided tokens that are not fixed, and can be made', async () => {
	const token = fc.integer({min: 0, max: 9});
	await fc.assert(
		fc.asyncProperty(
			fc.array(token, {minLength: 6, maxLength: 6}),
			fc.array(token, {minLength: 4, maxLength: 4}),
			fc.record({text: fc.uniqueArray(fc.nat(5)), image: fc.uniqueArray(fc.nat(3))}),
			fc.uniqueArray(fc.record({row: fc.nat(5), id: fc.integer({min: 1, max: 9})}), {selector: ({row}) => row, minLength: 1}),
			async (text, image, fixed, words) => {
				const state = stateOf(tokens(...text), tokens(...image.map(id => (id === 0 ? mask : id + 49))), fixed);
				const found = await agreement(fakeDenoiser(), state, {type: 'writeWords', words});
				for (const {row, drop} of [...found.words, ...found.codes]) expect([row, drop >= leastDrop]).toEqual([row, true]);
				for (const {row} of found.words) {
					expect(fixed.text).not.toContain(row);
					expect(state.output.text[row]).not.toBe(mask);
					expect(words.map(word => word.row)).not.toContain(row);
				}
				for (const {row} of found.codes) {
					expect(fixed.image).not.toContain(row);
					expect(state.output.image[row]).not.toBe(mask);
				}
				const after = agreedChanges(found).reduce(steer, state);
				for (const {row, id} of words) expect(after.output.text[row]).toBe(id);
				for (const {row} of found.codes) expect(after.output.image[row]).toBe(mask);
				expect(await agreement(fakeDenoiser(), state, {type: 'writeWords', words})).toEqual(found);
			},
		),
	);
});

test('an instruction by which the new word is more probable is agreed on; one that makes no difference is not', async () => {
	const likes = (probability: number): Denoiser => ({
		predict: async (_, {text, image}) => ({
			text: (text?.rows ?? []).map((_row, index) => ({id: text!.tokens![index]!, probability})),
			image: (image?.rows ?? []).map((_row, index) => ({id: image!.tokens![index]!, probability})),
		}),
	});
	const change = {type: 'writeWords', words: [{row: 0, id: 8}]} as const;
	const rephrased = [
		{instruction: 'a green cat', isSaid: true, denoiser: likes(0.9)},
		{instruction: 'a red dog', isSaid: true, denoiser: likes(0.2)},
	];
	const found = await agreement(likes(0.1), whole, change, {rephrased});
	expect(found.instruction).toBe('a green cat');
	expect(agreedChanges(found)[0]).toEqual({type: 'instruction', instruction: 'a green cat'});
	expect((await agreement(likes(0.9), whole, change, {rephrased})).instruction).toBeUndefined();
});
