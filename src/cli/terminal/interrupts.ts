import {exitCodes} from '../../errors.ts';
import {isIgnored, watchForBackground} from './ignored-signals.ts';
import {isShellsGroup} from './job-control.ts';

/** npm passes a Ctrl-C on to its child, which then sees one press twice, some milliseconds apart; a key held down repeats. */
const onePressMs = 200;

/** Time that a run asked to end by another program may take: supervisors kill after ten seconds or more. */
const patienceMs = 8000;

/** A terminal that closes asks as SIGTERM does. */
const endings = {SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated, SIGHUP: exitCodes.terminated} as const;
type Signal = keyof typeof endings;

export type Interrupts = Disposable & {
	/** The effect of Ctrl-C; also for a keyboard that sends it as a key. */
	readonly press: () => void;
	/** The effect of its first press. */
	readonly stop: () => void;
	/** Exit code of a run that was asked to end, by the first signal. */
	readonly exitCode: () => (typeof endings)[Signal];
};

/** The last signal that this process acted upon; a key is none. */
let received: Signal | undefined;

/** Ends what listens before there is anything to stop. */
let endStart = () => {};

/** Effect of Ctrl-C and SIGTERM before there is anything to stop: say so, and end. Until `watchInterrupts` takes over. */
export function watchStart(say: () => void): void {
	const listeners = (['SIGINT', 'SIGTERM'] as const).map(
		signal =>
			[
				signal,
				() => {
					if (isIgnored(signal)) return;
					received = signal;
					say();
					process.exitCode = endings[signal];
					endAsAsked(process.exitCode);
					process.exit();
				},
			] as const,
	);
	for (const [signal, listener] of listeners) process.on(signal, listener);
	endStart = () => {
		for (const [signal, listener] of listeners) process.off(signal, listener);
	};
}

/**
Effects of Ctrl-C and SIGTERM: the first asks to stop, the second ends at once. Another program, and a terminal that closed, wait some seconds
for the first and send no second. Until disposed.
*/
export function watchInterrupts({onFirst, onSecond}: {readonly onFirst: () => void; readonly onSecond: () => void}): Interrupts {
	let first: {readonly signal: Signal; readonly atMs: number} | undefined;
	let patience: NodeJS.Timeout | undefined;
	const stop = (signal: Signal = 'SIGINT') => {
		if (first) return;
		first = {signal, atMs: performance.now()};
		onFirst();
	};
	const press = (signal: Signal = 'SIGINT') => {
		if (!first) stop(signal);
		else if (performance.now() - first.atMs >= onePressMs) onSecond();
	};
	const receive = (signal: Signal) => {
		if (isIgnored(signal)) return;
		received = signal;
		if (signal !== 'SIGINT') patience ??= setTimeout(onSecond, patienceMs);
		press(signal);
	};
	const signals = Object.keys(endings) as Signal[];
	const background = watchForBackground();
	const listeners = signals.map(signal => [signal, () => receive(signal)] as const);
	for (const [signal, listener] of listeners) process.on(signal, listener);
	endStart();
	return {
		press: () => press(),
		stop: () => stop(),
		exitCode: () => endings[first?.signal ?? 'SIGINT'],
		[Symbol.dispose]: () => {
			clearTimeout(patience);
			background[Symbol.dispose]();
			for (const [signal, listener] of listeners) process.off(signal, listener);
		},
	};
}

/**
When all is saved and said, end by the signal that asked for it, if one did: a shell then ends its loop or script too, and reports the same code.
Ctrl-C as a key reached only this process: the shell of a script, which waits in the same group, is told as the terminal would have told it.
*/
export function endAsAsked(code: number): void {
	if (process.platform === 'win32') return;
	const signal = code === exitCodes.interrupted ? 'SIGINT' : code === exitCodes.terminated && received === 'SIGTERM' ? received : undefined;
	if (signal === undefined) return;
	const isKey = signal === 'SIGINT' && received !== 'SIGINT' && process.stdin.isTTY;
	process.once('exit', () => {
		// Output was lost meanwhile: that code says more.
		if (process.exitCode !== code) return;
		process.removeAllListeners(signal);
		process.kill(isKey && isShellsGroup() ? 0 : process.pid, signal);
	});
}
