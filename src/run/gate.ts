/** The gate that a paused run waits at, between two steps. */
export type Gate = {
	/** Hold the run at its next step. */
	readonly pause: () => void;
	/** Resume it. */
	readonly resume: () => void;
	/** Let it take one step, and hold it at the one after. */
	readonly step: () => void;
	readonly isPaused: () => boolean;
	/** Whether who passes now has to wait. */
	readonly isClosed: () => boolean;
	/** Resolves when the next step may be taken, and counts it. */
	readonly pass: () => Promise<void>;
};

/** An open gate, for one run. */
export function createGate(): Gate {
	let isPaused = false;
	/** Steps that may be taken though it is paused. */
	let granted = 0;
	let wake = () => {};
	const isClosed = () => isPaused && granted === 0;
	return {
		isPaused: () => isPaused,
		isClosed,
		pause() {
			isPaused = true;
			granted = 0;
		},
		resume() {
			isPaused = false;
			wake();
		},
		step() {
			granted = isPaused ? granted + 1 : 1;
			isPaused = true;
			wake();
		},
		async pass() {
			while (isClosed()) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}
			if (isPaused) granted--;
		},
	};
}
