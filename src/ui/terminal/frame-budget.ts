/** Limits of the output to a terminal. */
export type Rates = {
	/** Frames a second at most. */
	readonly maxFps: number;
	/** Bytes in any second at most. Only a single frame may be larger: it takes the room of as many seconds as its bytes fill. */
	readonly bytesPerSecond: number;
	/** Limit of one picture in half blocks; none by default. */
	readonly picture?: PictureLimit | undefined;
};

/** The most that a picture in half blocks has on a slow line. */
export type PictureLimit = {
	/** Rows of cells, whatever the window has room for. */
	readonly rows: number;
	/** Bytes of its cells: colours get a little coarser until they have no more, or until it could be seen. */
	readonly bytes: number;
};

/** Keeps frames apart in time, the further the larger they are and the longer they take to make. Times in milliseconds, by any clock. */
export type Pace = {
	/** When the next frame may be painted. One that cannot wait for that, as it answers a key or is the last, has room after it. */
	readonly dueMs: () => number;
	/** When one of so many bytes may be painted if it cannot wait: at once, unless there were many of them. */
	readonly roomMs: (bytes: number) => number;
	/** One is being made. */
	readonly begun: (nowMs: number) => void;
	/** It is made, and on its way. */
	readonly ended: (nowMs: number) => void;
	/** A frame of so many bytes was painted. */
	readonly painted: (bytes: number, nowMs: number) => void;
};

/** Share of the time that making frames may take: the network needs the processors, and waits for the slowest of them at each operation. */
const mostShare = 0.04;
/** Longest time between frames: progress shows on slow machines too. */
const longestMs = 500;
/** Share of a second's bytes that one frame takes at most from those that cannot wait: a key is answered, however large a picture came before. */
const mostTaken = 0.9;

export function createPace({maxFps, bytesPerSecond}: Rates): Pace {
	/** Writes of the last second. */
	let frames: readonly {readonly atMs: number; readonly bytes: number}[] = [];
	let lastMs = Number.NEGATIVE_INFINITY;
	/** When all bytes written so far have had their share of the line. */
	let fullUntilMs = Number.NEGATIVE_INFINITY;
	let begunMs = 0;
	let tookMs = 0;

	/** When so many bytes fit into the second that then goes by. */
	function roomFor(wanted: number): number {
		const takenBy = (bytes: number) => Math.min(bytes, mostTaken * bytesPerSecond);
		let taken = frames.reduce((sum, {bytes}) => sum + takenBy(bytes), 0);
		let freeMs = Number.NEGATIVE_INFINITY;
		for (const {atMs, bytes} of frames) {
			if (taken + wanted <= bytesPerSecond) break;
			taken -= takenBy(bytes);
			freeMs = atMs + 1000;
		}
		return freeMs;
	}

	const apartMs = () => Math.max(1000 / maxFps, Math.min(longestMs, tookMs / mostShare));

	return {
		// Its size is not known yet: most likely no larger than those before it.
		dueMs: () => Math.max(lastMs + apartMs(), fullUntilMs, roomFor(2 * Math.max(0, ...frames.map(({bytes}) => bytes)))),
		roomMs: roomFor,
		begun(nowMs) {
			begunMs = nowMs;
			lastMs = nowMs;
		},
		ended(nowMs) {
			tookMs = nowMs - begunMs;
		},
		painted(bytes, nowMs) {
			lastMs = nowMs;
			if (bytes > bytesPerSecond) fullUntilMs = nowMs + (bytes / bytesPerSecond) * 1000;
			frames = [...frames.filter(({atMs}) => atMs > nowMs - 1000), ...(bytes > 0 ? [{atMs: nowMs, bytes}] : [])];
		},
	};
}
