import {type Dispatcher, util} from 'undici';
import {type Cut, cutBy} from './cut.ts';
import type {Status} from './refusal.ts';

/** Takes bytes as they come, which last until it returns and no longer; no more come until its promise is kept, if it gives one. */
export type Taker = (bytes: Uint8Array) => Promise<void> | undefined;

/** Answer to one request. Nothing of its body is read before that is asked for. */
export type Exchange = Status & {
	/** Hand on the body, to its end or until there is enough: once. @throws Cut when it ends early, and what `take` throws */
	readonly read: (take: Taker, isEnough?: () => boolean) => Promise<void>;
	/** End it without reading the rest. */
	readonly drop: () => void;
};

type Asked = {
	readonly dispatcher: Dispatcher;
	readonly headers: Readonly<Record<string, string>>;
	readonly signal: AbortSignal | undefined;
};

/**
Send one GET, and wait for the head of its answer. By way of undici's dispatcher, which hands on the very bytes that the socket received: a
stream would keep them while it is paused.
@throws Cut when none comes, and the signal's reason
*/
export function exchange(url: URL, {dispatcher, headers, signal}: Asked): Promise<Exchange> {
	return new Promise((resolve, reject) => {
		signal?.throwIfAborted();
		let failed: Cut | undefined;
		let reader: Reader | undefined;
		/** Reason of an end that came before the request was on its way. */
		let early: Error | undefined;
		let abort = (reason: Error): void => {
			early = reason;
		};
		const stop = () => {
			reject(signal?.reason);
			abort(new Error('It was stopped.', {cause: signal?.reason}));
		};
		signal?.addEventListener('abort', stop);
		const close = () => signal?.removeEventListener('abort', stop);

		const answerOf = (status: number, fields: Record<string, string | string[]>, resume: () => void): Exchange => ({
			status,
			header(name) {
				const value = fields[name];
				return Array.isArray(value) ? value[0] : value;
			},
			read: (take, isEnough = () => false) =>
				new Promise((done, fail) => {
					reader = readerOf(take, {isEnough, resume, done, fail});
					if (failed) reader.fail(failed);
					else resume();
				}),
			drop: () => abort(new Error('The rest is not wanted.')),
		});

		const {origin, pathname, search} = url;
		dispatcher.dispatch(
			{origin, path: `${pathname}${search}`, method: 'GET', headers: {...headers}},
			{
				onConnect(end) {
					if (early) end(early);
					else abort = end;
				},
				onHeaders(status, raw, resume) {
					if (status < 200) return true;
					resolve(answerOf(status, util.parseHeaders(raw ?? []), resume));
					// The body waits for who reads it.
					return false;
				},
				onData: bytes => reader?.take(bytes) ?? false,
				onComplete() {
					close();
					reader?.end();
				},
				onError(error) {
					close();
					failed = cutBy(error);
					reject(failed);
					reader?.fail(failed);
				},
			},
		);
	});
}

type Reader = {
	/** @returns whether more may come at once */
	readonly take: (bytes: Uint8Array) => boolean;
	readonly end: () => void;
	readonly fail: (cut: Cut) => void;
};

type Reading = {
	readonly isEnough: () => boolean;
	readonly resume: () => void;
	readonly done: () => void;
	readonly fail: (error: unknown) => void;
};

function readerOf(take: Taker, {isEnough, resume, done, fail}: Reading): Reader {
	let held: Promise<void> | undefined;
	let isOver = false;
	// An end, too, may be told before all that came is taken; what follows is asked for after that.
	const whenTaken = (then: () => void) => void Promise.resolve(held).then(then, fail);
	return {
		take(bytes) {
			if (isOver) return false;
			try {
				held = take(bytes);
			} catch (error) {
				isOver = true;
				fail(error);
				return false;
			}
			isOver = isEnough();
			if (isOver) whenTaken(done);
			else held?.then(resume, fail);
			return held === undefined && !isOver;
		},
		end: () => whenTaken(done),
		fail: cut => whenTaken(() => fail(cut)),
	};
}
