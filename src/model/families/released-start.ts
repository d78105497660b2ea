import type {Template} from '../../decoder/denoiser.ts';
import type {TokenId} from '../../decoder/ids.ts';
import type {StartA} from '../../decoder/released/a.ts';
import type {StartM} from '../../decoder/released/m.ts';
import type {Grid, Prompt} from '../text/prompt.ts';
import type {Tokenizer} from '../text/tokenizer.ts';
import {promptA, questionA, type TokensA, templateA} from './a/layout.ts';
import {encodeInstruction, inputPicture} from './layout.ts';
import {questionM, type TokensM, templateM} from './m/layout.ts';

type Vocabulary = {readonly codebookSize: number /** Rows of the head. */; readonly vocabularySize: number};
type Size = Vocabulary & {readonly grid: Grid; readonly textLength: number};

/** The sequence of a run as the released code of family A lays it out, with its overlays for the unconditional passes. */
export function officialStartA(tokenizer: Tokenizer, tokens: TokensA, size: Size, prompt: Prompt): StartA {
	encodeInstruction(tokenizer, prompt.instruction);
	const input = inputPicture(prompt, size.grid);
	const task = input ? 'edit' : 'generate';
	const words = tokenizer.encode(promptA(task, prompt.instruction));
	return {
		...places(templateA(tokens, {prompt: words, input, ...size})),
		withoutText: questionA(tokens, tokenizer.encode(promptA(task)), input),
		withoutImage: input ? words : undefined,
		maskToken: tokens.mask,
		codeOffset: tokens.codeOffset,
		codebookSize: size.codebookSize,
		vocabularySize: size.vocabularySize,
	};
}

/** The two sequences of a run as the released code of family M lays them out: equally long, the unconditional one filled up with EOS. */
export function officialStartM(tokenizer: Tokenizer, tokens: TokensM, size: Size, prompt: Prompt): StartM {
	const words = encodeInstruction(tokenizer, prompt.instruction);
	const codes = inputPicture(prompt, size.grid)?.codes;
	const count = size.grid.rows * size.grid.columns;
	const given = templateM(tokens, {question: questionM(tokens, words, {codes, count}), ...size});
	const nothing = words.map(() => tokens.textEnd);
	const [task = tokens.edit] = given.ids;
	const [, ...emptyQuestion] = questionM(tokens, nothing, {count});
	const {ids: unconditional} = templateM(tokens, {question: [task, ...emptyQuestion], ...size});
	const {ids, text, image} = places(given);
	const [firstMask = 0] = text;
	return {
		ids,
		unconditional,
		// The released code counts the start token as text.
		text: [firstMask - 1, ...text],
		image,
		maskToken: tokens.mask,
		codeOffset: tokens.codeOffset,
		codebookSize: size.codebookSize,
		vocabularySize: size.vocabularySize,
	};
}

const places = ({ids, text, image}: Template): {ids: readonly TokenId[]; text: readonly number[]; image: readonly number[]} => ({
	ids,
	text,
	image,
});
