import type {Agreement} from '../decoder/agreement.ts';
import {createDeferred} from '../engine/deferred.ts';
import type {Run} from '../engine/engine.ts';
import type {RunEvent} from '../events/events.ts';
import type {FinishedRun} from '../events/finished-run.ts';
import type {ShownWord, SteerRequest} from '../run/job.ts';
import {type FollowedRun, followEvents} from './follow-run.ts';
import type {InputPicture} from './read-input.ts';
import {keepingProblem, type RunKeeper, withResumeHint} from './record-run.ts';
import {type RunRequest, steerRequestSchema, validated} from './request.ts';
import {type Result, resultOf} from './result.ts';
import {bestTry, isFlawless, type Tried, triesNotice} from './tries.ts';

/**
A run under way: its events in order, to be read once, and its results, with or without reading them. It starts when either is asked
for. Both throw what ended it early: a `UserError`, or the reason of the signal.
*/
export type Running = AsyncIterable<RunEvent> & {
	/** Result of the first of several pictures. */
	readonly result: () => Promise<Result>;
	/** One of each picture, in order; the last may be partial after `cancel`, and those that were not begun are missing. */
	readonly results: () => Promise<readonly Result[]>;
	/** Stop after the current step; the result is what there is. */
	readonly cancel: () => void;
	/** Hold after the current step, until `resume` or `cancel`; `paused` tells when it has come to that. */
	readonly pause: () => void;
	readonly resume: () => void;
	/**
	Change the run between two of its steps, held or not: `steered` tells of it. Resolves when that is done.
	@throws UserError for what cannot be, and then nothing has changed
	*/
	readonly steer: (request: SteerRequest) => Promise<void>;
	/** Words and codes that say the same as what a request would change, as the model measures it; nothing changes. @throws UserError likewise */
	readonly agreement: (request: SteerRequest) => Promise<Agreement>;
	/** Tokens of the text with their pieces of it, and how sure the model is of each. */
	readonly words: () => Promise<readonly ShownWord[]>;
	/** Stop, and end what was started for it. */
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A run that has begun. */
export type BegunRun = {
	readonly run: Run;
	readonly request: RunRequest;
	readonly input: InputPicture | undefined;
	/** Its record, if it is recorded. */
	readonly keeper: RunKeeper | undefined;
	/** Notices about it before its first event. */
	readonly notice: string | undefined;
};

/** Runs, each of which is begun when the one before it is over; disposing ends what was started for them. */
export type RunSource = AsyncDisposable & {
	readonly count: number;
	readonly begin: (index: number) => Promise<BegunRun>;
	/** The runs are tries of one picture: looks at one, to tell the best of them and whether there is need for another. */
	readonly weigh?: (run: FinishedRun) => Tried;
};

/** Results of the runs from a source. @param signal - ends them at once */
export function createRunning(open: () => Promise<RunSource>, signal?: AbortSignal): Running {
	const disposing = new AbortController();
	const stopping = AbortSignal.any(signal ? [signal, disposing.signal] : [disposing.signal]);
	const results: Result[] = [];
	let isCancelled = false;
	let isPaused = false;
	/** Settled with the first run, for what comes before it. */
	const first = createDeferred<Run>();
	let current: Run | undefined;
	let isRead = false;
	const outcome = createDeferred<readonly Result[]>();
	const iterator = follow();

	async function* follow(): AsyncGenerator<RunEvent, void> {
		stopping.throwIfAborted();
		await using source = await open();
		const tries: Tried[] = [];
		for (let index = 0; index < source.count && !(isCancelled && index > 0) && !tries.some(isFlawless); index++) {
			const begun = await source.begin(index);
			current = begun.run;
			if (isPaused) current.pause();
			first.resolve(current);
			if (isCancelled) current.cancel();
			const run = yield* followOne(begun);
			// One that was stopped is no try; by itself it is the result.
			if (source.weigh && run.end === 'complete') tries.push(source.weigh(run));
		}
		const best = results[bestTry(tries)];
		if (tries.length > 0 && best)
			results.splice(0, results.length, {...best, notices: [...best.notices, triesNotice(tries, source.count)]});
	}

	async function* followOne({run, request, input, keeper: kept, notice}: BegunRun): AsyncGenerator<RunEvent, FinishedRun> {
		await using keeper = kept;
		try {
			const followed: FollowedRun = yield* followEvents(run, {record: keeper, signal: stopping});
			stopping.throwIfAborted();
			if (!followed.run) throw new TypeError('The run ended without a result.');
			const isComplete = followed.run.end === 'complete';
			if (isComplete) await keeper?.log.remove();
			const notices = [notice, keeper && keepingProblem(keeper)].filter(said => said !== undefined);
			const keptAs = isComplete || !keeper?.log.stepsKept() ? undefined : keeper.id;
			results.push(await resultOf({events: followed.events, run: followed.run, input}, {request, notices, keptAs}));
			return followed.run;
		} catch (error) {
			throw keeper ? withResumeHint(error, keeper) : error;
		}
	}

	/** The iterator for the reader; the same reading settles the results. */
	function read(): AsyncIterator<RunEvent> {
		if (isRead) throw new TypeError('The events of this run were asked for already.');
		isRead = true;
		return {
			async next() {
				try {
					const next = await iterator.next();
					if (next.done) outcome.resolve(results);
					return next;
				} catch (error) {
					first.reject(error);
					outcome.reject(error);
					throw error;
				}
			},
			async return() {
				await iterator.return();
				outcome.reject(new DOMException('The events of this run were not read to their end.', 'AbortError'));
				return {done: true, value: undefined};
			},
		};
	}

	async function readAll(): Promise<readonly Result[]> {
		if (!isRead) {
			const events = read();
			while (!(await events.next()).done);
		}
		return outcome.promise;
	}

	return {
		[Symbol.asyncIterator]: read,
		async result() {
			const [first] = await readAll();
			if (!first) throw new TypeError('The run ended without a result.');
			return first;
		},
		results: readAll,
		cancel() {
			isCancelled = true;
			current?.cancel();
		},
		pause() {
			isPaused = true;
			current?.pause();
		},
		resume() {
			isPaused = false;
			current?.resume();
		},
		async steer(request) {
			// A request is plain JSON, and may be anybody's.
			const asked = validated(steerRequestSchema, request);
			const run = current ?? (await first.promise);
			await run.steer(asked);
		},
		async agreement(request) {
			const asked = validated(steerRequestSchema, request);
			const run = current ?? (await first.promise);
			return run.ask({type: 'agreement', request: asked});
		},
		words: async () => (current ?? (await first.promise)).ask({type: 'words'}),
		async [Symbol.asyncDispose]() {
			disposing.abort(new DOMException('The run was disposed of.', 'AbortError'));
			first.reject(disposing.signal.reason);
			outcome.reject(disposing.signal.reason);
			await iterator.return();
		},
	};
}
