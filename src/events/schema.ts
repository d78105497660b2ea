import {z} from 'zod';

import {eventsVersion, type RunEvent} from './events.ts';

/** The settings of a run, as events, transcripts and pictures carry them. */
export const settingsSchema = z.object({
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
	thinking: z.boolean().optional(),
	repaint: z.array(z.number().int().nonnegative()).readonly().optional(),
	quality: z.enum(['best', 'balanced', 'fast', 'draft']).optional(),
	shortcuts: z
		.object({
			mostSteps: z.number().int().positive(),
			sureness: z.number(),
			guidedShare: z.number(),
			promptRefresh: z.number().int().positive().optional(),
		})
		.optional(),
});

/** The model of a run, as events, transcripts and pictures carry it. */
export const modelSchema = z.object({
	name: z.string(),
	digest: z.string(),
	device: z.string(),
	grid: z.object({rows: z.number().int().positive(), columns: z.number().int().positive()}),
	patch: z.number().int().positive(),
});

/** A step, counted from 1. */
export const stepSchema = z.number().int().nonnegative();
export const elapsedMsSchema = z.number().nonnegative();
/** A token or an image code; null while masked. */
export const idSchema = z.number().int().nonnegative().nullable();
export const endSchema = z.enum(['complete', 'cancelled']);

const ids = z.array(idSchema);
const image = z
	.object({width: z.number().int().positive(), height: z.number().int().positive(), rgb: z.base64()})
	.describe('8-bit RGB, row-major, width * height * 3 bytes');

/** One event of a run: a line of `--events`. `started` comes first and says the version. */
export const eventSchema = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('started'),
		version: z.literal(eventsVersion),
		settings: settingsSchema,
		model: modelSchema,
		notices: z.array(z.string()),
	}),
	z.object({type: z.literal('step'), step: stepSchema, textIds: ids, text: z.string(), codes: ids, elapsedMs: elapsedMsSchema}),
	z.object({type: z.literal('preview'), step: stepSchema, image}),
	z.object({type: z.literal('paused'), step: stepSchema}),
	z.object({type: z.literal('finished'), reason: endSchema, image, text: z.string(), elapsedMs: elapsedMsSchema}),
]) satisfies z.ZodType<RunEvent>;

/** Everything that `--events` prints: the events, then where the files are. */
export const eventLineSchema = z.discriminatedUnion('type', [
	eventSchema,
	z.object({type: z.literal('saved'), picture: z.string(), transcript: z.string(), markdown: z.string().optional()}),
]);
