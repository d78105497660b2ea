import {z} from 'zod';
import {unfit} from '../events/fields.ts';
import {settingRows} from '../events/settings.ts';
import {encodePng, type Pixels} from '../picture/codec.ts';
import type {JobSettings} from '../run/job.ts';
import {type AskedRequest, unknownField, validated} from './request.ts';
import type {DeviceChoice} from './request-fields.ts';

/** The device and threads that a model runs on. */
export type ModelOptions = {
	/** By default the best that works; the processor for a small model. */
	readonly device?: DeviceChoice | undefined;
	/** Processor threads; by default as many as there are, up to 8. */
	readonly threads?: number | undefined;
	/** Text tokens of a run, for models that write any number. */
	readonly textLength?: number | undefined;
	/** Gives up opening it. */
	readonly signal?: AbortSignal | undefined;
};

/** Settings of a run; what is not given is as the model's makers recommend. */
export type RunOptions = JobSettings & {
	/** 0 to 2^53 - 1; random by default. The result says which it was. */
	readonly seed?: number | undefined;
	/** Pictures to make, with one seed after the other; one by default. */
	readonly count?: number | undefined;
	/** Runs to make at most, with other seeds and warmer words, until words, picture and input agree; the best one is the result. */
	readonly tries?: number | undefined;
	/** Send the picture while it emerges, as `preview` events. */
	readonly previews?: boolean | undefined;
	/** Shortest time between two of them, in milliseconds; 250 by default. */
	readonly previewEveryMs?: number | undefined;
	/** Refuse an instruction with words that the model was never shown. */
	readonly isStrict?: boolean | undefined;
	/** Run a large model even if it takes hours, and a small one on what it cannot draw or see. */
	readonly isAgreed?: boolean | undefined;
	/** Record the run while it runs, so that `resume` can continue it after a crash or `cancel`. */
	readonly isKept?: boolean | undefined;
	/** Ends the run at once. */
	readonly signal?: AbortSignal | undefined;
};

/** Settings of a run that opens its own model. */
export type AloneOptions = RunOptions & ModelOptions & {readonly model?: string | undefined};

/** Options of following a resumed run. */
export type ResumeOptions = Pick<RunOptions, 'previews' | 'previewEveryMs' | 'signal'>;

/** A picture to edit: its file, the bytes of one, or pixels. */
export type ImageInput = string | Uint8Array | Pixels;

const watching = ['previews', 'previewEveryMs', 'signal'] as const satisfies readonly (keyof ResumeOptions)[];
const ofModel = ['device', 'threads', 'textLength', 'signal'] as const satisfies readonly (keyof ModelOptions)[];
const ofRun = [
	...settingRows.map(([key]) => key),
	...(['shortcuts', 'seed', 'count', 'tries', 'isStrict', 'isAgreed', 'isKept'] as const),
	...watching,
] as const satisfies readonly (keyof RunOptions)[];
const known = {model: ofModel, run: ofRun, alone: [...ofRun, ...ofModel, 'model'], resume: watching} as const;

const watchSchema = z.object({
	previews: z.boolean({error: 'true or false'}).default(false),
	previewEveryMs: z.number({error: 'milliseconds'}).nonnegative({error: 'milliseconds'}).optional(),
	isKept: z.boolean({error: 'true or false'}).default(false),
	signal: z.instanceof(AbortSignal, {error: 'an AbortSignal'}).optional(),
});

/** Options of following a run, and of recording it. */
export type Watching = {
	readonly previews: {readonly previews: boolean; readonly previewEveryMs?: number};
	readonly isKept: boolean;
	readonly signal: AbortSignal | undefined;
};

/** @param kind - what is asked for: only its options are known @throws SettingError for another, with the nearest, or for a value that cannot be */
export function watchingOf(options: object, kind: keyof typeof known): Watching {
	const names: readonly string[] = known[kind];
	const unknown = Object.keys(options).find(name => !names.includes(name));
	if (unknown !== undefined) throw unknownField(unknown, names, 'option');
	const {previews, previewEveryMs, isKept, signal} = validated(watchSchema, options);
	return {previews: {previews, ...(previewEveryMs !== undefined && {previewEveryMs})}, isKept, signal};
}

/** The request of a run's options. */
export function askedFor(options: AloneOptions): AskedRequest {
	const {previews: _, previewEveryMs: __, isKept: ___, signal: ____, ...asked} = options;
	const {model, device, threads, textLength, seed, count, tries, isStrict, isAgreed, ...settings} = asked;
	return {model, device, threads, textLength, seed, count, tries, isStrict, isAgreed, settings};
}

/** A picture to edit as a request names it, and the bytes of its file unless they are to be read. @throws SettingError for what is none */
export async function fileOf(image: ImageInput): Promise<{readonly image: string; readonly file?: Uint8Array}> {
	// To a program `-` is a file like others.
	if (typeof image === 'string') return {image: image === '-' ? './-' : image};
	if (image instanceof Uint8Array) return {image: 'the picture', file: image};
	const {width, height, rgb} = image;
	if (rgb instanceof Uint8Array && rgb.length === width * height * 3) return {image: 'the picture', file: await encodePng(image)};
	throw unfit('image', 'a path, the bytes of a file, or pixels of width * height * 3 bytes', typeof image);
}
