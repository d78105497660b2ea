import {exitCodes} from '../../errors.ts';

/** npm passes a Ctrl-C on to its child, which then sees one press twice, some milliseconds apart; a key held down repeats. */
const onePressMs = 200;

/** A terminal that closes asks as SIGTERM does. */
const endings = {SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated, SIGHUP: exitCodes.terminated} as const;
type Signal = keyof typeof endings;

export type Interrupts = Disposable & {
	/** What Ctrl-C does; also for a keyboard that sends it as a key. */
	readonly press: () => void;
	/** What its first press does. */
	readonly stop: () => void;
	/** Of a run that was asked to end: by whom it was asked first. */
	readonly exitCode: () => (typeof endings)[Signal];
};

/** What Ctrl-C and SIGTERM do: the first asks to stop, the second ends at once. Until disposed. */
export function watchInterrupts({onFirst, onSecond}: {readonly onFirst: () => void; readonly onSecond: () => void}): Interrupts {
	let first: {readonly signal: Signal; readonly atMs: number} | undefined;
	const stop = (signal: Signal = 'SIGINT') => {
		if (first) return;
		first = {signal, atMs: performance.now()};
		onFirst();
	};
	const press = (signal: Signal = 'SIGINT') => {
		if (!first) stop(signal);
		else if (performance.now() - first.atMs >= onePressMs) onSecond();
	};
	const signals = Object.keys(endings) as Signal[];
	const listeners = signals.map(signal => [signal, () => press(signal)] as const);
	for (const [signal, listener] of listeners) process.on(signal, listener);
	return {
		press: () => press(),
		stop: () => stop(),
		exitCode: () => endings[first?.signal ?? 'SIGINT'],
		[Symbol.dispose]: () => {
			for (const [signal, listener] of listeners) process.off(signal, listener);
		},
	};
}
