import type {SteeredBy} from '../events/events.ts';
import type {Question, SteerRequest} from './job.ts';

/** A change that is asked for, to be made between two steps, or a question to be answered there, and a callback when that was done or refused. */
export type Ask =
	| {
			readonly type: 'steer';
			readonly request: SteerRequest;
			readonly by: SteeredBy;
			/** @param refusal - Why it was not made. */
			readonly done: (refusal?: unknown) => void;
	  }
	| {
			readonly type: 'question';
			readonly question: Question;
			/** @param answer - As `Answers` has it. */
			readonly done: (refusal?: unknown, answer?: unknown) => void;
	  };

/** The gate between two steps: a paused run waits there, and a run is steered there. */
export type Gate = {
	/** Hold the run at its next step. */
	readonly pause: () => void;
	/** Resume it. */
	readonly resume: () => void;
	/** Let it take one step, and hold it at the one after. */
	readonly step: () => void;
	/** Have a change made or a question answered here, paused or not. */
	readonly steer: (ask: Ask) => void;
	readonly isPaused: () => boolean;
	/** Whether who passes now has to wait. */
	readonly isClosed: () => boolean;
	/** Resolves to a change to be made, and is to be asked again then; or to nothing when the next step may be taken, and counts it. */
	readonly pass: () => Promise<Ask | undefined>;
	/** Let no step pass any more. @returns the changes that were never made */
	readonly close: () => readonly Ask[];
};

/** An open gate, for one run. */
export function createGate(): Gate {
	let isPaused = false;
	/** Steps that may be taken though it is paused. */
	let granted = 0;
	let wake = () => {};
	const asks: Ask[] = [];
	const isClosed = () => isPaused && granted === 0;
	return {
		isPaused: () => isPaused,
		isClosed,
		pause() {
			isPaused = true;
			granted = 0;
		},
		resume() {
			isPaused = false;
			wake();
		},
		step() {
			granted = isPaused ? granted + 1 : 1;
			isPaused = true;
			wake();
		},
		steer(ask) {
			asks.push(ask);
			wake();
		},
		async pass() {
			while (isClosed() && asks.length === 0) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}
			const ask = asks.shift();
			if (!ask && isPaused) granted--;
			return ask;
		},
		close: () => asks.splice(0),
	};
}
