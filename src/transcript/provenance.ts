import {exitCodes, UserError} from '../errors.ts';
import type {RunEvent, RunState} from '../events/events.ts';
import {startedRun, stateAfter} from '../events/finished-run.ts';
import type {Origin} from '../picture/encode.ts';
import {sniffImage} from '../picture/magic.ts';
import {describeInterventions} from './interventions.ts';
import type {Transcript} from './schema.ts';
import {parseTranscript, toEvents} from './transcript.ts';

/** The origin of a saved picture, from its own file or its transcript. */
export type Made = Origin & {
	/** The IPTC digital source type that the picture is marked with. */
	readonly sourceType?: string;
	/** From a transcript: the whole run, and how it ended. */
	readonly transcript?: Transcript;
	readonly run?: RunState;
	/** Changes that it was steered by, in words. */
	readonly changes?: readonly string[];
};

/** Read what made a picture from the bytes of its file or of its transcript. @throws UserError (65) `name` is what messages call them. */
export async function readMade(bytes: Uint8Array, name: string): Promise<Made> {
	if (sniffImage(bytes)) {
		// The reader of XML is needed for nothing else.
		const {readOrigin} = await import('../picture/read-origin.ts');
		return readOrigin(bytes, name);
	}
	// Neither kind can start otherwise; a clearer word than that the JSON is damaged.
	if (!/^\uFEFF?\s*\{/.test(Buffer.from(bytes.subarray(0, 100)).toString('utf8'))) {
		throw new UserError(`\`${name}\` is neither a picture nor a transcript.`, {
			hint: 'Name a picture that mmada saved, or the .json file beside it.',
			exitCode: exitCodes.badData,
		});
	}
	const transcript = parseTranscript(bytes, name);
	const events: RunEvent[] = [];
	for await (const event of toEvents(transcript, {hasPreviews: false})) events.push(event);
	const run = startedRun(stateAfter(events));
	if (!run) {
		throw new UserError(`The transcript \`${name}\` holds no run.`, {
			hint: 'Name another one.',
			exitCode: exitCodes.badData,
		});
	}
	const {settings, model, text} = run;
	const {software, output} = transcript;
	const partial = run.end === 'complete' ? {} : {partial: {step: run.step}};
	const changes = describeInterventions(events);
	return {software, settings, model, reasoning: text, output, ...partial, transcript, run, ...(changes.length > 0 && {changes})};
}
