import type {Pace} from './frame-budget.ts';
import type {Painter} from './painter.ts';

/** Takes frames on their way to the terminal. */
export type Outlet = {
	readonly paint: (frame: string) => void;
	/** Write what waits: as soon as there is room for it, or at once if it is pressing. */
	readonly drain: (options: {readonly isPressing: boolean}) => Promise<void>;
};

/**
Paints frames at once, but when the terminal was given all that it may have, as by a key that is held down: then the latest of them as soon as
there is room.
*/
export function createOutlet(pace: Pick<Pace, 'roomMs' | 'painted'>, {paint, cost}: Pick<Painter, 'paint' | 'cost'>): Outlet {
	let waiting: {readonly frame: string; readonly dueMs: number} | undefined;
	let timer: NodeJS.Timeout | undefined;
	const flush = () => {
		clearTimeout(timer);
		if (waiting) pace.painted(paint(waiting.frame), performance.now());
		waiting = undefined;
	};
	return {
		paint(frame) {
			waiting = {frame, dueMs: pace.roomMs(cost(frame))};
			const waitMs = waiting.dueMs - performance.now();
			clearTimeout(timer);
			if (waitMs <= 0) flush();
			else timer = setTimeout(flush, waitMs);
		},
		async drain({isPressing}) {
			if (waiting && !isPressing) await passed(Math.max(0, waiting.dueMs - performance.now()));
			flush();
		},
	};
}

const passed = (ms: number): Promise<void> =>
	new Promise(resolve => {
		setTimeout(resolve, ms);
	});
