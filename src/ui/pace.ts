/** How much a terminal may be given. */
export type Rates = {
	/** Frames a second at most. */
	readonly maxFps: number;
	/** Bytes a second at most, on average over two frames. */
	readonly bytesPerSecond: number;
};

/** Keeps frames apart in time, the further the larger they are. Times in milliseconds, by any clock. */
export type Pace = {
	/** When the next frame may be painted. */
	readonly dueMs: () => number;
	/** A frame of so many bytes was painted. */
	readonly painted: (bytes: number, nowMs: number) => void;
};

export function createPace({maxFps, bytesPerSecond}: Rates): Pace {
	let dueMs = Number.NEGATIVE_INFINITY;
	return {
		dueMs: () => dueMs,
		painted(bytes, nowMs) {
			// Frames that could not wait (a key, a new size) add to what is owed.
			dueMs = Math.max(nowMs + 1000 / maxFps, Math.max(dueMs, nowMs) + (1000 * bytes) / bytesPerSecond);
		},
	};
}
