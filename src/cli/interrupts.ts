/** npm passes a Ctrl-C on to its child, which then sees one press twice, some milliseconds apart; a key held down repeats. */
const onePressMs = 200;

export type Interrupts = Disposable & {
	/** What Ctrl-C does; also for a keyboard that sends it as a key. */
	readonly press: () => void;
	/** What its first press does. */
	readonly stop: () => void;
};

/** What Ctrl-C does: the first asks to stop, the second ends at once. Until disposed. */
export function watchInterrupts({onFirst, onSecond}: {readonly onFirst: () => void; readonly onSecond: () => void}): Interrupts {
	let pressedMs: number | undefined;
	const stop = () => {
		if (pressedMs !== undefined) return;
		pressedMs = performance.now();
		onFirst();
	};
	const press = () => {
		if (pressedMs === undefined) stop();
		else if (performance.now() - pressedMs >= onePressMs) onSecond();
	};
	process.on('SIGINT', press);
	return {
		press,
		stop,
		[Symbol.dispose]: () => {
			process.off('SIGINT', press);
		},
	};
}
