import {setTimeout} from 'node:timers/promises';
import type {ToldFailure} from '../app/batch/do-job.ts';
import {takeFiles} from '../files/of-folders.ts';

/** Pause of a worker whose folders cannot be used. */
export type Rest = {
	readonly isResting: () => boolean;
	/** Take no jobs until files can be saved again. */
	readonly begin: (failure: ToldFailure) => void;
	/** A job was done: the next pause is a short one. */
	readonly succeed: () => void;
	readonly end: () => void;
};

export type RestOptions = {
	/** Folders that a worker cannot do without. */
	readonly folders: readonly string[];
	readonly pause: () => Promise<unknown>;
	readonly resume: () => void;
	readonly onRest: (failure: ToldFailure, pauseMs: number) => void;
	readonly onResume: () => void;
};

/** The first pause (ms), doubled each time that it was of no use: a small file may fit where a picture does not. */
const [firstMs, longestMs] = [2000, 60_000];

export function createRest({folders, pause, resume, onRest, onResume}: RestOptions): Rest {
	const over = new AbortController();
	let [isResting, pauseMs] = [false, firstMs];

	async function rest() {
		await pause();
		do {
			await setTimeout(pauseMs, undefined, {signal: over.signal, ref: false});
			pauseMs = Math.min(longestMs, 2 * pauseMs);
		} while (!(await takeFiles(folders)));
		isResting = false;
		onResume();
		resume();
	}

	return {
		isResting: () => isResting,
		begin(failure) {
			if (isResting || over.signal.aborted) return;
			isResting = true;
			onRest(failure, pauseMs);
			// Ended: it has stopped anyway.
			rest().catch(() => {});
		},
		succeed() {
			pauseMs = firstMs;
		},
		end: () => over.abort(),
	};
}
