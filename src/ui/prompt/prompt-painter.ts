import {cellsOf} from '../terminal/cells.ts';
import {createPainter, type Terminal} from '../terminal/painter.ts';
import type {PromptFrame} from './prompt-frame.ts';

const csi = '\u001B[';
const move = (count: number, letter: 'A' | 'B' | 'C') => (count > 0 ? `${csi}${count}${letter}` : '');

/** Paints a prompt in place, with the terminal's own cursor where the next character goes: input methods look for it there. */
export type PromptPainter = {
	readonly paint: (frame: PromptFrame) => void;
	/** Take the prompt away, for good: what is written next stands in its place. */
	readonly erase: () => void;
	/** Leave the prompt where it stands, for something else was written since, and show it again below. */
	readonly repeat: () => void;
};

export function createPromptPainter(terminal: Terminal, options: {readonly breaksLines?: boolean} = {}): PromptPainter {
	let shown: PromptFrame | undefined;
	let written = '';
	const painter = createPainter(
		{
			get columns() {
				return terminal.columns;
			},
			get rows() {
				return terminal.rows;
			},
			write: text => {
				written += text;
			},
		},
		options,
	);
	const flush = (before: string, after: string) => {
		const text = `${before}${written}${after}`;
		written = '';
		if (text !== '') terminal.write(text);
	};
	/** From where the cursor is to below the frame, where the painter expects it. */
	const toEnd = () => (shown ? `${move(rowsBelow(shown, terminal.columns, options.breaksLines ?? true), 'B')}\r` : '');
	const toCursor = ({lines, cursor}: PromptFrame) => `${move(lines.length - cursor.row, 'A')}\r${move(cursor.column, 'C')}`;
	return {
		paint(frame) {
			const before = toEnd();
			painter.paint(frame.lines.join('\n'));
			flush(before, toCursor(frame));
			shown = frame;
		},
		erase() {
			if (!shown) return;
			const before = toEnd();
			painter.paint('');
			flush(before, move(1, 'A'));
			shown = undefined;
		},
		repeat() {
			if (!shown) return;
			painter.repeat();
			flush('\r', toCursor(shown));
		},
	};
}

/** Rows from the cursor to below the frame; lines that a narrower window has broken take more. */
function rowsBelow({lines, cursor}: PromptFrame, columns: number, breaksLines: boolean): number {
	const rows = (line: string) => (breaksLines ? Math.max(1, Math.ceil(cellsOf(line) / Math.max(1, columns))) : 1);
	const inLine = breaksLines ? Math.floor(cursor.column / Math.max(1, columns)) : 0;
	return lines.slice(cursor.row).reduce((sum, line) => sum + rows(line), 0) - inLine;
}
