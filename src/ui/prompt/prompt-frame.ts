import chalk from 'chalk';
import wrapAnsi from 'wrap-ansi';
import {printable} from '../../printable.ts';
import {fitParts} from '../screen/status-parts.ts';
import {cellsOf, cutTo} from '../terminal/cells.ts';
import {type Size, spareRows} from '../terminal/size.ts';
import {found} from './history-search.ts';
import {type LineState, withText} from './line-editor.ts';
import {type SessionCommand, sessionCommands} from './session-commands.ts';
import type {SessionState} from './session-state.ts';

/** A prompt as it stands in a window, and where the cursor is in it: row and column from 0. */
export type PromptFrame = {readonly lines: readonly string[]; readonly cursor: {readonly row: number; readonly column: number}};

const margin = ' ';
const mostLineRows = 8;
const mostMessageRows = 4;

/** The prompt of a session. Never taller than `rows - 2`, never wider than the window. */
export function promptFrame(state: SessionState, {columns, rows}: Size): PromptFrame {
	const width = Math.max(1, columns - margin.length - 1);
	const below = [...linesBelow(state, width), ...factLine(state, width, rows)].slice(0, Math.max(0, rows - spareRows - 1));
	const most = Math.max(1, Math.min(mostLineRows, rows - spareRows - below.length));
	const {lines, cursor} = wrapLine(labelOf(state), shownLine(state), width, most);
	return {
		lines: [...lines, ...below].map(line => `${margin}${line}`),
		cursor: {row: cursor.row, column: cursor.column + margin.length},
	};
}

/** The effect of Enter. */
function labelOf({asks, pictures, isNew, search}: Pick<SessionState, 'asks' | 'pictures' | 'isNew' | 'search'>): string {
	if (search) return `${search.query === '' ? 'search' : search.query} < `;
	if (asks === 'file') return 'save as > ';
	return pictures.length === 0 || isNew ? 'draw > ' : 'edit > ';
}

/** The line in rows, as many of them as fit around the cursor. */
function wrapLine(label: string, line: Pick<LineState, 'text' | 'cursor'>, width: number, most: number) {
	const shown = width > label.length + 4 ? label : '> ';
	const rows = [chalk.bold.cyan(shown)];
	let used = shown.length;
	let cursor: {readonly row: number; readonly column: number; readonly index?: number} = {row: 0, column: used};
	/** Place after the last blank of the row, where it can be broken. */
	let blank = 0;
	for (const {segment, index} of segmenter.segment(line.text)) {
		const cells = cellsOf(segment);
		if (used + cells > width) {
			const isWord = segment !== ' ' && blank > 0;
			const word = isWord ? (rows.at(-1) ?? '').slice(blank) : '';
			if (isWord) rows[rows.length - 1] = (rows.at(-1) ?? '').slice(0, blank);
			if (cursor.row === rows.length - 1 && cursor.index !== undefined && cursor.index >= index - word.length)
				cursor = {...cursor, row: rows.length, column: cellsOf(word.slice(0, cursor.index - (index - word.length)))};
			rows.push(word);
			used = cellsOf(word);
			blank = 0;
		}
		if (index === line.cursor) cursor = {row: rows.length - 1, column: used, index};
		rows[rows.length - 1] += segment;
		used += cells;
		if (segment === ' ') blank = (rows.at(-1) ?? '').length;
	}
	if (line.cursor === line.text.length) cursor = {row: rows.length - 1, column: used};
	const first = Math.max(0, Math.min(cursor.row - Math.floor(most / 2), rows.length - most));
	return {lines: rows.slice(first, first + most), cursor: {row: cursor.row - first, column: cursor.column}};
}

/** The line that is typed, or the one that was found. */
function shownLine({search, line}: SessionState): Pick<LineState, 'text' | 'cursor'> {
	return search ? {...found(search, withText(line, '')), cursor: 0} : line;
}

/** The place where the session stands, in windows with room for it. */
function factLine({facts = [], showsHelp}: SessionState, width: number, rows: number): string[] {
	return facts.length === 0 || showsHelp || rows < airyRows ? [] : [chalk.dim(cutTo(printable(facts.join(' · ')), width))];
}

const airyRows = 12;

const searchKeys = 'Ctrl-R an older one · Enter takes it · Esc goes back';

function linesBelow({message, search, showsHelp, asks, pictures, undone}: SessionState, width: number): string[] {
	if (search) {
		const isNone = search.query !== '' && search.at === undefined;
		return [chalk.dim(cutTo(isNone ? 'no line that was typed has this · Esc goes back' : searchKeys, width))];
	}
	if (showsHelp) return helpRows.map(row => chalk.dim(cutTo(row, width)));
	if (message !== undefined) {
		return wrapAnsi(printable(message), width, {hard: true})
			.split('\n')
			.slice(0, mostMessageRows)
			.map(row => chalk.yellow(row));
	}
	if (asks === 'file') return [chalk.dim(cutTo('a .png file or a folder; Esc goes back', width))];
	if (pictures.length === 0) return [chalk.dim(cutTo('say what to draw, or q to quit', width))];
	return [
		chalk.dim(
			fitParts(
				shortcuts.filter(({text}) => undone.length > 0 || text !== redo),
				width,
			)
				.map(({text}) => text)
				.join(' · '),
		),
	];
}

const redo = 'y redo';

/** Words that may be typed beside an instruction; the rank is the order in which they stay when a window gets narrower. */
const shortcuts = [
	{text: 'r again', rank: 2},
	{text: 's save as', rank: 3},
	{text: 'o open', rank: 5},
	{text: 'u undo', rank: 1},
	{text: redo, rank: 1},
	{text: 'n new picture', rank: 4},
	{text: '/help', rank: 0},
	{text: 'q quit', rank: 7},
];

const helpRows = [
	'an instruction   changes the picture, or draws the first',
	...sessionCommands.map(({name, aliases, text, ...command}: SessionCommand) => {
		const [letter] = aliases;
		const typed = [letter !== undefined && letter.length === 1 ? `${letter} /${name}` : `/${name}`, command.takes ?? ''].join(' ').trim();
		return `${typed.padEnd(16)} ${text}`;
	}),
	'up, Ctrl-R, Tab  earlier lines; completes words',
];

const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
