import {expect, test} from 'vitest';
import {agreedChanges, agreement} from '../../src/decoder/agreement.ts';
import type {Denoiser, Output} from '../../src/decoder/denoiser.ts';
import {foreseen} from '../../src/decoder/foreseen.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {type DecodeSettings, type DecodeState, startDecoding} from '../../src/decoder/state.ts';
import {steer} from '../../src/decoder/steer.ts';
import {stoodBefore} from '../../src/decoder/stood-before.ts';
import {mask} from './fake-denoiser.ts';

const settings: DecodeSettings = {
	...{recipe: 'parallel', steps: 40, imageSteps: 4, blockLength: 8, guidanceText: 0, guidanceImage: 0},
	...{temperature: 0, textTemperature: 0},
};
const tokens = (...ids: readonly number[]) => ids as readonly TokenId[];
const stateOf = (text: readonly TokenId[]): DecodeState =>
	startDecoding({settings, seed: 1, maskToken: mask, output: {text, image: tokens(mask, 105)}});

/** A network that counts on from the word before, the surer the more of these it sees in a row. */
function counting(seen: Output[] = []): Denoiser {
	return {
		async predict(output, {text, image}) {
			seen.push(output);
			const before = (row: number) => {
				const known = output.text.slice(0, row).findLastIndex(id => id !== mask);
				return known === -1 ? {id: row + 1, far: row + 1} : {id: output.text[known]! + row - known, far: row - known};
			};
			return {
				text: (text?.rows ?? []).map((row, index) => {
					const {id, far} = before(row);
					const asked = text!.tokens?.[index];
					return {id: asked ?? (id as TokenId), probability: asked === undefined || asked === id ? (far === 1 ? 0.95 : 0.6) : 0.001};
				}),
				image: (image?.rows ?? []).map((_, index) => ({id: image!.tokens?.[index] ?? (109 as TokenId), probability: 0.5})),
			};
		},
	};
}

test('what is masked is foreseen, each word by those before it, and what is decided is left', async () => {
	const {words, passes} = await foreseen(counting(), stateOf(tokens(5, mask, mask, 20, mask)));
	expect(words.map(({row, id}) => [row, id])).toEqual([
		[1, 6],
		[2, 7],
		[4, 21],
	]);
	expect(words[1]!.probability).toBe(0.95);
	expect(passes).toBe(2);
});

test('a look ahead takes no more than sixteen passes, of however many words, and shows the network the codes as they are', async () => {
	const seen: Output[] = [];
	const found = await foreseen(counting(seen), stateOf(tokens(...Array<number>(100).fill(mask))));
	expect(found.words.map(({row}) => row)).toEqual(Array.from({length: 100}, (_, row) => row));
	expect(found.passes).toBe(16);
	expect(seen).toHaveLength(16);
	for (const {image} of seen) expect(image).toEqual([mask, 105]);
	expect(await foreseen(counting(), stateOf(tokens(1, 2)))).toEqual({words: [], passes: 0});
});

test('a word over one that is foreseen comes among all the others that are, which stay free', async () => {
	const state = stateOf(tokens(5, mask, mask, mask));
	const change = {type: 'writeWords', words: [{row: 2, id: 30}]} as const;
	const stood = await stoodBefore(counting(), state, change);
	const found = await agreement(counting(), stood.state, change);
	const changes = agreedChanges({...found, foreseen: stood.foreseen});
	expect(changes[0]).toEqual({type: 'writeWords', words: [1, 2, 3].map(row => ({row, id: 5 + row})), isForeseen: true});
	const after = changes.reduce(steer, state);
	expect(after.output.text[2]).toBe(30);
	expect(after.output.text[1]).toBe(6);
	expect(after.fixed?.text).not.toContain(1);
	expect(after.lasting).toEqual([[{row: 2, id: 30, was: 7}]]);
});

test('a word of which the network is not sure, and a thought of many words, take the place of nothing', async () => {
	const unsure: Denoiser = {
		async predict(output, request) {
			const {text, image} = await counting().predict(output, request);
			return {text: text.map(choice => ({...choice, probability: 0.4})), image};
		},
	};
	const state = stateOf(tokens(...Array<number>(12).fill(mask)));
	const one = {type: 'writeWords', words: [{row: 2, id: 30}]} as const;
	expect(await stoodBefore(unsure, state, one)).toMatchObject({state, foreseen: []});
	const many = {type: 'writeWords', words: Array.from({length: 9}, (_, row) => ({row, id: 30}))} as const;
	expect(await stoodBefore(counting(), state, many)).toEqual({state, foreseen: [], passes: 0});
});

test('foreseen words stand only where words are masked', () => {
	const state = stateOf(tokens(5, mask, 7));
	const after = steer(state, {
		type: 'writeWords',
		words: [
			{row: 0, id: 8},
			{row: 1, id: 9},
		],
		isForeseen: true,
	});
	expect(after.output.text).toEqual([5, 9, 7]);
	expect(after.fixed).toBe(state.fixed);
	expect(() => steer(state, {type: 'writeWords', words: [{row: 3, id: 9}], isForeseen: true})).toThrow('There is no text row 3');
});
