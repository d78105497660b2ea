import {readFile} from 'node:fs/promises';
import {exitCodes, UserError} from '../errors.ts';
import {eventsVersion, type RgbImage, type RunEvent} from '../run/events.ts';
import {decodeImage, encodePng, type Pixels, thumbnail, toPixels, toRgbImage} from './png.ts';
import {type CompactEvent, type Transcript, transcriptSchema, transcriptVersion} from './transcript-schema.ts';

const maxFileBytes = 200_000_000;

/** What a transcript tells beside the events. */
export type TranscriptFacts = {
	readonly software: string;
	readonly savedAt: Date;
	/** The picture an edit started from, and what the user called it. */
	readonly input?: {readonly name: string; readonly pixels: Pixels} | undefined;
};

/** A finished or cancelled run as a transcript: each step holds only what changed, previews are shrunk to what a screen shows. */
export async function toTranscript(events: readonly RunEvent[], {software, savedAt, input}: TranscriptFacts): Promise<Transcript> {
	const run: CompactEvent[] = [];
	let textIds: readonly (number | null)[] = [];
	let codes: readonly (number | null)[] = [];
	for (const event of events) {
		switch (event.type) {
			case 'started':
				run.push({...event, settings: {...event.settings}, model: {...event.model}, notices: [...event.notices]});
				break;
			case 'step':
				run.push({...event, textIds: changed(textIds, event.textIds), codes: changed(codes, event.codes)});
				({textIds, codes} = event);
				break;
			case 'preview':
				run.push({type: 'preview', step: event.step, png: await toBase64Png(thumbnail(toPixels(event.image)))});
				break;
			case 'finished':
				run.push({
					type: 'finished',
					reason: event.reason,
					elapsedMs: event.elapsedMs,
					text: event.text,
					png: await toBase64Png(toPixels(event.image)),
				});
		}
	}
	return {
		format: 'mmada-transcript',
		version: transcriptVersion,
		events: eventsVersion,
		software,
		savedAt: savedAt.toISOString(),
		...(input && {input: {name: input.name, png: await toBase64Png(input.pixels)}}),
		run,
	};
}

/** The bytes of a transcript's file: JSON, one event a line. */
export function encodeTranscript({run, ...head}: Transcript): Uint8Array {
	const lines = run.map(event => `\t\t${JSON.stringify(event)}`).join(',\n');
	return Buffer.from(`${JSON.stringify(head, null, '\t').slice(0, -2)},\n\t"run": [\n${lines}\n\t]\n}\n`);
}

/** Read a transcript's file. Fails with a `UserError` if there is none (66), or it is none or of another version (65). */
export async function readTranscript(file: string): Promise<Transcript> {
	const bytes = await readFile(file).catch((cause: unknown) => {
		throw new UserError(`Cannot read the transcript \`${file}\`.`, {
			hint: 'Name the .json file that stands beside a saved picture.',
			exitCode: exitCodes.noInput,
			cause,
		});
	});
	const parsed = transcriptSchema.safeParse(bytes.length > maxFileBytes ? undefined : parseJson(bytes.toString('utf8')));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new UserError(`\`${file}\` is not a transcript that this version can read.`, {
		hint: `Name the .json file that stands beside a saved picture${issue?.path.length ? ` (wrong here: ${issue.path.join('.')})` : ''}.`,
		exitCode: exitCodes.badData,
		cause: parsed.error,
	});
}

/** The run's events as they came, but for the size of the previews. */
export async function* toEvents(transcript: Transcript): AsyncGenerator<RunEvent> {
	let textIds: readonly (number | null)[] = [];
	let codes: readonly (number | null)[] = [];
	for (const event of transcript.run) {
		switch (event.type) {
			case 'started':
				yield {...event, version: eventsVersion};
				break;
			case 'step':
				textIds = apply(textIds, event.textIds);
				codes = apply(codes, event.codes);
				yield {...event, textIds, codes};
				break;
			case 'preview':
				yield {type: 'preview', step: event.step, image: await fromBase64Png(event.png)};
				break;
			case 'finished': {
				const {type, reason, elapsedMs, text} = event;
				yield {type, reason, elapsedMs, text, image: await fromBase64Png(event.png)};
			}
		}
	}
}

function changed(before: readonly (number | null)[], after: readonly (number | null)[]): [number, number | null][] {
	return [...after.entries()].filter(([index, value]) => before[index] !== value);
}

function apply(before: readonly (number | null)[], changes: readonly [number, number | null][]): (number | null)[] {
	const after = [...before];
	for (const [index, value] of changes) after[index] = value;
	return Array.from(after, value => value ?? null);
}

const toBase64Png = async (pixels: Pixels) => Buffer.from(await encodePng(pixels)).toString('base64');

const fromBase64Png = async (base64: string): Promise<RgbImage> =>
	toRgbImage(await decodeImage(Buffer.from(base64, 'base64'), 'a picture in the transcript'));

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
