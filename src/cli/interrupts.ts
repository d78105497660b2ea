/** npm passes a Ctrl-C on to its child, which then sees one press twice, some milliseconds apart. */
const onePressMs = 200;

/** What Ctrl-C does: the first asks to stop, the second ends at once. Until disposed. */
export function watchInterrupts({onFirst, onSecond}: {readonly onFirst: () => void; readonly onSecond: () => void}): Disposable {
	let pressedMs: number | undefined;
	const press = () => {
		const nowMs = performance.now();
		if (pressedMs === undefined) {
			pressedMs = nowMs;
			onFirst();
		} else if (nowMs - pressedMs >= onePressMs) {
			onSecond();
		}
	};
	process.on('SIGINT', press);
	return {
		[Symbol.dispose]: () => {
			process.off('SIGINT', press);
		},
	};
}
