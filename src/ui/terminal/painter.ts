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
	let {columns, rows} = terminal;
	const bytesOf = (text: string) => (text === '' ? 0 : Buffer.byteLength(text) + begin.length + 1 + end.length);
	const write = (text: string) => {
		if (text !== '') terminal.write(`${begin}\r${text}${end}`);
		return bytesOf(text);
	};
	const changeTo = (lines: readonly string[]) => {
		const isNewSize = terminal.columns !== columns || terminal.rows !== rows;
		return isNewSize ? repaint(breaksLines ? painted : painted.map(() => ''), lines, terminal) : update(painted, lines);
	};
	return {
		cost: frame => bytesOf(changeTo(frame.split('\n'))),
		paint(frame) {
			const lines = frame.split('\n');
			const text = changeTo(lines);
			painted = lines;
			({columns, rows} = terminal);
			return write(text);
		},
		repeat: () => write(update([], painted)),
	};
}

function update(before: readonly string[], lines: readonly string[]): string {
	if (before.length === lines.length && lines.every((line, index) => line === before[index])) return '';
	const body = lines.map((line, index) => `${index < before.length && line === before[index] ? '' : `${eraseLine}${line}`}\r\n`);
	return `${up(before.length)}${body.join('')}${lines.length < before.length ? eraseBelow : ''}`;
}

/**
A narrower window has broken the lines that were too long for it, so the old frame takes more rows; a lower one has moved its
top out of reach. What is left is erased line by line: erasing a whole window at once makes tmux keep what stood there as history.
*/
function repaint(before: readonly string[], lines: readonly string[], {columns, rows}: Terminal): string {
	const broken = before.reduce((sum, line) => sum + Math.max(1, Math.ceil(cellsOf(line) / Math.max(1, columns))), 0);
	const taken = Math.min(broken, Math.max(0, rows - 1));
	const erase = `${up(taken)}${`${eraseLine}\r\n`.repeat(taken)}${up(taken)}`;
	return `${erase}${lines.map(line => `${eraseLine}${line}\r\n`).join('')}`;
}

const up = (rows: number): string => (rows === 0 ? '' : `${csi}${rows}A`);
