import type {Template} from '../../../decoder/denoiser.ts';
import {type CodeId, type TokenId, toToken} from '../../../decoder/ids.ts';
import type {Grid} from '../../text/prompt.ts';
import {endToken, maskToken} from '../../text/tokenizer.ts';
import type {Layout} from '../layout.ts';
import {checkLength, createSequence, encodeInstruction, inputPicture, type LayoutTokenizer, masks} from '../sequence.ts';

/** Special tokens of family M. */
export type TokensM = {
	readonly generate: TokenId;
	readonly edit: TokenId;
	readonly imageStart: TokenId;
	readonly imageEnd: TokenId;
	readonly textStart: TokenId;
	readonly textEnd: TokenId;
	readonly mask: TokenId;
	/** Token of image code 0. */
	readonly codeOffset: number;
};

/** MMaDA gives names to LLaDA's reserved tokens; a tokenizer may know them by the new name, the old one, or not at all. */
function reserved(tokenizer: LayoutTokenizer, name: string, order: number): TokenId {
	const {vocabulary} = tokenizer;
	return vocabulary.get(name) ?? vocabulary.get(`<|reserved_token_${order}|>`) ?? ((126_084 + order) as TokenId);
}

export const tokensM = (tokenizer: LayoutTokenizer): TokensM => ({
	generate: reserved(tokenizer, '<|t2i|>', 4),
	edit: reserved(tokenizer, '<|interleave|>', 11),
	imageStart: reserved(tokenizer, '<|soi|>', 0),
	imageEnd: reserved(tokenizer, '<|eoi|>', 1),
	textStart: tokenizer.idOf('<|startoftext|>'),
	textEnd: tokenizer.idOf(endToken),
	mask: tokenizer.idOf(maskToken),
	codeOffset: tokenizer.length,
});

export type OptionsM = {readonly grid: Grid; readonly textLength: number; readonly maxLength: number};

/** The layout of MMaDA-Parallel-M; `textLength` counts the start token. Unconditional sequences are built again, without instruction or without picture. */
export function layoutM(tokenizer: LayoutTokenizer, {grid, textLength, maxLength}: OptionsM): Layout {
	const tokens = tokensM(tokenizer);
	return {
		grid,
		// The first of the text tokens is always the start token.
		textLength: textLength - 1,
		codeOffset: tokens.codeOffset,
		mask: tokens.mask,
		textEnd: tokens.textEnd,
		templatesFor(prompt) {
			const words = encodeInstruction(tokenizer, prompt.instruction);
			const input = inputPicture(prompt, grid)?.codes;
			const build = (given: readonly TokenId[], codes?: readonly CodeId[]) =>
				templateM(tokens, {question: questionM(tokens, given, {codes, count: grid.rows * grid.columns}), grid, textLength});
			const templates = {conditional: build(words, input), withoutText: build([], input)};
			return checkLength(input ? {...templates, withoutImage: build(words)} : templates, maxLength);
		},
	};
}

/** task soi picture eoi BOS instruction EOS. A missing picture is `count` tokens of id 0, as in training. */
export function questionM(
	tokens: TokensM,
	words: readonly TokenId[],
	{codes, count}: {readonly codes?: readonly CodeId[] | undefined; readonly count: number},
): TokenId[] {
	const picture = codes?.map(code => toToken(code, tokens.codeOffset)) ?? masks(0 as TokenId, count);
	const task = codes ? tokens.edit : tokens.generate;
	return [task, tokens.imageStart, ...picture, tokens.imageEnd, tokens.textStart, ...words, tokens.textEnd];
}

/** One sequence: question | soi picture eoi BOS text. `textLength` counts the BOS. */
export function templateM(
	tokens: TokensM,
	{question, grid, textLength}: {readonly question: readonly TokenId[]; readonly grid: Grid; readonly textLength: number},
): Template {
	const sequence = createSequence();
	sequence.add([...question, tokens.imageStart]);
	const image = sequence.add(masks(tokens.mask, grid.rows * grid.columns));
	sequence.add([tokens.imageEnd, tokens.textStart]);
	return sequence.template({image, text: sequence.add(masks(tokens.mask, textLength - 1))});
}
