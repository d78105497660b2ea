import type {Template, Templates} from '../../decoder/denoiser.ts';
import type {CodeId, TokenId} from '../../decoder/ids.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {promptLength} from '../network/prompt-cache.ts';
import type {CodePicture, Grid, Prompt} from '../text/prompt.ts';
import type {Tokenizer} from '../text/tokenizer.ts';
import type {RunShape, TokenCount} from './family.ts';
import type {Layout} from './layout.ts';

/** The part of a tokenizer that a layout needs. */
export type LayoutTokenizer = Pick<Tokenizer, 'encode' | 'idOf' | 'length' | 'vocabulary'>;

/** Characters that make a token, in English and on average. */
const charactersPerToken = 4;

/** Stands in for a tokenizer where tokens are only counted, about: as many as there are likely to be, whichever. */
export const countingTokenizer: LayoutTokenizer = {
	length: 0,
	vocabulary: new Map(),
	idOf: () => 0 as TokenId,
	encode: text => masks(0 as TokenId, Math.ceil(text.length / charactersPerToken)),
};

/** Instructions are seldom longer (characters): one that is no longer counts, as it may be refused anyway. */
const longestCounted = 400;

/** Length of the longest sequence of such a run, in a layout with `countingTokenizer`. */
export function countTokens({grid, templatesFor}: Layout, {task, instruction}: RunShape): TokenCount {
	const inputCodes = Array.from({length: grid.rows * grid.columns}, () => 0 as CodeId);
	const said = instruction.trim().slice(0, longestCounted) || 'a';
	const {conditional} = templatesFor({instruction: said, ...(task === 'edit' && {inputCodes})});
	return {all: conditional.ids.length, prompt: promptLength(conditional)};
}

/** A square of so many tokens a side. */
export const squareGrid = (side: number): Grid => ({rows: Math.floor(side), columns: Math.floor(side)});

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
export function encodeInstruction(tokenizer: Pick<Tokenizer, 'encode'>, instruction: string): TokenId[] {
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
