import chalk from 'chalk';
import {printable} from '../../printable.ts';
import type {TypeAheadState} from '../prompt/type-ahead.ts';
import {cellsOf, cutTo} from '../terminal/cells.ts';
import type {Size} from '../terminal/size.ts';

/** Windows from so many rows on say that something can be typed while nothing is. */
const airyRows = 12;
const label = 'next > ';

/** The queue line of a session's run, for the rows below its status; none outside of a session. */
export function nextLines(typed: TypeAheadState | undefined, {columns, rows}: Size): string[] {
	if (!typed) return [];
	const {line, waiting} = typed;
	const width = Math.max(1, columns - 2);
	const queued = waiting.map(printable).join(' · ');
	const below = waiting.length > 0 ? [chalk.dim(cutTo(`then: ${queued}`, width))] : [];
	if (line.text !== '') return [`${chalk.bold.cyan(label)}${aroundCursor(line.text, line.cursor, width - label.length)}`, ...below];
	if (below.length > 0) return below;
	return rows < airyRows ? [] : [chalk.dim(cutTo('type what comes next · Esc stops', width))];
}

const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** The part of a line that has room, its end if that is where one types, with the character at the cursor turned around. */
function aroundCursor(text: string, cursor: number, width: number): string {
	const before = Array.from(segmenter.segment(text.slice(0, cursor)), ({segment}) => segment);
	const [at = ' ', ...after] = Array.from(segmenter.segment(text.slice(cursor)), ({segment}) => segment);
	let room = width - cellsOf(at);
	const kept: string[] = [];
	for (const segment of before.reverse()) {
		room -= cellsOf(segment);
		if (room < 0) break;
		kept.unshift(segment);
	}
	const behind: string[] = [];
	for (const segment of after) {
		room -= cellsOf(segment);
		if (room < 0) break;
		behind.push(segment);
	}
	return `${kept.join('')}${chalk.level === 0 ? at : chalk.inverse(at)}${behind.join('')}`;
}
