import {expect, test} from 'vitest';
import {agreedChanges, agreement} from '../../src/decoder/agreement.ts';
import type {Denoiser, RowRequest} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {settling} from '../../src/decoder/settling.ts';
import {type DecodeSettings, type DecodeState, startDecoding} from '../../src/decoder/state.ts';
import {steer} from '../../src/decoder/steer.ts';
import {mask} from './fake-denoiser.ts';

const settings: DecodeSettings = {
	...{recipe: 'parallel', steps: 4, imageSteps: 4, blockLength: 4, guidanceText: 0, guidanceImage: 0},
	...{temperature: 0, textTemperature: 0},
};
const tokens = (...ids: readonly number[]) => ids as readonly TokenId[];
const stateOf = (text: readonly TokenId[], image: readonly TokenId[]): DecodeState =>
	startDecoding({settings, seed: 1, maskToken: mask, output: {text, image}});

/** Words 0 and 2 say the same, and code 0 shows them; nothing else is said. Where it reads nothing, the network guesses 7. */
const linked: Denoiser = {
	async predict({text}, request) {
		const other = (row: number) => (row === 0 ? text[2] : row === 2 ? text[0] : undefined);
		const answer = (asked: RowRequest | undefined, known: (row: number) => number | undefined, offset: number) =>
			(asked?.rows ?? []).map((row, index) => {
				const witness = known(row);
				const read = witness === undefined || witness === mask ? undefined : witness + offset;
				const id = asked!.tokens?.[index] ?? ((read ?? 7 + offset) as TokenId);
				return {id, probability: read === undefined ? 0.6 : read === id ? 0.9 : 0.001};
			});
		return {
			text: answer(request.text, other, 0),
			image: answer(request.image, row => (row === 0 ? text.find((id, at) => at % 2 === 0 && id !== mask) : undefined), 100),
		};
	},
};

/** A run that is changed while its second mention and its picture are masked yet, and that decides them by the old word all the same. */
async function steered(first: TokenId): Promise<DecodeState> {
	const early = stateOf(tokens(first, 5, mask, 5), tokens(mask, 105));
	const found = await agreement(linked, early, {type: 'writeWords', words: [{row: 0, id: 8}]});
	const changed = agreedChanges(found).reduce(steer, early);
	return {...changed, output: {text: tokens(8, 5, 7, 5), image: tokens(107, 105)}};
}

test.each([7, mask])(
	'what was decided after a change, and says what stood there before, is changed with it at the end: %i',
	async first => {
		const done = await steered(first as TokenId);
		expect(done.lasting).toEqual([[{row: 0, id: 8, was: first}]]);
		const changes = await settling(linked, done, done.lasting![0]!);
		expect(changes).toEqual([
			{
				type: 'writeWords',
				words: [
					{row: 2, id: 8},
					{row: 0, id: 8},
				],
			},
			{type: 'maskCodes', rows: [0], withoutInstruction: true},
		]);
		const settled = changes.reduce(steer, done);
		expect(settled.lasting).toEqual([]);
		expect(settled.output).toEqual({text: tokens(8, 5, 8, 5), image: tokens(mask, 105)});
	},
);

test('where all agrees nothing is settled', async () => {
	const done = await steered(7 as TokenId);
	const agreeing = {...done, output: {text: tokens(8, 5, 8, 5), image: tokens(108, 105)}};
	expect(await settling(linked, agreeing, agreeing.lasting![0]!)).toEqual([]);
});

test('a word that is written over again takes the place of the one that lasts; one that does not last ends that', async () => {
	const state = stateOf(tokens(7, 5, 7, 5), tokens(107, 105));
	const lasting = (words: readonly {row: number; id: number}[]) => ({type: 'writeWords', words, isLasting: true}) as const;
	const twice = [lasting([{row: 0, id: 8}]), lasting([{row: 0, id: 9}])].reduce(steer, state);
	expect(twice.lasting).toEqual([[{row: 0, id: 9, was: 7}], [{row: 0, id: 9, was: 8}]]);
	const ended = steer(twice, {type: 'writeWords', words: [{row: 0, id: 6}]});
	expect(ended.lasting).toEqual([]);
	expect(steer(state, lasting([{row: 1, id: 5}])).lasting).toBeUndefined();
});
