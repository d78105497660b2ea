import chalk from 'chalk';
import wrapAnsi from 'wrap-ansi';
import type {Size} from './layout.ts';

/** Stands for a token still masked. `▓` and `█` are of uncertain width in East Asian terminals. */
const mask = '░';
/** In place of `mask` beyond the block in progress, where there is no colour to tell them apart. */
const laterMask = '·';
const unit = /░|[^\s░.,;:!?]+|[.,;:!?]+/gu;

export type ReasoningParts = {
	/** The text so far; a token still masked is one `░`. */
	readonly text: string;
	/** The text as it was a moment ago: what is not in it is lit. */
	readonly previousText: string;
	/** How many of the first masks belong to the block in progress; the others are quieter. */
	readonly blockMasks: number;
};

/**
The reasoning as terminal lines no larger than `size`. If it is longer, the lines around the first lit word are shown, or around
the first mask.
*/
export function reasoningLines({text, previousText, blockMasks}: ReasoningParts, {columns, rows}: Size): string[] {
	const known = units(previousText).filter(word => word !== mask);
	let next = 0;
	let masks = 0;
	let firstLit = -1;
	const styled = text.replace(unit, (word, offset: number) => {
		if (word === mask) return masks++ < blockMasks ? chalk.cyan(mask) : later();
		// Words only appear between those that stood before, so the known ones come in their old order.
		if (word === known[next]) {
			next++;
			return word;
		}
		if (firstLit === -1) firstLit = offset;
		return chalk.bold.cyan(word);
	});
	const lines = wrap(styled, columns);
	if (lines.length <= rows) return lines;
	const focusAt = firstLit === -1 ? text.indexOf(mask) : firstLit;
	const focus = focusAt === -1 ? 0 : wrap(text.slice(0, focusAt + 1), columns).length - 1;
	const first = Math.max(0, Math.min(focus - Math.floor(rows / 2), lines.length - rows));
	return lines.slice(first, first + rows);
}

/**
How many tokens of the block in progress are masked. Blocks are revealed from left to right, so it is the one that the first
masked token is in.
@param blockLength - Tokens of a block, at least 1.
*/
export function masksInBlock(textIds: readonly (number | null)[], blockLength: number): number {
	const start = Math.floor(Math.max(0, textIds.indexOf(null)) / blockLength) * blockLength;
	return textIds.slice(start, start + blockLength).filter(id => id === null).length;
}

const later = () => (chalk.level === 0 ? laterMask : chalk.dim(mask));
const units = (text: string) => text.match(unit) ?? [];
const wrap = (text: string, columns: number) => wrapAnsi(text, columns, {hard: true}).split('\n');
