import fc from 'fast-check';
import {expect, test} from 'vitest';
import {agreedChanges} from '../../src/decoder/agreement.ts';
import type {Denoiser, RowRequest} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {instructionAgreement} from '../../src/decoder/instruction-agreement.ts';
import {type DecodeSettings, type DecodeState, startDecoding} from '../../src/decoder/state.ts';
import {steer} from '../../src/decoder/steer.ts';
import {mask} from './fake-denoiser.ts';

const settings: DecodeSettings = {
	...{recipe: 'parallel', steps: 4, imageSteps: 4, blockLength: 3, guidanceText: 0, guidanceImage: 0},
	...{temperature: 0, textTemperature: 0},
};
const tokens = (...ids: readonly number[]) => ids as readonly TokenId[];
const stateOf = (text: readonly TokenId[], image: readonly TokenId[], fixed?: DecodeState['fixed']): DecodeState =>
	startDecoding({settings, seed: 1, maskToken: mask, output: {text, image}, ...(fixed && {fixed})});

/** A network that knows these words and codes by its instruction. */
const saying = (words: readonly number[], codes: readonly number[]): Denoiser => ({
	async predict(_, {text, image}) {
		const answer = (asked: RowRequest | undefined, known: readonly number[]) =>
			(asked?.rows ?? []).map((row, index) => ({
				id: asked!.tokens![index]!,
				probability: known[row] === asked!.tokens![index] ? 0.9 : 0.01,
			}));
		return {text: answer(text, words), image: answer(image, codes)};
	},
});
const words = [1, 2, 3, 4, 5, 6];
const codes = [101, 102, 103, 104];
const whole = stateOf(tokens(...words), tokens(...codes));

test('from the first word on that the other instruction does not say the thought is written anew, and codes that it does not show are masked', async () => {
	const instructed = {was: saying(words, codes), is: saying([1, 2, 3, 9, 5, 6], [101, 109, 103, 104])};
	const found = await instructionAgreement(instructed, whole, 'a cat');
	expect(agreedChanges(found)).toEqual([
		{type: 'instruction', instruction: 'a cat'},
		{type: 'maskWords', rows: [3, 4, 5]},
		{type: 'maskCodes', rows: [1]},
	]);
});

test('an instruction that says the same has nothing to agree with', async () => {
	const instructed = {was: saying(words, codes), is: saying(words, codes)};
	expect(agreedChanges(await instructionAgreement(instructed, whole, 'a cat'))).toEqual([{type: 'instruction', instruction: 'a cat'}]);
});

test('of any two instructions, only what is decided and not fixed is masked', async () => {
	const token = fc.integer({min: 0, max: 3});
	const six = fc.array(token, {minLength: 6, maxLength: 6});
	const four = fc.array(token, {minLength: 4, maxLength: 4});
	await fc.assert(
		fc.asyncProperty(
			...[six, four, six, four, six, four],
			fc.record({text: fc.uniqueArray(fc.nat(5)), image: fc.uniqueArray(fc.nat(3))}),
			async (text, image, wordsBefore, codesBefore, wordsAfter, codesAfter, fixed) => {
				const decided = (id: number) => (id === 0 ? mask : (id as TokenId));
				const state = stateOf(text.map(decided), image.map(decided), fixed);
				const instructed = {was: saying(wordsBefore, codesBefore), is: saying(wordsAfter, codesAfter)};
				const found = await instructionAgreement(instructed, state, 'a cat');
				const after = agreedChanges(found).reduce(steer, state);
				for (const part of ['text', 'image'] as const) {
					const rows = (part === 'text' ? found.words : found.codes).map(({row}) => row);
					for (const [row, id] of state.output[part].entries()) {
						const isFree = !fixed[part].includes(row) && id !== mask;
						if (rows.includes(row)) expect(isFree).toBe(true);
						expect(after.output[part][row]).toBe(rows.includes(row) ? mask : id);
					}
				}
			},
		),
	);
});
