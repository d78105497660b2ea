import {createPainter} from '../terminal/painter.ts';
import type {Size} from '../terminal/size.ts';

/** A terminal, whose size may change. */
export type BlockTerminal = Size & {readonly write: (text: string) => unknown};

/** Some lines that are painted over in place, with whatever else is written above them. */
export type LiveBlock = {
	readonly paint: (lines: readonly string[]) => void;
	/** Take them away: what is written next stands in their place. */
	readonly erase: () => void;
};

/** @param breaksLines - whether the terminal breaks lines that a narrower window has no room for */
export function createLiveBlock(terminal: BlockTerminal, breaksLines: boolean): LiveBlock {
	let painter = createPainter(terminal, {breaksLines});
	let isShown = false;
	return {
		paint(lines) {
			painter.paint(lines.join('\n'));
			isShown = true;
		},
		erase() {
			if (!isShown) return;
			painter.paint('');
			// Up into the empty line that is left of it.
			terminal.write('\u001B[1A\r');
			painter = createPainter(terminal, {breaksLines});
			isShown = false;
		},
	};
}
