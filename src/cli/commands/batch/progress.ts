import {readableTime} from '../../../app/readable.ts';
import {printable} from '../../../printable.ts';

/** Lines of a log come at least this far apart; a line that is written over itself may change more often. */
const gapMs = 5000;
const liveGapMs = 100;
const calmGapMs = 1000;

/** Progress of a batch. */
export type BatchCount = {
	/** Jobs of this batch. */
	readonly total: number;
	/** Those that need no more work, those that failed included. */
	settled: number;
	failed: number;
	/** Those worked at since this program started: they tell how long the others take. */
	worked: number;
};

/** `12/200 · 1 failed · step 20/64 · 2.1 s a job · about 6 minutes left`: where a batch stands, for one line. */
export function batchLine({total, settled, failed, worked}: BatchCount, elapsedMs: number, step?: string): string {
	const eachMs = elapsedMs / Math.max(1, worked);
	return [
		`${settled}/${total}`,
		...(failed > 0 ? [`${failed} failed`] : []),
		...(step === undefined ? [] : [step]),
		...(worked === 0 ? [] : [`${(eachMs / 1000).toFixed(1)} s a job`]),
		...(worked === 0 || settled === total ? [] : [`about ${readableTime(((total - settled) * eachMs) / 1000)} left`]),
	].join(' · ');
}

/** Tells people on stderr how far a batch is. */
export type BatchProgress = {
	/** As often as there is news; what comes too soon after the last is left out. */
	readonly tell: (line: string) => void;
	/** A line that stays. */
	readonly say: (line: string) => void;
} & Disposable;

type Terminal = {readonly write: (text: string) => unknown; readonly isTTY?: boolean; readonly columns?: number};

export type ProgressLooks = {
	/** Whether a line can be written over. */
	readonly isLive: boolean;
	readonly isQuiet: boolean;
	readonly isAscii: boolean;
	/** For a screen reader: nothing is written over. */
	readonly isSpoken: boolean;
	/** Changes once a second at most. */
	readonly isCalm: boolean;
};

/** On a screen one line is written over again and again; in a log there are few of them. */
export function openProgress(terminal: Terminal, {isQuiet, isAscii, isSpoken, isCalm, ...given}: ProgressLooks): BatchProgress {
	const isLive = given.isLive && !isSpoken;
	const liveMs = isCalm ? calmGapMs : liveGapMs;
	const plain = (line: string) => (isAscii ? line.replaceAll('·', '-') : line);
	let lastMs = Number.NEGATIVE_INFINITY;
	let isDirty = false;
	const clear = () => {
		if (isDirty) terminal.write('\r\u001B[K');
		isDirty = false;
	};
	return {
		tell(line) {
			const nowMs = performance.now();
			if (isQuiet || nowMs - lastMs < (isLive ? liveMs : gapMs)) return;
			lastMs = nowMs;
			clear();
			// One line at most: a longer one would not be written over.
			const shown = plain(line);
			terminal.write(isLive ? shown.slice(0, Math.max(0, (terminal.columns ?? 80) - 1)) : `${shown}\n`);
			isDirty = isLive;
		},
		say(line) {
			if (isQuiet) return;
			clear();
			terminal.write(`${printable(line)}\n`);
		},
		[Symbol.dispose]: clear,
	};
}
