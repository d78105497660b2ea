import chalk from 'chalk';
import {printable} from '../../printable.ts';
import {fitParts} from '../screen/status-parts.ts';
import {cellsOf, cutTo} from '../terminal/cells.ts';
import {type Size, spareRows} from '../terminal/size.ts';
import {type SessionState, sessionCommands} from './session-state.ts';

/** A prompt as it stands in a window, and where the cursor is in it: row and column from 0. */
export type PromptFrame = {readonly lines: readonly string[]; readonly cursor: {readonly row: number; readonly column: number}};

const margin = ' ';
const mostLineRows = 8;

/** The prompt of a session. Never taller than `rows - 2`, never wider than the window. */
export function promptFrame(state: SessionState, {columns, rows}: Size): PromptFrame {
	const width = Math.max(1, columns - margin.length - 1);
	const below = linesBelow(state, width).slice(0, Math.max(0, rows - spareRows - 1));
	const most = Math.max(1, Math.min(mostLineRows, rows - spareRows - below.length));
	const {lines, cursor} = wrapLine(labelOf(state), state, width, most);
	return {
		lines: [...lines, ...below].map(line => `${margin}${line}`),
		cursor: {row: cursor.row, column: cursor.column + margin.length},
	};
}

/** The effect of Enter. */
function labelOf({asks, pictures, isNew}: Pick<SessionState, 'asks' | 'pictures' | 'isNew'>): string {
	if (asks === 'file') return 'save as > ';
	return pictures.length === 0 || isNew ? 'draw > ' : 'edit > ';
}

/** The line in rows, as many of them as fit around the cursor. */
function wrapLine(label: string, {line}: SessionState, width: number, most: number) {
	const shown = width > label.length + 4 ? label : '> ';
	const rows = [chalk.bold.cyan(shown)];
	let used = shown.length;
	let cursor = {row: 0, column: used};
	for (const {segment, index} of segmenter.segment(line.text)) {
		const cells = cellsOf(segment);
		if (used + cells > width) {
			rows.push('');
			used = 0;
		}
		if (index === line.cursor) cursor = {row: rows.length - 1, column: used};
		rows[rows.length - 1] += segment;
		used += cells;
	}
	if (line.cursor === line.text.length) cursor = {row: rows.length - 1, column: used};
	const first = Math.max(0, Math.min(cursor.row - Math.floor(most / 2), rows.length - most));
	return {lines: rows.slice(first, first + most), cursor: {row: cursor.row - first, column: cursor.column}};
}

function linesBelow({message, showsHelp, asks, pictures}: SessionState, width: number): string[] {
	if (showsHelp) return helpRows.map(row => chalk.dim(cutTo(row, width)));
	if (message !== undefined) return [chalk.yellow(cutTo(printable(message), width))];
	if (asks === 'file') return [chalk.dim(cutTo('a .png file or a folder; Esc goes back', width))];
	if (pictures.length === 0) return [chalk.dim(cutTo('say what to draw, or q to quit', width))];
	const parts = sessionCommands.map(({letter, text}, index) => ({text: `${letter} ${text}`, rank: ranks[index] ?? 0}));
	return [
		chalk.dim(
			fitParts(parts, width)
				.map(({text}) => text)
				.join(' · '),
		),
	];
}

/** The parts of `sessionCommands` in the order in which they stay when a window gets narrower. */
const ranks = [2, 3, 5, 1, 4, 0, 6];

const helpRows = [
	'an instruction  changes the picture; before there is one, draws it',
	'r               the same again with a new seed',
	's [file]        save the picture and its transcript under another name',
	'o               open the picture with the viewer of your system',
	'u               undo: back to the picture before',
	'n [instruction] draw a new picture instead of changing this one',
	'q               quit (also Ctrl-D; Ctrl-C drops the line, then quits)',
	'up, down        instructions given before',
];

const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
