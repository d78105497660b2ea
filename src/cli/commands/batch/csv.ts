import {exitCodes, UserError} from '../../../errors.ts';

/** A row of a table, and the line (from 1) on which it begins. */
export type Row = {readonly line: number; readonly cells: readonly string[]};

/**
The rows of a CSV text (RFC 4180): cells between commas, in quotes where they hold commas, quotes (doubled) or line breaks. Empty lines
are left out. @throws UserError (65) for quotes that are left open or end before the cell does
*/
export function parseCsv(text: string): Row[] {
	const rows: Row[] = [];
	let cells: string[] = [];
	let [line, rowLine] = [1, 1];
	let at = 0;
	while (at < text.length) {
		const cell = text[at] === '"' ? quoted(text, at, line) : plain(text, at);
		cells.push(cell.value);
		line += count(text.slice(at, cell.end), '\n');
		at = cell.end;
		if (text[at] === ',') {
			at++;
			// A comma at the very end has an empty cell after it.
			if (at < text.length) continue;
			cells.push('');
		}
		if (text[at] === '\r') at++;
		if (text[at] === '\n') at++;
		if (cells.length > 1 || cells[0] !== '') rows.push({line: rowLine, cells});
		cells = [];
		rowLine = ++line;
	}
	return rows;
}

type Cell = {readonly value: string; readonly end: number};

function plain(text: string, start: number): Cell {
	const rest = /[,\r\n]/g;
	rest.lastIndex = start;
	const end = rest.exec(text)?.index ?? text.length;
	return {value: text.slice(start, end), end};
}

function quoted(text: string, start: number, line: number): Cell {
	let value = '';
	let at = start + 1;
	for (;;) {
		const quote = text.indexOf('"', at);
		if (quote === -1) throw broken(line, 'begins a cell with a quote that nothing ends');
		value += text.slice(at, quote);
		at = quote + 1;
		if (text[at] !== '"') break;
		value += '"';
		at++;
	}
	if (at < text.length && !',\r\n'.includes(text[at]!)) throw broken(line, 'has text after the quotes of a cell');
	return {value, end: at};
}

const count = (text: string, letter: string) => text.split(letter).length - 1;

const broken = (line: number, fault: string) =>
	new UserError(`Line ${line} of the table ${fault}.`, {
		hint: 'Inside of quotes a quote is written twice: "".',
		exitCode: exitCodes.badData,
	});
