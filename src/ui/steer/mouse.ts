import type {Canvas} from '../terminal/canvas.ts';
import {codeAtCell} from './picture-marks.ts';
import type {SteerStore} from './steer-store.ts';

/** Sent to a terminal: tell of the mouse's buttons, and of how it moves while one is pressed, in numbers of any size; and no longer. */
const mouseMarks = {on: '\u001B[?1002h\u001B[?1006h', off: '\u001B[?1006l\u001B[?1002l'} as const;
/** Asks a terminal where its cursor is. */
const askForCursor = '\u001B[6n';

/** A cell of the terminal, from 0. */
export type Cell = {readonly row: number; readonly column: number};

/** News of the mouse and the cursor in a chunk of input, and the rest of it. */
export type MouseInput = {
	readonly clicks: readonly (Cell & {readonly isPulled: boolean})[];
	/** Row of the cursor, as it was asked for. */
	readonly cursorRow?: number;
	readonly rest: string;
};

const escapeCharacter = '\u001B';
const report = new RegExp(`${escapeCharacter}\\[(?:<(\\d+);(\\d+);(\\d+)([Mm])|(\\d+);\\d+R)`, 'g');
/** Numbers of the left button: pressed, and pulled while it is. */
const [pressed, pulled] = [0, 32];

export function mouseIn(chunk: string): MouseInput {
	const clicks: (Cell & {isPulled: boolean})[] = [];
	let cursorRow: number | undefined;
	const rest = chunk.replace(report, (_, button: string | undefined, x: string, y: string, end: string, row: string | undefined) => {
		if (row !== undefined) cursorRow = Number(row) - 1;
		else if (end === 'M' && (Number(button) === pressed || Number(button) === pulled))
			clicks.push({row: Number(y) - 1, column: Number(x) - 1, isPulled: Number(button) === pulled});
		return '';
	});
	return {clicks, rest, ...(cursorRow !== undefined && {cursorRow})};
}

export type Mouse = Disposable & {
	/** Take what is of the mouse out of a chunk of input, and act on it. @returns the rest */
	readonly hear: (chunk: string) => string;
	/** Have it told no longer, while another program has the terminal; and again. */
	readonly release: () => void;
	readonly take: () => void;
};

/**
The mouse in the picture, while a run is changed and no longer. A frame stands anywhere in the window, so that the terminal is asked at a click for its
cursor, which rests below the frame.
*/
export function createMouse(
	steer: SteerStore,
	{terminal, canvas}: {readonly terminal: Pick<NodeJS.WriteStream, 'write'>; readonly canvas: Pick<Canvas, 'corner' | 'rows' | 'columns'>},
): Mouse {
	let isOn = false;
	let pending: MouseInput['clicks'] = [];
	const turn = (on: boolean) => {
		if (on === isOn) return;
		isOn = on;
		terminal.write(on ? mouseMarks.on : mouseMarks.off);
	};
	const leave = steer.subscribe(() => turn(steer.state() !== undefined));

	function point(cursorRow: number): void {
		const corner = canvas.corner();
		const grid = steer.state()?.look.grid;
		const clicks = pending;
		pending = [];
		if (!corner || !grid) return;
		const top = cursorRow - corner.frameRows + corner.row;
		for (const {row, column, isPulled} of clicks) {
			const cell = {row: row - top, column: column - corner.column};
			const code = codeAtCell(cell, {columns: canvas.columns(), rows: canvas.rows()}, grid);
			if (code !== undefined) steer.tell({code, isPulled});
		}
	}

	return {
		hear(chunk) {
			const {clicks, cursorRow, rest} = mouseIn(chunk);
			if (clicks.length > 0) {
				if (pending.length === 0) terminal.write(askForCursor);
				pending = [...pending, ...clicks];
			}
			if (cursorRow !== undefined) point(cursorRow);
			return rest;
		},
		release() {
			if (isOn) terminal.write(mouseMarks.off);
		},
		take() {
			if (isOn) terminal.write(mouseMarks.on);
		},
		[Symbol.dispose]() {
			leave();
			turn(false);
		},
	};
}
