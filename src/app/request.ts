import {z} from 'zod';
import {maxSeed} from '../decoder/random.ts';
import {field, type Sentence, SettingError, say} from '../errors.ts';
import {type Field, unfit} from '../events/fields.ts';
import {interventionSchema, steeredBySchema} from '../events/schema.ts';
import {type GivenSettings, type SettingKey, settingRows} from '../events/settings.ts';
import type {Shortcuts} from '../events/shortcuts.ts';
import {stdinName} from '../files/stdin.ts';
import type {SteerRequest} from '../run/job.ts';
import {nearest} from '../words.ts';
import {isShare, requestFields} from './request-fields.ts';

/** A field of the tables as zod checks it: its message is what a value must be, its metadata are its JSON schema. */
const checked = <Value>({accepts, expected, kind, choices, range}: Field<Value>, description?: string) =>
	z.custom<Value>(accepts, {error: expected}).meta({
		...(description !== undefined && {description}),
		...(kind === 'choice' ? {enum: choices} : kind === 'toggle' ? {type: 'boolean'} : {}),
		...(range && {type: kind === 'whole' ? 'integer' : 'number', minimum: range[0], maximum: range[1]}),
	});
/** Message about a value that is not an object; keys of an object have messages of their own. */
const asObject = {error: ({code}: {readonly code?: string | undefined}) => (code === 'invalid_type' ? 'an object' : undefined)};
const text = z.string({error: 'text'});
const {fit, device, threads} = requestFields;
const isOff = checked(requestFields.strict).default(false);
const isOn = checked(requestFields.metadata).default(true);

const settingShape = Object.fromEntries(
	settingRows.map(([key, setting]) => [key, checked(setting, setting.says).optional()]),
) as unknown as {readonly [Key in SettingKey]: z.ZodOptional<z.ZodType<Required<GivenSettings>[Key], Required<GivenSettings>[Key]>>};

const settingsSchema = z.strictObject(
	{
		...settingShape,
		/** Spelled out, instead of a `quality`; the engine checks them. */
		shortcuts: z.custom<Shortcuts>(given => typeof given === 'object' && given !== null, {error: 'an object'}).optional(),
	},
	asObject,
);

const outputSchema = z.strictObject(
	{
		/** A file, a folder, or `-` for stdout; the current folder without it. */
		output: text.optional(),
		/** Names of files: a template such as `{slug}-{seed}`. */
		name: text.optional(),
		/** The picture's size: as the model draws it, the input's own, or this one (px), in words too: `512x512`. */
		size: z
			.preprocess(given => (typeof given === 'string' ? requestFields.size.parse(given) : given), checked(requestFields.size))
			.default('model'),
		/** Way of bringing a picture into another shape: the input into the model's, the result into `size`. */
		fit: checked(fit).optional(),
		/** Replace files that are there. */
		isForced: isOff,
		/** Carry what made the picture in its file. */
		hasMetadata: isOn,
		/** Mark the picture as made by a model. */
		hasAiMark: isOn,
		/** A transcript for people too. */
		hasMarkdown: isOff,
	},
	asObject,
);

const repaintExpected = 'a mask file, a box, a region, a share of height and width above 0 up to 1 with a mode, or codes';
const shareSchema = z.custom<number>(isShare);

/** The part that `edit` changes: the part that a mask file marks white, a rectangle around the centre or all but it, or these codes. */
const repaintSchema = z.union(
	[
		z.strictObject({maskFile: z.string().min(1), isInverted: z.boolean().optional()}),
		z.strictObject({box: checked(requestFields['mask-box']), isInverted: z.boolean().optional()}),
		z.strictObject({region: checked(requestFields.region), isInverted: z.boolean().optional()}),
		z.strictObject({mode: z.enum(['inpainting', 'outpainting']), heightRatio: shareSchema, widthRatio: shareSchema}),
		z.strictObject({codes: z.array(z.int().nonnegative()).readonly()}),
	],
	{error: repaintExpected},
);

