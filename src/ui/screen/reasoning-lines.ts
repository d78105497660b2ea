import chalk from 'chalk';
import wrapAnsi from 'wrap-ansi';
import type {RunState} from '../../events/events.ts';
import {revealsOf} from '../../events/reveal-times.ts';
import {maskGlyph as mask} from '../../printable.ts';
import type {Size} from '../terminal/size.ts';

/** Stands for a token still masked. `▓` and `█` are of uncertain width in East Asian terminals. */
/** In place of `mask` beyond the block in progress, where there is no colour to tell them apart. */
const laterMask = '·';

/** The text so far, a token still masked as one `░`, and the tokens, null where masked. */
export type Thought = Pick<RunState, 'text' | 'textIds'>;

export type ReasoningParts = {
	readonly now: Thought;
	/** As it was a moment ago: what has been decided since is lit. */
	readonly previous: Thought;
	/** Number of masks, from the first, that belong to the block in progress; the others are quieter. */
	readonly blockMasks: number;
};

/**
The reasoning as terminal lines no larger than `size`. If it is longer, the lines around the first lit word are shown, or around
the first mask.
*/
export function reasoningLines({now, previous, blockMasks}: ReasoningParts, {columns, rows}: Size): string[] {
	const {text} = now;
	let masks = 0;
	let offset = 0;
	let firstLit = -1;
	let styled = '';
	for (const piece of piecesOf(now, previous)) {
		const word = piece.text.trimStart();
		const spaces = piece.text.slice(0, piece.text.length - word.length);
		if (piece.step === moments.now && firstLit === -1) firstLit = offset + spaces.length;
		offset += piece.text.length;
		styled += spaces;
		if (word === mask) styled += masks++ < blockMasks ? chalk.cyan(mask) : later();
		else styled += piece.step === moments.now ? chalk.bold.cyan(word) : word;
	}
	const lines = wrap(styled, columns);
	if (lines.length <= rows) return lines;
	const focusAt = firstLit === -1 ? text.indexOf(mask) : firstLit;
	const focus = focusAt === -1 ? 0 : wrap(text.slice(0, focusAt + 1), columns).length - 1;
	const first = Math.max(0, Math.min(focus - Math.floor(rows / 2), lines.length - rows));
	return lines.slice(first, first + rows);
}

/**
Number of masked tokens of the block in progress. Blocks are revealed from left to right, so it is the one that the first
masked token is in.
@param blockLength - Tokens of a block, at least 1.
*/
export function masksInBlock(textIds: readonly (number | null)[], blockLength: number): number {
	const start = Math.floor(Math.max(0, textIds.indexOf(null)) / blockLength) * blockLength;
	return textIds.slice(start, start + blockLength).filter(id => id === null).length;
}

/** In place of the steps that `revealsOf` counts, since what is shown may be some apart. */
const moments = {previous: 1, now: 2};

/** Nothing is lit where that is not certain, and all that is known when there was nothing before. */
const piecesOf = (now: Thought, previous: Thought) =>
	revealsOf([...(previous.textIds.length > 0 ? [{...previous, step: moments.previous}] : []), {...now, step: moments.now}]);

const later = () => (chalk.level === 0 ? laterMask : chalk.dim(mask));
const wrap = (text: string, columns: number) => wrapAnsi(text, columns, {hard: true}).split('\n');
