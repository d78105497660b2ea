import type {Pace} from './pace.ts';

/** Where frames go on their way to the terminal. */
export type Outlet = {
	readonly paint: (frame: string) => void;
	/** Write at once what waits. */
	readonly flush: () => void;
};

/**
Writes frames at once, but when the terminal was given all that it may have, as by a key that is held down: then the latest of them as soon as
there is room.
@param write - Returns how many bytes it wrote.
*/
export function createOutlet(pace: Pick<Pace, 'roomMs' | 'painted'>, write: (frame: string) => number): Outlet {
	let waiting: string | undefined;
	let timer: NodeJS.Timeout | undefined;
	const flush = () => {
		clearTimeout(timer);
		timer = undefined;
		if (waiting !== undefined) pace.painted(write(waiting), performance.now());
		waiting = undefined;
	};
	return {
		flush,
		paint(frame: string) {
			waiting = frame;
			const waitMs = pace.roomMs() - performance.now();
			if (waitMs <= 0) flush();
			else timer ??= setTimeout(flush, waitMs);
		},
	};
}
