import pRetry from 'p-retry';
import {Cut} from './cut.ts';

/** Tries of a cut transfer, and waits between them, without any byte in between. */
export type Patience = {readonly retries: number; readonly shortestMs: number; readonly longestMs: number};

/** While bytes are fetched: about four minutes, enough for a router to restart. */
export const long: Patience = {retries: 10, shortestMs: 500, longestMs: 40_000};
/** For the first question: a user who is offline wants to know. */
export const short: Patience = {retries: 2, shortestMs: 300, longestMs: 1000};

/** Try again, with growing pauses, what was cut; anything else is thrown at once, and so is the last cut. */
export async function persist<Result>(attempt: () => Promise<Result>, patience: Patience, signal?: AbortSignal): Promise<Result> {
	return pRetry(attempt, {
		retries: patience.retries,
		minTimeout: patience.shortestMs,
		maxTimeout: patience.longestMs,
		factor: 2,
		randomize: true,
		...(signal && {signal}),
		shouldRetry: ({error}) => error instanceof Cut,
		async onFailedAttempt({error}) {
			if (error instanceof Cut && error.waitMs > 0) await pause(error.waitMs, signal);
		},
	});
}

/** Wait. @throws the signal's reason */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	signal?.throwIfAborted();
	await new Promise<void>((resolve, reject) => {
		const stop = () => {
			clearTimeout(timer);
			reject(signal?.reason);
		};
		const timer = setTimeout(() => {
			signal?.removeEventListener('abort', stop);
			resolve();
		}, ms);
		signal?.addEventListener('abort', stop, {once: true});
	});
}
