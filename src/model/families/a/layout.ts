import type {Template} from '../../../decoder/denoiser.ts';
import {type TokenId, toToken} from '../../../decoder/ids.ts';
import type {CodePicture, Grid} from '../../text/prompt.ts';
import {endToken, maskToken} from '../../text/tokenizer.ts';
import type {Layout} from '../layout.ts';
import {checkLength, createSequence, encodeInstruction, inputPicture, type LayoutTokenizer, masks} from '../sequence.ts';

/** Special tokens of family A. */
export type TokensA = {
	/** Ends every row of a picture. */
	readonly newline: TokenId;
	readonly imageStart: TokenId;
	readonly imageEnd: TokenId;
	readonly answerStart: TokenId;
	readonly answerEnd: TokenId;
	readonly mask: TokenId;
	/** Token of image code 0. */
	readonly codeOffset: number;
};

/** By name where the tokenizer has it; otherwise the number that the released code has fixed. */
const special = (tokenizer: LayoutTokenizer, name: string, released: number) => tokenizer.vocabulary.get(name) ?? (released as TokenId);

export const tokensA = (tokenizer: LayoutTokenizer): TokensA => ({
	newline: special(tokenizer, '<|reserved_token_0|>', 126_084),
	imageStart: special(tokenizer, '<IMAGE>', 126_349),
	imageEnd: special(tokenizer, '</IMAGE>', 126_350),
	answerStart: special(tokenizer, '<answer>', 126_354),
	answerEnd: special(tokenizer, '</answer>', 126_355),
	mask: special(tokenizer, maskToken, 126_336),
	codeOffset: special(tokenizer, '</answer>', 126_355) + 1,
});

/** Source: MMaDA-Parallel-A/utils/prompt_utils.py. */
export const systemPromptsA = {
	generate: 'Generate an image according to the text prompt.',
	edit: 'Generate an image applying the following editing instruction based on the original image.',
} as const;

/** The instruction as the tokenizer reads it; `<uncondition>` stands for none. */
export const promptA = (task: keyof typeof systemPromptsA, instruction = '<uncondition>'): string =>
	`<system>${systemPromptsA[task]}</system><user>${instruction}</user>`;

export type OptionsA = {
	readonly grid: Grid;
	readonly textLength: number;
	readonly maxLength: number;
	readonly codeOffset?: number | undefined;
};

/** The layout of MMaDA-Parallel-A and Lumina-DiMOO. Unconditional sequences are built again, without instruction or without picture. */
export function layoutA(tokenizer: LayoutTokenizer, {grid, textLength, maxLength, codeOffset}: OptionsA): Layout {
	const named = tokensA(tokenizer);
	const tokens = {...named, codeOffset: codeOffset ?? named.codeOffset};
	return {
		grid,
		textLength,
		codeOffset: tokens.codeOffset,
		mask: tokens.mask,
		textEnd: tokenizer.idOf(endToken),
		templatesFor(prompt) {
			encodeInstruction(tokenizer, prompt.instruction);
			const input = inputPicture(prompt, grid);
			const task = input ? 'edit' : 'generate';
			const build = (text: string, picture?: CodePicture) =>
				templateA(tokens, {prompt: tokenizer.encode(text), input: picture, grid, textLength});
			const instruction = promptA(task, prompt.instruction);
			const templates = {conditional: build(instruction, input), withoutText: build(promptA(task), input)};
			return checkLength(input ? {...templates, withoutImage: build(instruction)} : templates, maxLength);
		},
	};
}

/** One sequence: prompt with the input picture before its last token | answer: picture, text. */
export function templateA(
	tokens: TokensA,
	{prompt, input, grid, textLength}: {prompt: readonly TokenId[]; input?: CodePicture | undefined; grid: Grid; textLength: number},
): Template {
	const sequence = createSequence();
	sequence.add([...questionA(tokens, prompt, input), tokens.answerStart, tokens.imageStart]);
	const places = sequence.add(withNewlines(masks(tokens.mask, grid.rows * grid.columns), grid.columns, tokens.newline));
	sequence.add([tokens.imageEnd]);
	const text = sequence.add(masks(tokens.mask, textLength));
	sequence.add([tokens.answerEnd]);
	return sequence.template({text, image: places.filter((_, index) => (index + 1) % (grid.columns + 1) !== 0)});
}

/** The prompt of the model: the input picture stands before the last token. */
export function questionA(tokens: TokensA, prompt: readonly TokenId[], input?: CodePicture): TokenId[] {
	return input ? [...prompt.slice(0, -1), ...pictureA(tokens, input), ...prompt.slice(-1)] : [...prompt];
}

/** A picture between its marks, every row ended by a newline. */
export const pictureA = (tokens: TokensA, {codes, columns}: CodePicture): TokenId[] => [
	tokens.imageStart,
	...withNewlines(
		codes.map(code => toToken(code, tokens.codeOffset)),
		columns,
		tokens.newline,
	),
	tokens.imageEnd,
];

/** Rows of `columns` tokens, each followed by `newline`. */
export const withNewlines = (tokens: readonly TokenId[], columns: number, newline: TokenId): TokenId[] =>
	tokens.flatMap((token, index) => ((index + 1) % columns === 0 || index === tokens.length - 1 ? [token, newline] : [token]));
