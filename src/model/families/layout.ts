import type {Template, Templates} from '../../decoder/denoiser.ts';
import type {TokenId} from '../../decoder/ids.ts';
import {exitCodes, UserError} from '../../errors.ts';
import type {Defaults} from '../checkpoint/config.ts';
import type {CodePicture, Grid, Prompt} from '../text/prompt.ts';
import type {Tokenizer} from '../text/tokenizer.ts';

/** How tokens stand in the sequences of a model: the released families, or the bundled model's. */
export type Family = 'storybook' | 'a' | 'm';

/** All that a model's family decides about its sequences. */
export type Layout = {
	readonly family: Family;
	/** Of the picture that is made. */
	readonly grid: Grid;
	/** Text output tokens of a run. */
	readonly textLength: number;
	/** Token of image code 0. */
	readonly codeOffset: number;
	readonly mask: TokenId;
	/** Ends the text and fills the rest of it. */
	readonly textEnd: TokenId;
	readonly defaults: Defaults;
	/** The sequences of one run. @throws UserError (exit 65) when the instruction is empty or too long. */
	templatesFor(prompt: Prompt): Templates;
};

/** A sequence as it is put together, its positions counted from 0. */
export function createSequence() {
	const ids: TokenId[] = [];
	return {
		/** Append tokens; returns their indices. */
		add(tokens: readonly TokenId[]): number[] {
			const start = ids.length;
			for (const token of tokens) ids.push(token);
			return tokens.map((_, index) => start + index);
		},
		/** The sequence with its output at these indices. */
		template: (output: {readonly text: readonly number[]; readonly image: readonly number[]}): Template => ({
			ids,
			positions: ids.map((_, index) => index),
			...output,
		}),
	};
}

/** `length` masked tokens. */
export const masks = (mask: TokenId, length: number): TokenId[] => Array<TokenId>(length).fill(mask);

/** The tokens of an instruction. @throws UserError (exit 65) when there are none. */
export function encodeInstruction(tokenizer: Tokenizer, instruction: string): TokenId[] {
	const words = tokenizer.encode(instruction);
	if (words.length > 0) return words;
	throw badInstruction('The instruction is empty', 'Say what to draw, such as "a red balloon above a small blue house".');
}

/** Refuse sequences longer than the network was made for. @throws UserError (exit 65) */
export function checkLength(templates: Templates, longest: number): Templates {
	const {length} = templates.conditional.ids;
	if (length <= longest) return templates;
	throw badInstruction(`Picture and words make ${length} tokens, and this model reads at most ${longest}`, 'Say it more shortly.');
}

/** The grid of an input picture: the one given, or the output's when as many codes fill it. */
export function inputPicture({inputCodes, inputGrid}: Prompt, output: Grid): CodePicture | undefined {
	if (!inputCodes) return;
	const {rows, columns} = inputGrid ?? output;
	if (inputCodes.length !== rows * columns) throw new RangeError(`${inputCodes.length} input codes for a grid of ${rows} x ${columns}.`);
	return {rows, columns, codes: inputCodes};
}

export const badInstruction = (fault: string, hint: string): UserError => new UserError(`${fault}.`, {hint, exitCode: exitCodes.badData});
