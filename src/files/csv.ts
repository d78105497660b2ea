import {exitCodes, UserError} from '../errors.ts';

/** A row of a table, and the line (from 1) on which it begins. */
export type Row = {readonly line: number; readonly cells: readonly string[]};

/**
The rows of a CSV text (RFC 4180): cells between commas, in quotes where they hold commas, quotes (doubled) or line breaks. Lines without
anything in their cells are left out. Spreadsheets write them, and in many countries put another separator between the cells.
@param separator - one letter
@throws UserError (65) for quotes that are left open or end before the cell does
*/
export function parseCsv(text: string, separator = ','): Row[] {
	const rows: Row[] = [];
	let cells: string[] = [];
	let [line, rowLine] = [1, 1];
	let at = 0;
	const plain = plainCells(text, separator);
	while (at < text.length) {
		const cell = text[at] === '"' ? quoted(text, at, {line, separator}) : plain(at);
		cells.push(cell.value);
		line += cell.lines;
		at = cell.end;
		if (text[at] === separator) {
			at++;
			// A separator at the very end has an empty cell after it.
			if (at < text.length) continue;
			cells.push('');
		}
		if (text[at] === '\r') at++;
		if (text[at] === '\n') at++;
		if (cells.some(value => value.trim() !== '')) rows.push({line: rowLine, cells});
		cells = [];
		rowLine = ++line;
	}
	return rows;
}

/** Content of a cell, its end, and the number of lines that end in it. */
type Cell = {readonly value: string; readonly end: number; readonly lines: number};

function plainCells(text: string, separator: string): (start: number) => Cell {
	const rest = new RegExp(`[${separator}\\r\\n]`, 'g');
	return start => {
		rest.lastIndex = start;
		const end = rest.exec(text)?.index ?? text.length;
		return {value: text.slice(start, end), end, lines: 0};
	};
}

function quoted(text: string, start: number, {line, separator}: {readonly line: number; readonly separator: string}): Cell {
	const pieces: string[] = [];
	let at = start + 1;
	for (;;) {
		const quote = text.indexOf('"', at);
		if (quote === -1) throw broken(line, 'begins a cell with a quote that nothing ends');
		pieces.push(text.slice(at, quote));
		at = quote + 1;
		if (text[at] !== '"') break;
		at++;
	}
	if (at < text.length && !`${separator}\r\n`.includes(text[at]!)) throw broken(line, 'has text after the quotes of a cell');
	const value = pieces.join('"');
	return {value, end: at, lines: value.split('\n').length - 1};
}

const broken = (line: number, fault: string) =>
	new UserError(`Line ${line} of the table ${fault}.`, {
		hint: 'Inside of quotes a quote is written twice: "".',
		exitCode: exitCodes.badData,
	});
