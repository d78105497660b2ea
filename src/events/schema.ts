import {z} from 'zod';
import type {Agreement} from '../decoder/agreement.ts';
import type {Intervention} from '../decoder/steer.ts';
import {type RunEvent, readableVersions} from './events.ts';
import {type Setting, settingRows, type ToldSettings} from './settings.ts';

/** A field as a run tells it: what a later version allows is no fault. */
function toldSchema({kind, choices = [], toldFrom}: Setting): z.ZodType {
	switch (kind) {
		case 'choice':
			return z.enum(choices);
		case 'whole':
			return toldFrom === 0 ? z.number().int().nonnegative() : z.number().int().positive();
		case 'number':
			return z.number();
		case 'toggle':
			return z.boolean();
		case 'text':
			return z.string();
	}
}

type Told = Required<ToldSettings>;
type ToldShape = {
	[Key in keyof Told]: undefined extends ToldSettings[Key] ? z.ZodOptional<z.ZodType<Told[Key]>> : z.ZodType<Told[Key]>;
};

const toldShape = Object.fromEntries(
	settingRows
		.filter(([, {told}]) => told !== 'within')
		.map(([key, setting]) => [key, setting.told === 'always' ? toldSchema(setting) : toldSchema(setting).optional()]),
) as ToldShape;

/** The settings of a run, as events, transcripts and pictures carry them. */
export const settingsSchema = z.object({
	task: z.enum(['gen', 'edit']),
	instruction: z.string(),
	seed: z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER),
	textLength: z.number().int().nonnegative(),
	...toldShape,
	repaint: z.array(z.number().int().nonnegative()).readonly().optional(),
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
export const steeredBySchema = z.enum(['person', 'program', 'model']);
export const endSchema = z.enum(['complete', 'cancelled']);

const row = z.number().int().nonnegative();
const scale = z.number().nonnegative().optional();
/** A change of a run; see `Intervention`. */
export const interventionSchema = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('writeWords'),
		words: z.array(z.object({row, id: z.number().int().nonnegative()})),
		isLasting: z.boolean().optional(),
		isForeseen: z.boolean().optional(),
	}),
	z.object({type: z.literal('maskWords'), rows: z.array(row)}),
	z.object({
		type: z.literal('maskCodes'),
		rows: z.array(row),
		withoutInput: z.boolean().optional(),
		withoutInstruction: z.boolean().optional(),
	}),
	z.object({type: z.literal('fixCodes'), rows: z.array(row)}),
	z.object({type: z.literal('guidance'), guidanceText: scale, guidanceImage: scale}),
	z.object({type: z.literal('temperature'), temperature: scale, textTemperature: scale}),
	z.object({type: z.literal('steps'), steps: z.number().int().positive()}),
	z.object({type: z.literal('instruction'), instruction: z.string()}),
]) satisfies z.ZodType<Intervention>;

const ids = z.array(idSchema);
const image = z
	.object({width: z.number().int().positive(), height: z.number().int().positive(), rgb: z.base64()})
	.describe('8-bit RGB, row-major, width * height * 3 bytes');

/** One event of a run: a line of `--events`. `started` comes first and says the version. */
export const eventSchema = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('started'),
		version: z.literal(readableVersions),
		settings: settingsSchema,
		model: modelSchema,
		notices: z.array(z.string()),
	}),
	z.object({
		type: z.literal('step'),
		step: stepSchema,
		of: stepSchema.optional(),
		textIds: ids,
		text: z.string(),
		codes: ids,
		elapsedMs: elapsedMsSchema,
	}),
	z.object({
		type: z.literal('steered'),
		step: stepSchema,
		of: stepSchema,
		by: steeredBySchema,
		intervention: interventionSchema,
		textIds: ids,
		text: z.string(),
		codes: ids,
	}),
	z.object({type: z.literal('preview'), step: stepSchema, image}),
	z.object({type: z.literal('paused'), step: stepSchema}),
	z.object({
		type: z.literal('finished'),
		reason: endSchema,
		image,
		text: z.string(),
		elapsedMs: elapsedMsSchema,
		confidence: z.object({text: z.number(), image: z.number()}).optional(),
	}),
]) satisfies z.ZodType<RunEvent>;

const dropSchema = z.number();
/** A change of words and what agrees with it; see `Agreement`. */
const agreementSchema = z.object({
	change: interventionSchema as z.ZodType<Agreement['change']>,
	words: z.array(z.object({row, drop: dropSchema, id: row.optional()})).readonly(),
	codes: z.array(z.object({row, drop: dropSchema})).readonly(),
	instruction: z.string().optional(),
	foreseen: z
		.array(z.object({row, id: row}))
		.readonly()
		.optional(),
	hasInput: z.boolean(),
	open: z.array(row).readonly(),
	passes: row,
}) satisfies z.ZodType<Agreement>;

/** Answers to the commands that come in by `--control`; `id` as the command had it. */
export const answerLineSchema = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('answered'),
		command: z.enum(['pause', 'resume', 'step', 'cancel', 'steer', 'agreement', 'words']),
		id: z.union([z.number(), z.string()]).optional(),
		agreement: agreementSchema.optional(),
		words: z.array(z.object({row, text: z.string(), isMasked: z.boolean(), isFixed: z.boolean(), probability: z.number()})).optional(),
	}),
	z.object({type: z.literal('refused'), id: z.union([z.number(), z.string()]).optional(), message: z.string(), hint: z.string()}),
]);

/** Everything that `--events` prints: the events, answers to commands, then where the files are. */
export const eventLineSchema = z.discriminatedUnion('type', [
	eventSchema,
	answerLineSchema,
	z.object({type: z.literal('saved'), picture: z.string(), transcript: z.string(), markdown: z.string().optional()}),
]);
