import type {RunEvent, RunState} from '../run/events.ts';
import type {ReportOptions} from './options.ts';

export type SavedFiles = {readonly picture: string; readonly transcript: string; readonly markdown?: string};

/** A run event as one line of JSON. */
export const eventLine = (event: RunEvent): string => `${JSON.stringify(event)}\n`;

/** What stdout gets at the end: the picture's path, a JSON object, or the last line of the events. */
export function resultText(result: ReportOptions['result'], state: RunState, files?: SavedFiles): string {
	if (result === 'json') return `${JSON.stringify(runSummary(state, files), null, '\t')}\n`;
	if (result === 'events') return files ? `${JSON.stringify({type: 'saved', ...files})}\n` : '';
	return files ? `${files.picture}\n` : '';
}

/** What a JSON object tells of a run. */
export function runSummary({settings, model, text, step, end, elapsedMs, notices}: RunState, files: SavedFiles | undefined) {
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
	};
}
