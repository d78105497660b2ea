import {pause} from './retry.ts';

/** Limits the rate of bytes: a reader waits until so many may have come. */
export type Limit = (bytes: number, signal: AbortSignal) => Promise<void>;

/** At most so many bytes a second, over all that take. */
export function rateLimit(bytesPerSecond: number, now: () => number = () => performance.now()): Limit {
	let freeAt = now();
	return async (bytes, signal) => {
		const start = Math.max(now(), freeAt);
		freeAt = start + (bytes / bytesPerSecond) * 1000;
		if (freeAt > now()) await pause(freeAt - now(), signal);
	};
}