/** A request without its words and its picture: the common part of a session's pictures. */
const commonShape = {
	output: outputSchema.prefault({}),
	seed: checked(requestFields.seed),
	settings: settingsSchema.default({}),
	/** Text tokens, for models that write any number. */
	textLength: checked(requestFields['text-length']).optional(),
	/** The part of the picture that an edit changes. */
	repaint: repaintSchema.optional(),
	/** A model by its name, or its folder. */
	model: text,
	/** `auto` where it is left out. */
	device: checked(device).optional(),
	threads: checked(threads),
	/** Refuse an instruction with words that the model was never shown. */
	isStrict: isOff,
	/** Run a large model even if it takes hours, and a small one on what it cannot draw or see. */
	isAgreed: checked(requestFields.yes).optional(),
	/** Pictures to make, with one seed after the other; one where it is left out. */
	count: checked(requestFields.count).optional(),
	/** Runs to make at most, with other seeds and warmer words, until words, picture and input agree; the best is kept. */
	tries: checked(requestFields.tries).optional(),
};

const whole = z.int().nonnegative();
const isAgreed = z.boolean().optional();
/** A change of a run, as a door hands it over. */
export const steerRequestSchema: z.ZodType<SteerRequest> = z.union([
	// Before the plain change of that name, which says no more.
	z.strictObject({type: z.literal('instruction'), instruction: z.string(), isAgreed}),
	interventionSchema,
	z.strictObject({type: z.literal('replace'), from: z.string(), to: z.string(), isAgreed}),
	z.strictObject({type: z.literal('write'), row: whole, text: z.string(), isAgreed}),
	z.strictObject({type: z.literal('forget'), words: z.string(), isAgreed}),
	z.strictObject({type: z.literal('forgetRegion'), x: whole, y: whole, width: whole, height: whole}),
	z.strictObject({type: z.literal('think'), text: z.string(), isWhole: z.boolean().optional(), isAgreed}),
]);
const steeringSchema = z.strictObject({step: whole, by: steeredBySchema, request: steerRequestSchema});

const requestShape = {
	task: z.enum(['gen', 'edit'], {error: 'gen or edit'}),
	instruction: z.string({error: 'text'}).trim().min(1, {error: 'text that says something'}),
	/** The picture to edit: a file, or `-` for stdin. */
	image: text.optional(),
	/** Changes of the run, each made when so many steps are done. */
	steering: z.array(steeringSchema).readonly().optional(),
	...commonShape,
};

/** A request for a run, whichever door it came through. */
export const runRequestSchema = z.strictObject(requestShape, asObject).superRefine((request, context) => {
	const fault = faultOf(request);
	if (fault) context.addIssue({code: 'custom', message: fault.message, params: {fault}});
});
export type RunRequest = z.infer<typeof runRequestSchema>;
export type OutputOptions = z.infer<typeof outputSchema>;
export type RepaintOption = z.infer<typeof repaintSchema>;

/** A request as a log of runs keeps it: what is not of a request any more is left out. */
export const keptRequestSchema = z.object(requestShape);

/** Defaults for what a request leaves out. */
export type RunDefaults = {readonly model: string; readonly threads: number; readonly randomSeed: () => number};

/** A request as a door hands it over. */
export type AskedRequest = {readonly [Key in keyof WholeRequest]?: WholeRequest[Key] | undefined};
type WholeRequest = z.input<typeof runRequestSchema>;

/**
The request that plain JSON asks for; what it leaves out is as usual.
@throws SettingError that names the field which cannot be, is missing, or is none
*/
export const requestFrom = (asked: unknown, defaults: RunDefaults): RunRequest =>
	validated(runRequestSchema, withDefaults(asked, defaults));

/** The same of what several requests have in common. */
export const commonRequestFrom = (asked: unknown, defaults: RunDefaults): Omit<RunRequest, 'task' | 'instruction' | 'image'> =>
	validated(z.strictObject(commonShape, asObject), withDefaults(asked, defaults));

