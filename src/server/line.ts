import {untilAborted} from '../app/follow-run.ts';
import {createDeferred, type Deferred} from '../engine/deferred.ts';
import {Refusal} from './refusal.ts';

/** The line before the model: one at a time, in the order that they came. */
export type Line = {
	/** Number of those that wait. */
	readonly waiting: () => number;
	/** Whether one has its turn. */
	readonly isBusy: () => boolean;
	/** @throws Refusal when no more may wait, or none any more */
	readonly checkRoom: () => void;
	/** Wait for one's turn, which lasts until it is disposed of. @throws Refusal as above, and the reason of the signal */
	readonly enter: (signal: AbortSignal) => Promise<Disposable>;
	/** Admit no more, and send away those that wait. */
	readonly close: () => void;
};

/** Guess of a turn's time until one was measured (ms). */
const firstGuessMs = 3000;

/** @param mostWaiting - besides the one that has its turn */
export function createLine(mostWaiting: number): Line {
	const waiting: {readonly turn: Deferred<void>; hasTurn: boolean}[] = [];
	let isBusy = false;
	let isClosed = false;
	let meanMs = firstGuessMs;

	const checkRoom = () => {
		if (isClosed) throw stopping();
		if (!isBusy || waiting.length < mostWaiting) return;
		const retryAfter = Math.max(1, Math.ceil(((waiting.length + 1) * meanMs) / 1000));
		throw new Refusal(429, `${waiting.length} requests wait already.`, `Try again in ${retryAfter} s.`, {retryAfter});
	};
	const leave = () => {
		const next = waiting.shift();
		if (!next) {
			isBusy = false;
			return;
		}
		next.hasTurn = true;
		next.turn.resolve();
	};
	return {
		waiting: () => waiting.length,
		isBusy: () => isBusy,
		checkRoom,
		async enter(signal) {
			signal.throwIfAborted();
			checkRoom();
			if (isBusy) {
				const mine = {turn: createDeferred<void>(), hasTurn: false};
				waiting.push(mine);
				try {
					await untilAborted(mine.turn.promise, signal);
				} catch (error) {
					const place = waiting.indexOf(mine);
					if (place !== -1) waiting.splice(place, 1);
					// It left in the instant in which its turn came.
					if (mine.hasTurn) leave();
					throw error;
				}
			}
			isBusy = true;
			const startMs = performance.now();
			let isOver = false;
			return {
				[Symbol.dispose]() {
					if (isOver) return;
					isOver = true;
					meanMs = 0.7 * meanMs + 0.3 * (performance.now() - startMs);
					leave();
				},
			};
		},
		close() {
			isClosed = true;
			for (const {turn} of waiting.splice(0)) turn.reject(stopping());
		},
	};
}

const stopping = () => new Refusal(503, 'The server is stopping.', 'Try again when it runs.', {retryAfter: 5});
