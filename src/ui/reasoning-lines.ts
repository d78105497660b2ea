import chalk from 'chalk';
import wrapAnsi from 'wrap-ansi';
import type {Size} from './layout.ts';

/** Stands for a token still masked. `▓` and `█` are of uncertain width in East Asian terminals. */
const mask = '░';
const unit = /░|[^\s░.,;:!?]+|[.,;:!?]+/gu;

/**
The reasoning as terminal lines no larger than `size`: masks dim, words that were not in `previous` lit. If it is longer, the
lines around the first lit word are shown.
*/
export function reasoningLines(text: string, previous: string, {columns, rows}: Size): string[] {
	const known = units(previous).filter(word => word !== mask);
	let next = 0;
	let firstLit = -1;
	const styled = text.replace(unit, (word, offset: number) => {
		if (word === mask) return chalk.dim(word);
		// Words only appear between those that stood before, so the known ones come in their old order.
		if (word === known[next]) {
			next++;
			return word;
		}
		if (firstLit === -1) firstLit = offset;
		return chalk.cyan(word);
	});
	const lines = wrap(styled, columns);
	if (lines.length <= rows) return lines;
	const focus = firstLit === -1 ? 0 : wrap(text.slice(0, firstLit + 1), columns).length - 1;
	const first = Math.max(0, Math.min(focus - Math.floor(rows / 2), lines.length - rows));
	return lines.slice(first, first + rows);
}

const units = (text: string) => text.match(unit) ?? [];
const wrap = (text: string, columns: number) => wrapAnsi(text, columns, {hard: true}).split('\n');
