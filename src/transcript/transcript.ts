import {exitCodes, UserError} from '../errors.ts';
import {eventsVersion, type RunEvent} from '../events/events.ts';
import {parseJson} from '../parse-json.ts';
import type {Pixels} from '../picture/codec.ts';
import type {OutputFacts} from '../picture/encode.ts';
import type {Placement} from '../picture/fit.ts';
import {createCompactor, expandEvents, isRecorded, toBase64Png} from './compact.ts';
import {type CompactEvent, type Parent, type Transcript, transcriptSchema, transcriptVersion} from './schema.ts';

/** Most of a transcript's file that is read (bytes). */
export const maxTranscriptBytes = 64_000_000;

/** Facts in a transcript beside the events. */
export type TranscriptFacts = {
	readonly software: string;
	readonly savedAt: Date;
	/** The picture an edit started from, and what the user called it. */
	readonly input?: {readonly name: string; readonly pixels: Pixels; readonly placement?: Placement} | undefined;
	/** Runs that led to the input, oldest first. */
	readonly parents?: readonly Parent[] | undefined;
	readonly output?: OutputFacts;
};

/** A finished or cancelled run as a transcript: each step holds only what changed, previews are shrunk to what a screen shows. */
export async function toTranscript(events: readonly RunEvent[], facts: TranscriptFacts): Promise<Transcript> {
	const {software, savedAt, input, parents = [], output} = facts;
	const run: CompactEvent[] = [];
	const compact = createCompactor();
	for (const event of events.filter(isRecorded)) run.push(await compact(event));
	return {
		format: 'mmada-transcript',
		version: transcriptVersion,
		events: eventsVersion,
		software,
		savedAt: savedAt.toISOString(),
		...(input && {
			input: {name: input.name, png: await toBase64Png(input.pixels), ...(input.placement && {placement: input.placement})},
		}),
		...(parents.length > 0 && {parents: [...parents]}),
		...(output && {output}),
		run,
	};
}

/** The bytes of a transcript's file: JSON, one event a line. */
export function encodeTranscript({run, ...head}: Transcript): Uint8Array {
	const lines = run.map(event => `\t\t${JSON.stringify(event)}`).join(',\n');
	return Buffer.from(`${JSON.stringify(head, null, '\t').slice(0, -2)},\n\t"run": [\n${lines}\n\t]\n}\n`);
}

/** The transcript in the bytes of its file. `name` is what messages call them. @throws UserError (65) when it is none, or of another version */
export function parseTranscript(bytes: Uint8Array, name: string): Transcript {
	const parsed = transcriptSchema.safeParse(jsonOf(Buffer.from(bytes).toString('utf8')));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new UserError(`\`${name}\` is not a transcript that this version can read.`, {
		hint: `Name the .json file that stands beside a saved picture${issue?.path.length ? ` (wrong here: ${issue.path.join('.')})` : ''}.`,
		exitCode: exitCodes.badData,
		cause: parsed.error,
	});
}

/**
The run's events as they came, but for the size of the previews. @throws UserError (65) when they unfold to more than any run holds
@param options - `hasPreviews`: whether to unfold these too; true by default
*/
export const toEvents = ({run}: Transcript, options?: {readonly hasPreviews?: boolean}): AsyncGenerator<RunEvent> =>
	expandEvents(run, options);

function jsonOf(text: string): unknown {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}
