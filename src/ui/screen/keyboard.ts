import type {Steering} from './controls.ts';

/** A terminal's keyboard, read key by key instead of line by line. */
export type Keyboard = {
	/** Hear every chunk from now on, until disposed: then the terminal is as it was. */
	readonly listen: (listener: (chunk: string) => void) => Disposable;
	/** Give the terminal back for a while, as for a stopped process. */
	readonly release: () => void;
	/** Take it (again), if it is ours to take. */
	readonly take: () => void;
};

/**
@param isOurs - Whether this process may change the terminal: in the background it would be stopped for trying.
@param isHeld - Whether another screen comes: then keys wait for it, and are not shown
*/
export function createKeyboard(stream: NodeJS.ReadStream, isOurs: () => boolean, isHeld: () => boolean = () => false): Keyboard {
	let isListening = false;
	let isTaken = false;
	const take = () => {
		if (!isListening || !isOurs()) return;
		// A shell that had the terminal meanwhile has changed it unseen, and setting what is believed to be set would do nothing.
		if (isTaken) stream.setRawMode(false);
		stream.setRawMode(true);
		stream.resume();
		isTaken = true;
	};
	const release = () => {
		if (!isTaken) return;
		stream.setRawMode(false);
		stream.pause();
		isTaken = false;
	};
	return {
		take,
		release,
		listen(listener) {
			stream.setEncoding('utf8');
			stream.on('data', listener);
			isListening = true;
			take();
			return {
				[Symbol.dispose]() {
					stream.off('data', listener);
					if (isHeld()) stream.pause();
					else release();
					isListening = false;
				},
			};
		},
	};
}

/** If no shell stops the process, it takes its terminal back after this time. */
const stoppedWithinMs = 100;

/** Stop the process with the terminal given back. After SIGCONT the keyboard is taken again. */
export function suspendWithout(held: Pick<Keyboard, 'release' | 'take'> | undefined, suspend: () => void): void {
	held?.release();
	suspend();
	// Not at once: the process may run for a moment before it stops, and would leave the shell our terminal settings.
	if (held) setTimeout(held.take, stoppedWithinMs);
}

/** The same, but the terminal is given back while the process is stopped. */
export function releasing(steering: Steering, keyboard: Keyboard | undefined): Steering {
	const {suspend} = steering;
	return suspend ? {...steering, suspend: () => suspendWithout(keyboard, suspend)} : steering;
}
