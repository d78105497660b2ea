import {printable} from '../../printable.ts';

/** Display of progress. */
export type ProgressStream = {readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown};

/** Progress of a long command: a line that changes; for a log or another program a line every ten seconds. */
export type ProgressLine = {
	/** @param text - made only when it is shown */
	readonly show: (text: () => string) => void;
	/** A line that stays, between two states of the other. */
	readonly note: (text: string) => void;
} & Disposable;

const terminalMs = 200;
const logMs = 10_000;

/** Begin to show progress; on a terminal what is left of the line is taken away in the end. @param isQuiet - show none at all */
export function progressLine(
	stream: ProgressStream = process.stderr,
	{isQuiet = false, now = () => performance.now()}: {readonly isQuiet?: boolean; readonly now?: () => number} = {},
): ProgressLine {
	const isTerminal = stream.isTTY === true;
	let shownMs = isTerminal ? Number.NEGATIVE_INFINITY : now();
	let width = 0;
	const clear = () => {
		if (width > 0) stream.write(`\r${' '.repeat(width)}\r`);
		width = 0;
	};
	return {
		show(text) {
			if (isQuiet || now() - shownMs < (isTerminal ? terminalMs : logMs)) return;
			shownMs = now();
			if (!isTerminal) {
				stream.write(`${printable(text())}\n`);
				return;
			}
			// One column stays free: a line that is full would break.
			const line = [...printable(text())].slice(0, Math.max(1, (stream.columns || 80) - 1)).join('');
			stream.write(`\r${line}${' '.repeat(Math.max(0, width - line.length))}`);
			width = line.length;
		},
		note(text) {
			if (isQuiet) return;
			clear();
			stream.write(`${printable(text)}\n`);
		},
		[Symbol.dispose]: clear,
	};
}
