import type {Template, Templates} from '../../../decoder/denoiser.ts';
import {type TokenId, toToken} from '../../../decoder/ids.ts';
import type {Prompt} from '../../text/prompt.ts';
import {shortenTo} from '../../text/shorten.ts';
import {endToken, maskToken, type Tokenizer} from '../../text/tokenizer.ts';
import {mendWords} from '../../text/unknown-words.ts';
import type {Layout} from '../layout.ts';
import {badInstruction, encodeInstruction} from '../sequence.ts';
import type {StorybookConfig} from './config.ts';

/** Special tokens of the storybook layout: those of MMaDA-Parallel-M. */
export type StorybookTokens = {
	readonly generate: TokenId;
	readonly edit: TokenId;
	readonly imageStart: TokenId;
	readonly imageEnd: TokenId;
	readonly textStart: TokenId;
	readonly textEnd: TokenId;
	readonly mask: TokenId;
};

const storybookTokens = (tokenizer: Tokenizer): StorybookTokens => ({
	generate: tokenizer.idOf('<|t2i|>'),
	edit: tokenizer.idOf('<|interleave|>'),
	imageStart: tokenizer.idOf('<|soi|>'),
	imageEnd: tokenizer.idOf('<|eoi|>'),
	textStart: tokenizer.idOf('<|startoftext|>'),
	textEnd: tokenizer.idOf(endToken),
	mask: tokenizer.idOf(maskToken),
});

/** The layout of the bundled model. */
export function storybookLayout(config: StorybookConfig, tokenizer: Tokenizer): Layout {
	const {mask, textEnd} = storybookTokens(tokenizer);
	const {rows, columns, textLength, codeOffset} = config;
	return {
		grid: {rows, columns},
		textLength,
		codeOffset,
		mask,
		textEnd,
		templatesFor: prompt => storybookTemplates(config, tokenizer, prompt),
	};
}

/** The sequences of one run, guided or not. @throws UserError (exit 65) when the instruction is empty or too long. */
function storybookTemplates(config: StorybookConfig, tokenizer: Tokenizer, {instruction, inputCodes}: Prompt): Templates {
	const words = shortenTo(config.maxInstruction, encodeInstruction(tokenizer, mendWords(tokenizer, instruction)), tokenizer);
	if (words.length > config.maxInstruction) {
		const fault = `The instruction has ${words.length} words and marks, and this model reads at most ${config.maxInstruction}`;
		throw badInstruction(fault, 'Say it more shortly.');
	}
	const count = config.rows * config.columns;
	if (inputCodes && inputCodes.length !== count) throw new RangeError(`${inputCodes.length} input codes for a grid of ${count}.`);
	const input = inputCodes?.map(code => toToken(code, config.codeOffset));
	const tokens = storybookTokens(tokenizer);
	const conditional = storybookTemplate(config, tokens, {words, input});
	const withoutText = storybookTemplate(config, tokens, {words: [], input});
	return input ? {conditional, withoutText, withoutImage: storybookTemplate(config, tokens, {words})} : {conditional, withoutText};
}

/**
One sequence. Position ids are fixed slots, whatever is present, so that every role keeps its place:
task | soi input codes eoi | BOS instruction EOS (directly after the last word) | soi output codes eoi | BOS text output.
*/
export function storybookTemplate(
	config: StorybookConfig,
	tokens: StorybookTokens,
	{words, input}: {readonly words: readonly TokenId[]; readonly input?: readonly TokenId[] | undefined},
): Template {
	const count = config.rows * config.columns;
	const ids: TokenId[] = [];
	const positions: number[] = [];
	/** Put tokens at consecutive positions; returns their indices in the sequence. */
	const place = (position: number, placed: readonly TokenId[]) => {
		const start = ids.length;
		for (const [index, id] of placed.entries()) {
			ids.push(id);
			positions.push(position + index);
		}
		return placed.map((_, index) => start + index);
	};
	const masks = (length: number) => Array<TokenId>(length).fill(tokens.mask);

	const instructionAt = count + 3;
	const outputAt = instructionAt + config.maxInstruction + 2;
	place(0, [input ? tokens.edit : tokens.generate]);
	if (input) place(1, [tokens.imageStart, ...input, tokens.imageEnd]);
	place(instructionAt, [tokens.textStart, ...words, tokens.textEnd]);
	place(outputAt, [tokens.imageStart]);
	const image = place(outputAt + 1, masks(count));
	place(outputAt + count + 1, [tokens.imageEnd, tokens.textStart]);
	const text = place(outputAt + count + 3, masks(config.textLength));
	return {ids, positions, text, image};
}

/** Position ids that the layout uses: 0 to one less. */
export const storybookLength = ({rows, columns, maxInstruction, textLength}: StorybookConfig): number =>
	2 * rows * columns + maxInstruction + textLength + 8;
