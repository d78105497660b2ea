import {createDeferred} from '../engine/deferred.ts';
import type {Run} from '../engine/engine.ts';
import type {ModelFacts, RunEvent, RunSettings} from '../events/events.ts';
import type {FinishedRun} from '../events/finished-run.ts';
import {type Pixels, toPixels} from '../picture/codec.ts';
import {encodePicture} from '../picture/encode.ts';
import {type FollowedRun, followEvents} from './follow-run.ts';
import {version} from './package.ts';

/** What a run has come to. */
export type Result = {
	/** `cancelled`: with what there was when `cancel` was called. */
	readonly end: 'complete' | 'cancelled';
	readonly reasoning: string;
	/** 8-bit RGB, row-major. */
	readonly image: Pixels;
	/** The picture as a file that carries the instruction, the reasoning, the settings and the mark that a model made it. */
	readonly png: () => Promise<Uint8Array>;
	readonly settings: RunSettings;
	readonly model: ModelFacts;
	/** What people should know, such as words that the model was never shown. */
	readonly notices: readonly string[];
	readonly elapsedMs: number;
};

/**
A run: its events in order, to be read once, and its result, with or without reading them. It starts when either is asked for. Both throw
what ended the run early: a `UserError`, or the reason of the signal.
*/
export type Running = AsyncIterable<RunEvent> & {
	readonly result: () => Promise<Result>;
	/** Stop after the current step; the result is what there is. */
	readonly cancel: () => void;
	/** Stop, and end what was started for it. */
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Begins a run; `close` ends what was started for it alone. */
export type Begin = () => Promise<{readonly run: Run; readonly close: () => Promise<void>}>;

/** A run that `begin` starts. @param signal - ends it at once */
export function createRunning(begin: Begin, signal?: AbortSignal): Running {
	const disposing = new AbortController();
	const stopping = AbortSignal.any(signal ? [signal, disposing.signal] : [disposing.signal]);
	let followed: FollowedRun | undefined;
	let isCancelled = false;
	let run: Run | undefined;
	let isRead = false;
	const outcome = createDeferred<Result>();
	const iterator = follow();

	async function* follow(): AsyncGenerator<RunEvent, void> {
		stopping.throwIfAborted();
		const begun = await begin();
		run = begun.run;
		if (isCancelled) run.cancel();
		try {
			followed = yield* followEvents(run, {signal: stopping});
		} finally {
			await begun.close();
		}
	}

	/** The iterator for whoever reads; the same reading settles the result. */
	function read(): AsyncIterator<RunEvent> {
		if (isRead) throw new TypeError('The events of this run were asked for already.');
		isRead = true;
		return {
			async next() {
				try {
					const next = await iterator.next();
					if (next.done) outcome.resolve(endOf(followed?.run, stopping));
					return next;
				} catch (error) {
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

	return {
		[Symbol.asyncIterator]: read,
		async result() {
			if (!isRead) {
				const events = read();
				while (!(await events.next()).done);
			}
			return outcome.promise;
		},
		cancel() {
			isCancelled = true;
			run?.cancel();
		},
		async [Symbol.asyncDispose]() {
			disposing.abort(new DOMException('The run was disposed of.', 'AbortError'));
			outcome.reject(disposing.signal.reason);
			await iterator.return();
		},
	};
}

function endOf(run: FinishedRun | undefined, stopping: AbortSignal): Result {
	stopping.throwIfAborted();
	if (!run) throw new TypeError('The run ended without a result.');
	const {settings, model, final, end, text, notices, elapsedMs} = run;
	const image = toPixels(final);
	const png = async () => encodePicture(image, {software: `mmada ${version()}`, settings, model, reasoning: text});
	return {end, reasoning: text, image, png, settings, model, notices, elapsedMs};
}
