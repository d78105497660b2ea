/** How much a terminal may be given. */
export type Rates = {
	/** Frames a second at most. */
	readonly maxFps: number;
	/** Bytes in any second at most; only a single frame may be larger. */
	readonly bytesPerSecond: number;
};

/** Keeps frames apart in time, the further the larger they are. Times in milliseconds, by any clock. */
export type Pace = {
	/** When the next frame may be painted. One that cannot wait for that, as it answers a key or is the last, has room after it. */
	readonly dueMs: () => number;
	/** When one of so many bytes may be painted if it cannot wait: at once, unless there were many of them. */
	readonly roomMs: (bytes: number) => number;
	/** A frame of so many bytes was painted. */
	readonly painted: (bytes: number, nowMs: number) => void;
};

export function createPace({maxFps, bytesPerSecond}: Rates): Pace {
	/** Of the last second. */
	let frames: readonly {readonly atMs: number; readonly bytes: number}[] = [];
	let lastMs = Number.NEGATIVE_INFINITY;

	/** When so many bytes fit into the second that then goes by. */
	function roomFor(wanted: number): number {
		let taken = frames.reduce((sum, {bytes}) => sum + bytes, 0);
		let freeMs = Number.NEGATIVE_INFINITY;
		for (const {atMs, bytes} of frames) {
			if (taken + wanted <= bytesPerSecond) break;
			taken -= bytes;
			freeMs = atMs + 1000;
		}
		return freeMs;
	}

	return {
		// What it will be is not known yet: no larger than those before it, most likely.
		dueMs: () => Math.max(lastMs + 1000 / maxFps, roomFor(2 * Math.max(0, ...frames.map(({bytes}) => bytes)))),
		roomMs: roomFor,
		painted(bytes, nowMs) {
			lastMs = nowMs;
			frames = [...frames.filter(({atMs}) => atMs > nowMs - 1000), ...(bytes > 0 ? [{atMs: nowMs, bytes}] : [])];
		},
	};
}