/** Way of saving a picture, from plain JSON. @throws SettingError */
export const outputFrom = (asked: unknown): OutputOptions => validated(outputSchema, asked, outputSchema.shape);

function withDefaults(asked: unknown, {model, threads, randomSeed}: RunDefaults): unknown {
	if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return asked;
	const said = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
	return {model, threads, ...said, seed: 'seed' in said ? said.seed : randomSeed()};
}

/** An object read by a schema. @param shape - its fields @throws SettingError that names the field which cannot be */
export function validated<Value>(schema: z.ZodType<Value>, asked: unknown, shape: object = requestShape): Value {
	const {data, error} = schema.safeParse(asked);
	if (error) throw asSettingError(error, asked, shape);
	return data as Value;
}

/** The first thing that is wrong with a request. */
function asSettingError({issues: [issue]}: z.ZodError, asked: unknown, shape: object): SettingError {
	// Only the whole of `repaint` says what was meant, so a fault in it names all of it.
	if (issue?.path[0] === 'repaint') return unfit('repaint', repaintExpected, valueAt(asked, ['repaint']));
	const path = issue?.path ?? [];
	if (issue?.code === 'unrecognized_keys') return unknownField(String(issue.keys[0]), Object.keys(shapeAt(path) ?? shape));
	if (issue?.code === 'custom' && issue.params?.fault instanceof SettingError) return issue.params.fault;
	const name = String(path.at(-1) ?? 'request');
	const given = valueAt(asked, path);
	if (given !== undefined) return unfit(name, issue?.message ?? '', given);
	return new SettingError(say`${field(name)} is missing.`, {hint: say`It must be ${issue?.message ?? ''}.`});
}

const valueAt = (asked: unknown, path: readonly PropertyKey[]): unknown =>
	path.reduce((value, key) => (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], asked);

const shapeAt = ([key]: readonly PropertyKey[]): object | undefined =>
	key === 'settings' ? settingsSchema.shape : key === 'output' ? outputSchema.shape : undefined;

/** The error of an unknown field, with the field that was probably meant. @param known - those that there are @param what - what the door calls a field */
export function unknownField(name: string, known: readonly string[], what = 'field'): SettingError {
	const shown = name.length > longestName ? `${name.slice(0, longestName)}…` : name;
	const near = name.length > longestName ? undefined : nearest(name, known);
	return new SettingError([`There is no ${what} `, field(shown), '.'], {
		hint: near === undefined ? say`There are: ${known.join(', ')}.` : say`Did you mean ${field(near)}?`,
	});
}

/** In letters: a longer name is like none of a field. */
const longestName = 40;

/** Checks of parts that contradict each other. */
function faultOf({task, image, repaint, count = 1, tries = 1, output, seed}: z.infer<typeof keptRequestSchema>): SettingError | undefined {
	const fault = (sentence: Sentence, hint: Sentence) => new SettingError(sentence, {hint});
	if (task === 'edit' && image === undefined) return fault(say`There is no picture to edit.`, say`Name it with ${field('image')}.`);
	if (task === 'gen' && image !== undefined) return fault(say`${field('image')} is for an edit.`, say`Leave it out.`);
	if (task === 'gen' && repaint) return fault(say`${field('repaint')} is for an edit.`, say`Leave it out.`);
	if (count === 1) return;
	if (tries > 1) return fault(say`${field('tries')} keeps one picture, and ${field('count')} makes several.`, say`Leave one of them out.`);
	if (output.output === stdinName)
		return fault(
			say`With ${field('output')} \`-\` stdout is one picture, and ${field('count')} makes several.`,
			say`Name a folder with ${field('output')}.`,
		);
	if (seed > maxSeed - count)
		return fault(say`${field('count')} counts the seed up, and there is none after that one.`, say`Give a smaller ${field('seed')}.`);
	return;
}
