import stringWidth from 'string-width';

/** Where frames are painted: a terminal. */
export type Terminal = {readonly columns: number; readonly rows: number; readonly write: (text: string) => unknown};

const csi = '\u001B[';
// Synchronised output, and no cursor on its way: both begin and end in one write, so nothing is left behind whatever happens.
const begin = `${csi}?2026h${csi}?25l`;
const end = `${csi}?25h${csi}?2026l`;
const eraseLine = `${csi}2K`;
const eraseBelow = `${csi}J`;

/**
Paints frames over one another in place, only the lines that changed. The cursor rests below the frame. It stands in for
Ink's own incremental renderer, which in 6.8.0 moves one line down at every frame.
*/
export function createPainter(terminal: Terminal): (frame: string) => void {
	let painted: readonly string[] = [];
	let paintedColumns = terminal.columns;
	return frame => {
		const lines = frame.split('\n');
		const isReflowed = terminal.columns !== paintedColumns;
		const text = isReflowed ? repaint(painted, lines, terminal) : update(painted, lines);
		painted = lines;
		paintedColumns = terminal.columns;
		if (text !== '') terminal.write(`${begin}${text}${end}`);
	};
}

function update(before: readonly string[], lines: readonly string[]): string {
	if (before.length === lines.length && lines.every((line, index) => line === before[index])) return '';
	const body = lines.map((line, index) => `${index < before.length && line === before[index] ? '' : `${eraseLine}${line}`}\r\n`);
	return `${up(before.length)}${body.join('')}${lines.length < before.length ? eraseBelow : ''}`;
}

/**
A narrower window has broken the lines that were too long for it, so the old frame takes more rows. They are erased one by
one: erasing a whole window at once makes tmux keep what stood there as history.
*/
function repaint(before: readonly string[], lines: readonly string[], {columns, rows}: Terminal): string {
	const broken = before.reduce((sum, line) => sum + Math.max(1, Math.ceil(stringWidth(line) / Math.max(1, columns))), 0);
	const taken = Math.min(broken, Math.max(0, rows - 1));
	const erase = `${up(taken)}${`${eraseLine}\r\n`.repeat(taken)}${up(taken)}`;
	return `${erase}${lines.map(line => `${eraseLine}${line}\r\n`).join('')}`;
}

const up = (rows: number): string => (rows === 0 ? '' : `${csi}${rows}A`);
