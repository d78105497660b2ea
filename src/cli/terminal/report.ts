import type {RunRequest} from '../../app/request.ts';
import type {SavedFiles} from '../../app/run-summary.ts';
import {runSummary} from '../../app/run-summary.ts';
import type {RunState} from '../../events/events.ts';
import {toJson} from '../../printable.ts';
/** Options for stdout and stderr. */
export type ReportOptions = {
	/** The result on stdout: the path, one JSON object, or every event as a line. */
	readonly result: 'path' | 'json' | 'events';
	/** Steered by lines on stdin. */
	readonly isControlled?: boolean;
	readonly isQuiet: boolean;
	readonly hasPreview: boolean;
	readonly looks: Looks;
};

/** Look of a run while it runs; the terminal decides what is left open. */
export type Looks = {
	/** 0 none, 1 sixteen, 2 256, 3 all. */
	readonly colours?: 0 | 1 | 2 | 3 | undefined;
	readonly isAscii?: boolean | undefined;
	/** Told in sentences, for a screen reader. */
	readonly isSpoken: boolean;
	/** Little moves. */
	readonly isCalm: boolean;
};

/** Output on stdout at the end: the picture's path, a JSON object, or the last line of the events. */
export function resultText(
	result: ReportOptions['result'],
	state: RunState,
	{files, findings}: {readonly files?: SavedFiles | undefined; readonly findings?: readonly string[] | undefined} = {},
): string {
	if (result === 'json') return `${toJson(runSummary(state, files, findings), '\t')}\n`;
	if (result === 'events') return files ? `${toJson({type: 'saved', ...files})}\n` : '';
	return files ? `${files.picture}\n` : '';
}

/** Work of `gen` and `edit`, from the command line: the run, and the way it is shown. */
export type ShownRequest = RunRequest & {
	/** Ask what is next when it is done. */
	readonly isInteractive?: boolean;
	readonly report: ReportOptions;
};
