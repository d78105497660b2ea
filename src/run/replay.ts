import {setTimeout} from 'node:timers/promises';
import {exitCodes, UserError} from '../errors.ts';
import {eventsVersion, type RunEvent} from './events.ts';

export type ReplayOptions = {
	/** 1 is as fast as it ran, 2 twice as fast, Infinity without waiting. Above 0. */
	readonly speed: number;
	/** Waits that many milliseconds; a timer unless given. */
	readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/** A recorded run again, event by event at the times they came, without a model. */
export async function* replay(
	events: readonly RunEvent[],
	{speed, wait = setTimeout}: ReplayOptions,
): AsyncGenerator<RunEvent, void, undefined> {
	let shownMs = 0;
	for (const event of events) {
		if (event.type === 'started') checkVersion(event.version);
		// A preview has no time of its own: it came right after its step.
		const atMs = 'elapsedMs' in event ? event.elapsedMs : shownMs;
		const pauseMs = (atMs - shownMs) / speed;
		if (pauseMs > 0) await wait(pauseMs);
		shownMs = Math.max(shownMs, atMs);
		yield event;
	}
}

function checkVersion(version: number): void {
	if (version === eventsVersion) return;
	throw new UserError(`The recording has version ${version}, and this mmada reads version ${eventsVersion}.`, {
		hint: 'Replay it with the version of mmada that made it.',
		exitCode: exitCodes.badData,
	});
}
