import {exitCodes, UserError} from '../../errors.ts';
import type {ModelConfig} from '../checkpoint/config.ts';
import type {Grid} from '../text/prompt.ts';
import type {Tokenizer} from '../text/tokenizer.ts';
import {layoutA} from './a/layout.ts';
import type {Family, Layout} from './layout.ts';
import {layoutM} from './m/layout.ts';
import {storybookLayout} from './storybook/layout.ts';

/** Side of the pictures that the released models were trained on, in pixels, and tokens of their text. */
const releasedSide = 512;
const releasedTextLength = 256;

export type LayoutOptions = {
	readonly grid: Grid | undefined;
	readonly textLength: number | undefined;
	/** Pixels per side of one token. */
	readonly patch: number;
};

/** The layout of a model of this family. */
export function openLayout(
	family: Family,
	{network, storybook, released}: ModelConfig,
	tokenizer: Tokenizer,
	options: LayoutOptions,
): Layout {
	if (storybook) {
		const {textLength} = storybook;
		if (options.textLength === undefined || options.textLength === textLength) return storybookLayout(storybook, tokenizer);
		throw new UserError(`This model writes ${textLength} text tokens, not ${options.textLength}.`, {
			hint: 'Leave out --text-length.',
			exitCode: exitCodes.usage,
		});
	}
	const shape = {
		grid: options.grid ?? squareGrid(family === 'm' ? released.imageTokens : undefined, options.patch),
		maxLength: network.maxSequenceLength,
	};
	const {textLength} = options;
	return family === 'm'
		? // Its start token counts as text.
			layoutM(tokenizer, {...shape, textLength: textLength === undefined ? releasedTextLength : textLength + 1})
		: layoutA(tokenizer, {...shape, textLength: textLength ?? releasedTextLength, codeOffset: released.codeOffset});
}

function squareGrid(tokens: number | undefined, patch: number): Grid {
	const side = tokens === undefined ? releasedSide / patch : Math.sqrt(tokens);
	return {rows: Math.floor(side), columns: Math.floor(side)};
}
