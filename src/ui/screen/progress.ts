import type {RgbImage} from '../../events/events.ts';
import {printable} from '../../printable.ts';
import {brokenAtWords} from '../lines/broken-at-words.ts';
import {toAscii} from '../terminal/ascii.ts';
import {cutTo} from '../terminal/cells.ts';
import type {Size} from '../terminal/size.ts';
import {createLiveBlock} from './live-block.ts';
import {createPictureRow} from './picture-row.ts';

/** Lines of a log come at least this far apart; a line that is written over itself may change more often. */
const gapMs = 5000;
const liveGapMs = 100;
const calmGapMs = 1000;

/** Tells people on stderr how far many runs are. */
export type Progress = {
	/** Whether pictures are shown while they are made. */
	readonly hasPictures: boolean;
	/** As often as there is news; what comes too soon after the last is left out. */
	readonly tell: (line: string) => void;
	/** A picture as it stands, to be shown with the next line. @param place - of several beside each other, from 0 */
	readonly show: (title: string, image: RgbImage, place?: number) => void;
	/** A line that stays. */
	readonly say: (line: string) => void;
	/** Have something written to the same window by others. */
	readonly aside: (write: () => void) => void;
} & Disposable;

export type ProgressTerminal = Partial<Size> & {readonly write: (text: string) => unknown};

export type ProgressLooks = {
	/** Whether lines can be written over. */
	readonly isLive: boolean;
	readonly isQuiet: boolean;
	readonly isAscii: boolean;
	/** For a screen reader: nothing is written over. */
	readonly isSpoken: boolean;
	/** Changes once a second at most. */
	readonly isCalm: boolean;
	/** Whether pictures are wanted. */
	readonly hasPreview?: boolean;
	readonly breaksLines?: boolean;
};

/** On a screen the picture and a line below it are written over again and again; in a log there are few lines. */
export function openProgress(terminal: ProgressTerminal, looks: ProgressLooks): Progress {
	const {isQuiet, isAscii, isCalm, hasPreview = false, breaksLines = true} = looks;
	const isLive = looks.isLive && !looks.isSpoken;
	const pictures = createPictureRow();
	const window = {
		get columns() {
			return terminal.columns ?? 80;
		},
		get rows() {
			return terminal.rows ?? 24;
		},
		write: (text: string) => terminal.write(text),
	};
	const block = createLiveBlock(window, breaksLines);
	let lastMs = Number.NEGATIVE_INFINITY;
	const pictureLines = () =>
		pictures.lines({columns: window.columns - 2, rows: Math.floor(window.rows / 2) + 1}, isAscii).map(line => ` ${line}`);
	const plain = (line: string) => (isAscii ? toAscii(line) : line);
	// One row at most: the last cell stays free.
	const cut = (line: string) => cutTo(line, Math.max(1, window.columns - 1));
	return {
		hasPictures: isLive && hasPreview && !isQuiet,
		tell(line) {
			const nowMs = performance.now();
			const gap = isLive ? (isCalm ? calmGapMs : liveGapMs) : gapMs;
			if (isQuiet || nowMs - lastMs < gap) return;
			lastMs = nowMs;
			if (isLive) block.paint([...pictureLines(), plain(cut(line))]);
			else terminal.write(`${plain(line)}\n`);
		},
		show(title, image, place = 0) {
			pictures.set(place, title, image);
		},
		say(line) {
			if (isQuiet) return;
			block.erase();
			const text = printable(line);
			terminal.write(`${terminal.columns ? brokenAtWords(text, terminal.columns) : text}\n`);
		},
		aside(write) {
			block.erase();
			write();
		},
		[Symbol.dispose]: block.erase,
	};
}
