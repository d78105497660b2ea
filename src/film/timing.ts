import {exitCodes, UserError} from '../errors.ts';
import type {Moment} from './film.ts';

/** A frame of a film: which moment it shows, and for how long (ms). */
export type Timed = {readonly index: number; readonly holdMs: number};

/** Without a speed a film takes so long, however fast the run was: the bundled model can need less than a second, which is too fast to follow. */
export const pleasantMs = 8000;
/** Time for which the start and the result stand. */
const firstHoldMs = 600;
const lastHoldMs = 4000;
/** Viewers slow frames down that stand for less than 20 ms; more than 25 a second only make files larger. */
const shortestMs = 40;
const mostFrames = 120;
/** Longest time of one frame that the formats can hold: a step of a large model on a processor can take several that are alike. */
const longestMs = 65_000;
/** Frames are held in memory all at once: films of large models may last so long, which is twice as many of them. */
const longestFilmMs = mostFrames * longestMs;

/**
Moments that a film shows, with their times.
@param speed - 1 is as fast as the run was, 2 twice as fast; without it every step stands equally long, some seconds in all
@throws UserError (2) when that film would take hours
*/
export function timeFilm(moments: readonly Moment[], speed?: number): Timed[] {
	const last = moments.length - 1;
	const atMs = moments.map(({elapsedMs}, index) => (speed === undefined ? (pleasantMs * index) / Math.max(1, last) : elapsedMs / speed));
	if ((atMs[last] ?? 0) > longestFilmMs) throw tooLong(atMs[last] ?? 0, speed ?? 1);
	const gapMs = Math.max(shortestMs, (atMs[last] ?? 0) / mostFrames);
	const shown: number[] = [];
	for (const [index, ms] of atMs.entries()) {
		// A little less than the gap counts too, so that even steps are not thinned out by rounding.
		const isApart = ms - (atMs[shown.at(-1) ?? 0] ?? 0) >= gapMs * 0.99;
		if (index === 0 || index === last || isApart) shown.push(index);
	}
	return shown.flatMap((index, position) => {
		const next = shown[position + 1];
		if (next === undefined) return {index, holdMs: lastHoldMs};
		const heldMs = Math.max(position === 0 ? firstHoldMs : shortestMs, Math.round(atMs[next]! - atMs[index]!));
		const parts = Math.ceil(heldMs / longestMs);
		return Array.from({length: parts}, (_, part) => ({
			index,
			holdMs: Math.round((heldMs * (part + 1)) / parts) - Math.round((heldMs * part) / parts),
		}));
	});
}

function tooLong(ms: number, speed: number): UserError {
	const fitting = Math.ceil((speed * ms) / longestFilmMs);
	return new UserError(`At this speed the film would take ${(ms / 3.6e6).toFixed(1)} hours.`, {
		hint: `Give --speed ${fitting} or more; without a speed it takes some seconds.`,
		exitCode: exitCodes.usage,
	});
}
