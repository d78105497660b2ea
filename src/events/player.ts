import {setTimeout} from 'node:timers/promises';
import {exitCodes, UserError} from '../errors.ts';
import {eventsVersion, type RunEvent, readableVersions} from './events.ts';

export type PlayerOptions = {
	/** 1 is as fast as it ran, 2 twice as fast, Infinity without waiting. Above 0. With `totalMs` all steps are equally long. */
	readonly pace: {readonly speed: number} | {readonly totalMs: number};
	/** Waits that many milliseconds, or until it is called off; a timer by default. */
	readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
};

/** A recorded run that plays again, without a model, and what can be done to it meanwhile. */
export type Player = {
	/** To be read once. After a seek the events of that step come again, then `paused`. */
	readonly events: AsyncIterable<RunEvent>;
	readonly pause: () => void;
	readonly resume: () => void;
	/** Hold so many steps later, or before (negative), from the first to the last. */
	readonly seek: (steps: number) => void;
	/** Step that is shown; 0 before the first. */
	readonly step: () => number;
	/** End where it is. */
	readonly stop: () => void;
};

/** Play recorded events at the times they came. @throws UserError (65) when they are of another version */
export function createPlayer(recorded: readonly RunEvent[], {pace, wait = waitFor}: PlayerOptions): Player {
	for (const event of recorded) if (event.type === 'started') checkVersion(event.version);
	const moments = momentsOf(recorded);
	const lastStep = moments.findLastIndex(([event]) => event?.type === 'step');
	let told = -1;
	let wanted: number | undefined;
	let isPaused = false;
	let isStopped = false;
	let change = new AbortController();
	const changed = () => {
		const before = change;
		change = new AbortController();
		before.abort();
	};

	async function* play(): AsyncGenerator<RunEvent, void, undefined> {
		while (!isStopped) {
			const {signal} = change;
			if (wanted !== undefined) {
				told = wanted;
				wanted = undefined;
				yield* moments[told] ?? [];
			} else if (!isPaused) {
				if (told + 1 >= moments.length) return;
				if (!(await waited(gapBefore(told + 1), signal))) continue;
				told++;
				yield* moments[told] ?? [];
			}
			if (isPaused && wanted === undefined && !isStopped) {
				yield {type: 'paused', step: stepOf(moments[told])};
				await aborted(signal);
			}
		}
	}

	/** Milliseconds between a moment and the one before. */
	function gapBefore(index: number): number {
		if ('totalMs' in pace) return index === 0 ? 0 : pace.totalMs / (moments.length - 1);
		return Math.max(0, timeOf(moments[index]) - timeOf(moments[index - 1])) / pace.speed;
	}

	/** Whether the time went by without a change. */
	async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
		if (milliseconds > 0 && !signal.aborted) await wait(milliseconds, signal);
		return !signal.aborted;
	}

	return {
		events: play(),
		pause() {
			isPaused = true;
			changed();
		},
		resume() {
			isPaused = false;
			changed();
		},
		seek(steps) {
			isPaused = true;
			if (lastStep >= 0) wanted = Math.min(lastStep, Math.max(Math.min(1, lastStep), (wanted ?? told) + steps));
			changed();
		},
		step: () => stepOf(moments.slice(0, told + 1).findLast(([event]) => event?.type === 'step')),
		stop() {
			isStopped = true;
			changed();
		},
	};
}

/** Events in groups: those before the first step, each step with the previews after it, the end. */
function momentsOf(events: readonly RunEvent[]): RunEvent[][] {
	const moments: RunEvent[][] = [[]];
	for (const event of events) {
		if (event.type === 'step' || event.type === 'finished') moments.push([event]);
		else moments.at(-1)?.push(event);
	}
	return moments;
}

const stepOf = (moment: readonly RunEvent[] = []): number => moment.find(event => event.type === 'step')?.step ?? 0;

/** Milliseconds since the run began. */
const timeOf = ([event]: readonly RunEvent[] = []): number => (event && 'elapsedMs' in event ? event.elapsedMs : 0);

const aborted = async (signal: AbortSignal): Promise<void> =>
	new Promise(resolve => {
		if (signal.aborted) resolve();
		else signal.addEventListener('abort', () => resolve(), {once: true});
	});

const waitFor = async (milliseconds: number, signal: AbortSignal): Promise<void> =>
	setTimeout(milliseconds, undefined, {signal}).catch((error: unknown) => {
		if (!signal.aborted) throw error;
	});

function checkVersion(version: number): void {
	if (readableVersions.some(known => known === version)) return;
	throw new UserError(`The recording has version ${version}, and this mmada reads versions up to ${eventsVersion}.`, {
		hint: 'Replay it with the version of mmada that made it.',
		exitCode: exitCodes.badData,
	});
}
