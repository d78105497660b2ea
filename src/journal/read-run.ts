import path from 'node:path';
import {z} from 'zod';
import {exitCodes, UserError} from '../errors.ts';
import type {RunEvent} from '../events/events.ts';
import {readLines} from '../files/json-lines.ts';
import {shellWord} from '../shell-word.ts';
import {expandEvents} from '../transcript/compact.ts';
import {type CompactEvent, compactEventSchema} from '../transcript/schema.ts';
import {logFormat, logName} from './run-folder.ts';
import type {RunHead} from './run-log.ts';

const headSchema = z.object({
	format: z.literal(logFormat),
	version: z.literal(1),
	software: z.string(),
	startedAt: z.string(),
	task: z.enum(['gen', 'edit']),
	instruction: z.string(),
	request: z.unknown(),
});

/** A run as its log tells it. */
export type LoggedRun = {
	readonly head: RunHead;
	readonly compact: readonly CompactEvent[];
	/** Length of what was read: what comes after it is torn. */
	readonly bytes: number;
};

/** Read the log in the folder of a run. @throws UserError (65) when it is none that this version can read */
export async function readRun(folder: string): Promise<LoggedRun> {
	const {values, bytes} = await readLines(path.join(folder, logName));
	const head = headSchema.safeParse(values[0]);
	const compact = z.array(compactEventSchema).safeParse(values.slice(1));
	// Checked, and as they were written: the order of their fields is kept, so that a transcript gets the same bytes.
	if (head.success && compact.success) return {head: head.data, compact: values.slice(1) as CompactEvent[], bytes};
	throw unreadableRun(folder, head.error ?? compact.error);
}

/** The error (65) of a log that this version cannot read. */
export const unreadableRun = (folder: string, cause: unknown): UserError =>
	new UserError(`The log of the run ${path.basename(folder)} cannot be read by this version of mmada.`, {
		hint: `Continue with the version that began it, or remove it: mmada runs rm ${shellWord(path.basename(folder))}`,
		exitCode: exitCodes.badData,
		cause,
	});

/** The events of a run as they came, but for the size of the previews; without `finished`. */
export async function eventsOf({compact}: LoggedRun): Promise<RunEvent[]> {
	const events: RunEvent[] = [];
	for await (const event of expandEvents(compact)) events.push(event);
	return events;
}

/** Progress of a run: steps done, and of how many; undefined before it began. */
export function progressOf({compact}: LoggedRun): {readonly step: number; readonly steps: number | undefined} {
	const started = compact.find(event => event.type === 'started');
	const last = compact.findLast(event => event.type === 'step' || event.type === 'steered');
	return {step: last?.step ?? 0, steps: last?.of ?? started?.settings.steps};
}
