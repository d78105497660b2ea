import {cellsOf} from './cells.ts';

/** The terminal that frames are painted in. */
export type Terminal = {readonly columns: number; readonly rows: number; readonly write: (text: string) => unknown};

const csi = '\u001B[';
// Synchronised output, no cursor on its way, no wrapping of a line that a window has just become too narrow for: all begin and
// end in one write, so nothing is left behind whatever happens. What was typed before the keyboard was ours stands left of the
// cursor: a return comes first.
const begin = `${csi}?2026h${csi}?25l${csi}?7l`;
const end = `${csi}?7h${csi}?25h${csi}?2026l`;
const eraseLine = `${csi}2K`;
const eraseBelow = `${csi}J`;

export type Painter = {
	/** Show this frame instead of the last one. @returns bytes written */
	readonly paint: (frame: string) => number;
	/** Bytes that this would write. */
	readonly cost: (frame: string) => number;
	/** Leave the last frame where it stands, for something else was written since, and show it again below. @returns bytes written */
	readonly repeat: () => number;
};

/**
Paints frames over one another in place, only the lines that changed. The cursor rests below the frame. It stands in for
Ink's own incremental renderer, which in 6.8.0 moves one line down at every frame.
@param breaksLines - Whether the terminal breaks lines that a narrower window has no room for; the others cut them.
*/
export function createPainter(terminal: Terminal, {breaksLines = true}: {readonly breaksLines?: boolean} = {}): Painter {
	let painted: readonly string[] = [];
	/** Lines of old frames right above the present one that are out of reach, oldest first, by their cells. */
	let above: readonly number[] = [];
	let {columns, rows} = terminal;
	const bytesOf = (text: string) => (text === '' ? 0 : Buffer.byteLength(text) + begin.length + 1 + end.length);
	const write = (text: string) => {
		if (text !== '') terminal.write(`${begin}\r${text}${end}`);
		return bytesOf(text);
	};
	const changeTo = (lines: readonly string[]): Repainted => {
		const isNewSize = terminal.columns !== columns || terminal.rows !== rows;
		if (!isNewSize) return {text: update(painted, lines), above};
		if (breaksLines) return repaint([...above, ...painted.map(line => cellsOf(line))], lines, terminal);
		return {
			...repaint(
				painted.map(() => 0),
				lines,
				terminal,
			),
			above: [],
		};
	};
	return {
		cost: frame => bytesOf(changeTo(frame.split('\n')).text),
		paint(frame) {
			const lines = frame.split('\n');
			const change = changeTo(lines);
			painted = lines;
			({above} = change);
			({columns, rows} = terminal);
			return write(change.text);
		},
		repeat() {
			above = [];
			return write(update([], painted));
		},
	};
}

function update(before: readonly string[], lines: readonly string[]): string {
	if (before.length === lines.length && lines.every((line, index) => line === before[index])) return '';
	const body = lines.map((line, index) => `${index < before.length && line === before[index] ? '' : `${eraseLine}${line}`}\r\n`);
	return `${up(before.length)}${body.join('')}${lines.length < before.length ? eraseBelow : ''}`;
}

/** A frame painted in a window of another size, and what is still left of old ones above it. */
type Repainted = {readonly text: string; readonly above: readonly number[]};

/**
A narrower window has broken the lines that were too long for it, so the old frame takes more rows; a lower one has moved its
top out of reach, and a higher one may bring that back. What is left is erased line by line: erasing a whole window at once makes tmux keep
what stood there as history.
@param before - Cells of the lines that are there.
*/
function repaint(before: readonly number[], lines: readonly string[], {columns, rows}: Terminal): Repainted {
	const heights = before.map(cells => Math.max(1, Math.ceil(cells / Math.max(1, columns))));
	let taken = 0;
	let first = heights.length;
	while (first > 0 && taken + heights[first - 1]! < rows) {
		first -= 1;
		taken += heights[first]!;
	}
	const above = before.slice(0, first);
	// The end of a broken line may be in reach, and its beginning not.
	const rest = first > 0 ? Math.max(0, rows - 1 - taken) : 0;
	if (rest > 0) above[first - 1] = (heights[first - 1]! - rest) * columns;
	taken += rest;
	const erase = `${up(taken)}${`${eraseLine}\r\n`.repeat(taken)}${up(taken)}`;
	return {text: `${erase}${lines.map(line => `${eraseLine}${line}\r\n`).join('')}`, above};
}

const up = (rows: number): string => (rows === 0 ? '' : `${csi}${rows}A`);
