import {z} from 'zod';
import {eventsVersion} from '../run/events.ts';

/** Raised when a transcript changes its meaning; readers refuse a version they do not know. */
export const transcriptVersion = 1;

const id = z.number().int().nonnegative().nullable();
/** What changed since the step before: pairs of index and new value. The first step counts from nothing. */
const changes = z.array(z.tuple([z.number().int().nonnegative().max(1_000_000), id]));
/** A PNG file in base64. */
const png = z.string().max(20_000_000);

const settings = z.object({
	task: z.enum(['gen', 'edit']),
	instruction: z.string(),
	seed: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
	recipe: z.enum(['parallel', 'semi-parallel', 'sequential', 'official']),
	steps: z.number().int().positive(),
	imageSteps: z.number().int().positive(),
	textLength: z.number().int().nonnegative(),
	blockLength: z.number().int().nonnegative(),
	guidanceText: z.number(),
	guidanceImage: z.number(),
	temperature: z.number(),
	textTemperature: z.number(),
	remasking: z.enum(['low_confidence', 'random']).optional(),
	schedule: z.string().optional(),
	repaint: z.array(z.number().int().nonnegative()).readonly().optional(),
});
const model = z.object({
	name: z.string(),
	digest: z.string(),
	device: z.string(),
	grid: z.object({rows: z.number().int().positive(), columns: z.number().int().positive()}),
	patch: z.number().int().positive(),
});
const elapsedMs = z.number().nonnegative();
/** One event of a run as a file holds it. */
export const compactEventSchema = z.discriminatedUnion('type', [
	z.object({type: z.literal('started'), settings, model, notices: z.array(z.string())}),
	z.object({type: z.literal('step'), step: z.number().int().nonnegative(), elapsedMs, text: z.string(), textIds: changes, codes: changes}),
	z.object({type: z.literal('preview'), step: z.number().int().nonnegative(), png}),
	z.object({type: z.literal('finished'), reason: z.enum(['complete', 'cancelled']), elapsedMs, text: z.string(), png}),
]);

/** A whole run in one file: enough to replay it without a model, and to run it again with one. */
export const transcriptSchema = z.object({
	format: z.literal('mmada-transcript'),
	version: z.literal(transcriptVersion),
	/** Version of the run events that it was made from. */
	events: z.literal(eventsVersion),
	software: z.string(),
	/** ISO 8601. */
	savedAt: z.string(),
	/** Edits: the picture as the model saw it. */
	input: z.object({name: z.string(), png}).optional(),
	run: z.array(compactEventSchema),
});
export type Transcript = z.infer<typeof transcriptSchema>;
/** A run event with only what changed, and pictures as PNG. */
export type CompactEvent = z.infer<typeof compactEventSchema>;
