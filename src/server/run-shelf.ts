import {randomBytes} from 'node:crypto';
import type {RunRequest} from '../app/request.ts';
import {createDeferred, type Deferred} from '../engine/deferred.ts';
import type {Run} from '../engine/engine.ts';
import {initialRun, type RunEvent, type RunState} from '../events/events.ts';
import {Refusal} from './refusal.ts';
import type {SentPictures} from './sent-pictures.ts';
import type {Drawn} from './studio.ts';

export type RunStatus = 'waiting' | 'drawing' | 'done' | 'cancelled' | 'failed';

/** A run of the server, under way or over. */
export type ShelvedRun = {
	/** Cannot be guessed: to know it is to be allowed to steer it. */
	readonly id: string;
	readonly request: RunRequest;
	readonly pictures: SentPictures;
	/** Events so far, in order; of its previews only the last is kept. */
	readonly events: (RunEvent | undefined)[];
	/** Ends it, begun or not. */
	readonly stop: AbortController;
	/** Seconds since 1970. */
	readonly createdAt: number;
	status: RunStatus;
	state: RunState;
	/** To be steered by, while it draws. */
	run?: Run;
	drawn?: Drawn;
	/** Failure that ended it. */
	error?: unknown;
	listeners: number;
	/** Settled when there is more to tell; then another takes its place. */
	news: Deferred<void>;
};

/** The runs of a server, the latest of them. */
export type Shelf = {
	readonly all: () => readonly ShelvedRun[];
	/** @throws Refusal (404) */
	readonly get: (id: string) => ShelvedRun;
	readonly add: (request: RunRequest, pictures: SentPictures) => ShelvedRun;
	readonly remove: (run: ShelvedRun) => void;
};

export const isOver = ({status}: ShelvedRun): boolean => status !== 'waiting' && status !== 'drawing';

/** Memory of a run (bytes), about: what was sent, the same as pixels, and the state at each event. */
function bytesOf({pictures, drawn, events, state}: ShelvedRun): number {
	const {original, pixels, mask} = drawn?.input ?? {};
	const sent = (pictures.image?.byteLength ?? 0) + (pictures.mask?.byteLength ?? 0);
	const unfolded = [original, pixels, mask].reduce((sum, one) => sum + (one?.rgb.byteLength ?? 0), 0);
	return sent + unfolded + events.length * (state.codes.length + state.textIds.length) * 8 + (state.final?.rgb.length ?? 0) * 2;
}

/** @param most - runs that are kept, and their memory (bytes); those under way are besides */
export function createShelf(most: {readonly runs: number; readonly bytes: number}): Shelf {
	const runs = new Map<string, ShelvedRun>();
	return {
		all: () => [...runs.values()].reverse(),
		get(id) {
			const run = runs.get(id);
			if (!run) throw new Refusal(404, 'There is no such run any more.', 'GET /v1/runs lists those that there are.');
			return run;
		},
		add(request, pictures) {
			const over = [...runs.values()].filter(isOver);
			let bytes = over.reduce((sum, one) => sum + bytesOf(one), 0);
			for (const [index, one] of over.entries()) {
				if (over.length - index < most.runs && bytes <= most.bytes) break;
				bytes -= bytesOf(one);
				runs.delete(one.id);
			}
			const run: ShelvedRun = {
				...{id: randomBytes(12).toString('hex'), request, pictures, events: [], stop: new AbortController()},
				...{createdAt: Math.floor(Date.now() / 1000), status: 'waiting', state: initialRun, listeners: 0, news: createDeferred<void>()},
			};
			runs.set(run.id, run);
			return run;
		},
		remove: run => runs.delete(run.id),
	};
}

/** Tell those that listen that there is more. */
export function tellNews(run: ShelvedRun): void {
	const {news} = run;
	run.news = createDeferred<void>();
	news.resolve();
}

/** Write down what a run tells. */
export function tellEvent(run: ShelvedRun, event: RunEvent, state: RunState): void {
	if (event.type === 'preview') {
		const last = run.events.findLastIndex(one => one?.type === 'preview');
		if (last !== -1) run.events[last] = undefined;
	}
	run.events.push(event);
	run.state = state;
	tellNews(run);
}
