import type {RunEvent, RunState} from '../events/events.ts';
import {toJson} from '../printable.ts';

export type SavedFiles = {readonly picture: string; readonly transcript: string; readonly markdown?: string};

/** A run event as one line of JSON. */
export const eventLine = (event: RunEvent): string => `${toJson(event)}\n`;

/** Summary of a run as a JSON object. */
export function runSummary(
	{settings, model, text, step, end, elapsedMs, notices}: RunState,
	files: SavedFiles | undefined,
	findings: readonly string[] = [],
) {
	return {
		...files,
		task: settings?.task,
		instruction: settings?.instruction,
		reasoning: text,
		end,
		step,
		seed: settings?.seed,
		elapsedMs: Math.round(elapsedMs),
		settings,
		model,
		notices,
		findings,
	};
}
