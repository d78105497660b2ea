import {z} from 'zod';
import {readableVersions} from '../events/events.ts';
import {
	elapsedMsSchema,
	endSchema,
	idSchema,
	interventionSchema,
	modelSchema,
	settingsSchema,
	steeredBySchema,
	stepSchema,
} from '../events/schema.ts';
import {fitSchema, outputSchema} from '../picture/output-schema.ts';

/** Raised when a transcript changes its meaning; readers refuse a version they do not know. */
export const transcriptVersion = 2;
/** Versions that this program reads; 1 has no run that was steered. */
const readableTranscripts = [1, transcriptVersion] as const;

/** Changes since the step before: pairs of index and new value. The first step counts from nothing. */
const changes = z.array(z.tuple([z.number().int().nonnegative().max(65_535), idSchema]));
/** A PNG file in base64. */
const png = z.string().max(20_000_000);

/** Limit of a model's text in a run: some thousand tokens. */
const text = z.string().max(1_000_000);

/** One event of a run as a file holds it. */
export const compactEventSchema = z.discriminatedUnion('type', [
	z.object({type: z.literal('started'), settings: settingsSchema, model: modelSchema, notices: z.array(z.string())}),
	z.object({
		type: z.literal('step'),
		step: stepSchema,
		of: stepSchema.optional(),
		elapsedMs: elapsedMsSchema,
		text,
		textIds: changes,
		codes: changes,
	}),
	z.object({
		type: z.literal('steered'),
		step: stepSchema,
		of: stepSchema,
		by: steeredBySchema,
		intervention: interventionSchema,
		text,
		textIds: changes,
		codes: changes,
	}),
	z.object({type: z.literal('preview'), step: stepSchema, png}),
	z.object({type: z.literal('finished'), reason: endSchema, elapsedMs: elapsedMsSchema, text, png}),
]);

const side = z.number().int().positive();
const size = z.object({width: side, height: side});
const rect = size.extend({left: z.number().int().nonnegative(), top: z.number().int().nonnegative()});
/** Placement of a part of an upright picture of size `original` in the picture that the model saw. */
const placement = z.object({fit: fitSchema, original: size, seen: rect, target: size, at: rect});

/** A whole run in one file: enough to replay it without a model, and to run it again with one. */
export const transcriptSchema = z.object({
	format: z.literal('mmada-transcript'),
	version: z.literal(readableTranscripts),
	/** Version of the run events that it was made from. */
	events: z.literal(readableVersions),
	software: z.string(),
	/** ISO 8601. */
	savedAt: z.string(),
	/** Edits: the picture as the model saw it, and which part of the picture it was. */
	input: z.object({name: z.string(), png, placement: placement.optional()}).optional(),
	/** Edits of pictures that were drawn before: what led to the input, oldest first. Transcripts as seen from this one's folder. */
	parents: z
		.array(
			z.object({
				transcript: z.string().optional(),
				task: z.enum(['gen', 'edit']),
				instruction: z.string(),
				seed: z.number(),
				/** Step of it that this run went on from, with changes. */
				step: z.number().optional(),
			}),
		)
		.optional(),
	/** Size and place of the saved picture. */
	output: outputSchema.optional(),
	run: z.array(compactEventSchema),
});
export type Transcript = z.infer<typeof transcriptSchema>;
/** A run that led to the picture that another one started from. */
export type Parent = NonNullable<Transcript['parents']>[number];
/** A run event with only what changed, and pictures as PNG. */
export type CompactEvent = z.infer<typeof compactEventSchema>;
