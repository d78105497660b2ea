import type {Run} from '../engine/engine.ts';
import {initialRun, type RunEvent, type RunState, reduceRun} from '../events/events.ts';
import {type FinishedRun, finishedRun} from '../events/finished-run.ts';
import {joinRuns} from '../journal/continue-run.ts';
import type {RunLog} from '../journal/run-log.ts';

/** Outcome of a run. */
export type FollowedRun = {
	readonly events: readonly RunEvent[];
	readonly state: RunState;
	/** Undefined when its engine was ended before the run was. */
	readonly run: FinishedRun | undefined;
};

/** Record of a run while it runs. */
export type RunRecord = {
	readonly log: RunLog;
	/** Its events before, if it is resumed. */
	readonly before: readonly RunEvent[];
};

export type FollowOptions = {
	readonly record?: RunRecord | undefined;
	/** Gives up following it, and stops it, at once. */
	readonly signal?: AbortSignal | undefined;
	/** Hears every event, and what the run has come to with it. */
	readonly tell?: ((event: RunEvent, state: RunState) => void) | undefined;
};

/** The events of a run, each once it is kept; what became of the run in the end. Leaving early cancels it. Throws what ended it. */
export async function* followEvents(
	run: Run,
	{record, signal, tell = () => {}}: FollowOptions = {},
): AsyncGenerator<RunEvent, FollowedRun, undefined> {
	const source = record ? record.log.follow(joinRuns(record.before, run.events)) : run.events;
	const iterator = source[Symbol.asyncIterator]();
	const events: RunEvent[] = [];
	let state = initialRun;
	try {
		for (;;) {
			const {done, value} = await untilAborted(iterator.next(), signal);
			if (done) return {events, state, run: finishedRun(state)};
			events.push(value);
			state = reduceRun(state, value);
			tell(value, state);
			yield value;
		}
	} finally {
		// First the run: what hands its events on waits for the next one.
		await run[Symbol.asyncDispose]();
		await iterator.return?.();
	}
}

/** Follow a run to its end. */
export async function followRun(run: Run, options: FollowOptions = {}): Promise<FollowedRun> {
	const events = followEvents(run, options);
	for (;;) {
		const {done, value} = await events.next();
		if (done) return value;
	}
}

/** A promise, given up at once when a signal fires. */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
	if (!signal) return promise;
	signal.throwIfAborted();
	let give = () => {};
	const aborted = new Promise<never>((_, reject) => {
		give = () => reject(signal.reason);
		signal.addEventListener('abort', give, {once: true});
	});
	try {
		return await Promise.race([promise, aborted]);
	} finally {
		signal.removeEventListener('abort', give);
		// A late rejection has no listener; ignore it.
		promise.catch(() => {});
	}
}
