import type {ExitCode} from '../../../errors.ts';
import {watchInterrupts} from '../../terminal/interrupts.ts';
import {printNotice} from '../../terminal/out.ts';

/** Progress lines come at least this far apart. */
const lineGapMs = 5000;

/** Progress of a long command, and its stop. */
export type Follower = Disposable & {
	/** A line for people. */
	readonly say: (line: string) => void;
	/** Its progress, now and then, and at the end. */
	readonly tell: (line: () => string, isLast: boolean) => void;
	readonly isStopping: () => boolean;
	/** Aborted by the first Ctrl-C. */
	readonly signal: AbortSignal;
	/** Set the effect of the second Ctrl-C, until disposed. */
	readonly onSecondInterrupt: (act: () => void) => Disposable;
	readonly exitCode: () => ExitCode;
};

/** Follow a command: quiet if asked to be, until disposed. */
export function openFollower({isQuiet}: {readonly isQuiet: boolean}): Follower {
	const stopping = new AbortController();
	let second = () => process.exit(130);
	let lastMs = performance.now();
	const say = (line: string) => {
		if (!isQuiet) printNotice(`${line}\n`);
	};
	const interrupts = watchInterrupts({
		onFirst() {
			stopping.abort();
			say('stopping after this item; Ctrl-C again leaves at once');
		},
		onSecond: () => second(),
	});
	return {
		say,
		tell(line, isLast) {
			const nowMs = performance.now();
			if (!isLast && nowMs - lastMs < lineGapMs) return;
			lastMs = nowMs;
			say(line());
		},
		isStopping: () => stopping.signal.aborted,
		signal: stopping.signal,
		onSecondInterrupt(act) {
			const before = second;
			second = () => {
				act();
				return before();
			};
			return {
				[Symbol.dispose]: () => {
					second = before;
				},
			};
		},
		exitCode: interrupts.exitCode,
		[Symbol.dispose]: () => interrupts[Symbol.dispose](),
	};
}
