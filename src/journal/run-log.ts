import path from 'node:path';
import type {RunEvent} from '../events/events.ts';
import {codeOf} from '../files/errors.ts';
import {type Appender, openLines} from '../files/json-lines.ts';
import {prepareImages} from '../picture/codec.ts';
import {createCompactor, isRecorded} from '../transcript/compact.ts';
import {type logFormat, logName, removeRun} from './run-folder.ts';

/** Identity of a run: the first line of its log; the events follow, a line each. */
export type RunHead = {
	readonly format: typeof logFormat;
	readonly version: 1;
	/** Name and version of the program. */
	readonly software: string;
	/** ISO 8601. */
	readonly startedAt: string;
	readonly task: 'gen' | 'edit';
	readonly instruction: string;
	/** Everything needed to ask for the run again, as plain JSON; its writer reads it. */
	readonly request: unknown;
};

/** The log of a run while it goes. A disk that does not take it never ends the run. */
export type RunLog = {
	/** Hands the events on, each after it was written down. */
	readonly follow: (events: AsyncIterable<RunEvent>) => AsyncGenerator<RunEvent, void, undefined>;
	/** Steps that a later run can start from; 0 when there is nothing to resume. */
	readonly stepsKept: () => number;
	/** Why nothing is written down (any more); undefined when all is well. */
	readonly problem: () => unknown;
	/** The run is saved: its log is of no more use. */
	readonly remove: () => Promise<void>;
} & AsyncDisposable;

/** Begin a log in a folder that is there. Fails as the file system does. */
export async function createRunLog(folder: string, head: RunHead): Promise<RunLog> {
	const lines = await openLines(path.join(folder, logName));
	try {
		await lines.add(head);
	} catch (error) {
		await lines[Symbol.asyncDispose]();
		throw error;
	}
	return keepLog(folder, lines, []);
}

/** Continue a log after its first `bytes` bytes, which hold these events: they are handed on, but not written again. */
export const reopenRunLog = async (folder: string, bytes: number, written: readonly RunEvent[]): Promise<RunLog> =>
	keepLog(folder, await openLines(path.join(folder, logName), bytes), written);

/** A log that keeps nothing, for a run that cannot be recorded. */
export const noRunLog = (problem: unknown): RunLog => ({
	follow: async function* (events) {
		yield* events;
	},
	stepsKept: () => 0,
	problem: () => problem,
	remove: async () => {},
	[Symbol.asyncDispose]: async () => {},
});

/** Follow a run into a file. @param written - what the file holds already, which comes once more */
export function keepLog(folder: string, lines: Appender, written: readonly RunEvent[]): RunLog {
	const compact = createCompactor();
	let step = written.findLast(event => event.type === 'step')?.step ?? 0;
	let toSkip = written.length;
	let problem: unknown;

	const keep = async (event: RunEvent) => {
		// The finished picture is saved for good, or made again from the last step.
		if (event.type === 'finished' || !isRecorded(event)) return;
		const line = await compact(event);
		if (toSkip > 0) toSkip--;
		else if (problem === undefined) await lines.add(line).catch(stop);
		if (event.type === 'step' && problem === undefined) step = event.step;
	};
	/** The log is good up to its last whole line. */
	const stop = (error: unknown) => {
		if (codeOf(error) === undefined) throw error;
		problem = error;
	};

	return {
		async *follow(events) {
			// The engine still loads its model; once it runs, it has need of all processors.
			prepareImages();
			for await (const event of events) {
				await keep(event);
				yield event;
			}
		},
		stepsKept: () => step,
		problem: () => problem,
		async remove() {
			await lines[Symbol.asyncDispose]();
			await removeRun(folder);
		},
		[Symbol.asyncDispose]: lines[Symbol.asyncDispose],
	};
}
