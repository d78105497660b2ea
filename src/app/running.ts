import type {Run} from '../engine/engine.ts';
import {initialRun, type ModelFacts, type RunEvent, type RunSettings, type RunState, reduceRun} from '../events/events.ts';
import {type Pixels, toPixels} from '../picture/codec.ts';
import {encodePicture} from '../picture/encode.ts';
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
	let state = initialRun;
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
		const events = run.events[Symbol.asyncIterator]();
		try {
			for (;;) {
				const {done, value} = await untilAborted(events.next(), stopping);
				if (done) break;
				state = reduceRun(state, value);
				yield value;
			}
		} finally {
			await events.return?.();
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
					if (next.done) outcome.resolve(endOf(state, stopping));
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
		// What comes too late is nobody's.
		promise.catch(() => {});
	}
}

function endOf({settings, model, final, end, text, notices, elapsedMs}: RunState, stopping: AbortSignal): Result {
	stopping.throwIfAborted();
	if (!settings || !model || !final || !end) throw new TypeError('The run ended without a result.');
	const image = toPixels(final);
	const png = async () => encodePicture(image, {software: `mmada ${version()}`, settings, model, reasoning: text});
	return {end, reasoning: text, image, png, settings, model, notices, elapsedMs};
}

/** A promise settled from outside. Nobody waiting for it when it is rejected is fine. */
function createDeferred<Value>() {
	const settle = {resolve: (_value: Value) => {}, reject: (_error: unknown) => {}};
	const promise = new Promise<Value>((resolve, reject) => {
		settle.resolve = resolve;
		settle.reject = reject;
	});
	promise.catch(() => {});
	return {promise, resolve: (value: Value) => settle.resolve(value), reject: (error: unknown) => settle.reject(error)};
}
