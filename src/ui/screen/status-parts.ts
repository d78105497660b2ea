import type {RunState} from '../../events/events.ts';
import {cellsOf} from '../terminal/cells.ts';

/** A piece of the status line. The lower its rank, the longer it stays in a line that gets narrower. */
export type StatusPart = {readonly text: string; readonly rank: number; readonly isQuiet?: boolean};

const separator = ' · ';

/** The parts that fit beside one another, in their order. The one of the lowest rank always stays. */
export function fitParts(parts: readonly StatusPart[], columns: number): readonly StatusPart[] {
	const widthOf = (kept: readonly StatusPart[]) => cellsOf(kept.map(({text}) => text).join(separator));
	let kept = parts;
	while (kept.length > 1 && widthOf(kept) > columns) {
		const last = Math.max(...kept.map(({rank}) => rank));
		kept = kept.filter(({rank}) => rank !== last);
	}
	return kept;
}

/** `3.1 s`, `42 s`, `3 min 5 s`, `2 h 10 min`: time that went by. */
export function readableElapsed(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
	if (seconds < 59.5) return `${Math.round(seconds)} s`;
	const minutes = Math.floor(seconds / 60);
	return minutes < 60 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `4 s left`, at the pace so far; undefined before there is one. */
export function readableRest({step, steps, elapsedMs}: RunState): string | undefined {
	if (steps === undefined || step < 2 || step >= steps) return undefined;
	const seconds = ((elapsedMs / step) * (steps - step)) / 1000;
	if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s left`;
	const minutes = Math.round(seconds / 60);
	return minutes < 90 ? `${minutes} min left` : `${(seconds / 3600).toFixed(1)} h left`;
}
