import {randomInt} from 'node:crypto';
import {availableParallelism} from 'node:os';
import {type Engine, openEngine} from '../engine/engine.ts';
import {checkedSettings} from '../events/settings.ts';
import {decodeImage, type Pixels, readRgb} from '../picture/codec.ts';
import type {EngineOptions, Job, JobSettings} from '../run/job.ts';
import {bundledName, type FoundModel, findModel} from '../store/find-model.ts';
import {untilAborted} from './follow-run.ts';
import {bundledModelFolder} from './package.ts';
import {placeFor} from './place-input.ts';
import {createRunning, type Running} from './running.ts';

/** Where and how a model runs. */
export type ModelOptions = {
	readonly device?: EngineOptions['device'] | undefined;
	/** Processor threads; as many as there are, up to 8, unless given. */
	readonly threads?: number | undefined;
	/** Gives up opening it. */
	readonly signal?: AbortSignal | undefined;
};

/** Settings of a run; what is not given is as the model's makers recommend. */
export type RunOptions = JobSettings & {
	/** 0 to 2^53 - 1; random unless given. The result says which it was. */
	readonly seed?: number;
	/** Send the picture while it emerges, as `preview` events. */
	readonly previews?: boolean;
	/** Shortest time between two of them, in milliseconds; 250 unless given. */
	readonly previewEveryMs?: number;
	/** Refuse an instruction with words that the model was never shown. */
	readonly isStrict?: boolean;
	/** Ends the run at once. */
	readonly signal?: AbortSignal | undefined;
};

/** A picture to edit: its file, the bytes of one, or pixels. */
export type ImageInput = string | Uint8Array | Pixels;

/** A model that stays open, in a process of its own, for one run after the other. */
export type OpenModel = {
	/** Its checkpoint folder. */
	readonly folder: string;
	readonly generate: (instruction: string, options?: RunOptions) => Running;
	readonly edit: (image: ImageInput, instruction: string, options?: RunOptions) => Running;
	/** Ends the process, whatever it is doing. */
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
Open a model: the bundled `storybook` unless another is named by its folder (`mmada models path <name>` prints it).
@throws UserError when it cannot be used
*/
export async function openModel(model: string = bundledName, options: ModelOptions = {}): Promise<OpenModel> {
	const {found, engine} = await open(model, options);
	const closeNothing = async () => {};
	return {
		folder: found.folder,
		generate: (instruction, run = {}) =>
			createRunning(async () => ({run: engine.run(jobOf('gen', instruction, run)), close: closeNothing}), run.signal),
		edit: (image, instruction, run = {}) =>
			createRunning(
				async () => ({run: engine.run({...jobOf('edit', instruction, run), input: await prepare(image, found)}), close: closeNothing}),
				run.signal,
			),
		[Symbol.asyncDispose]: engine[Symbol.asyncDispose],
	};
}

/** Settings of a run that opens its own model. */
export type AloneOptions = RunOptions & ModelOptions & {readonly model?: string};

/** Think and draw. The model is opened for this run; `openModel` keeps it for several. */
export const generate = (instruction: string, {model, device, threads, ...options}: AloneOptions = {}): Running =>
	createRunning(async () => {
		const {engine} = await open(model, {device, threads, signal: options.signal});
		return {run: engine.run(jobOf('gen', instruction, options)), close: engine[Symbol.asyncDispose]};
	}, options.signal);

/** Think and change a picture. The model is opened for this run; `openModel` keeps it for several. */
export const edit = (image: ImageInput, instruction: string, {model, device, threads, ...options}: AloneOptions = {}): Running =>
	createRunning(async () => {
		const {found, engine} = await open(model, {device, threads, signal: options.signal});
		try {
			const input = await prepare(image, found);
			return {run: engine.run({...jobOf('edit', instruction, options), input}), close: engine[Symbol.asyncDispose]};
		} catch (error) {
			await engine[Symbol.asyncDispose]();
			throw error;
		}
	}, options.signal);

async function open(
	model: string | undefined = bundledName,
	{device = 'cpu', threads = Math.min(8, availableParallelism()), signal}: ModelOptions,
): Promise<{found: FoundModel; engine: Engine}> {
	signal?.throwIfAborted();
	const found = await findModel(model, {bundledFolder: bundledModelFolder});
	const engine = openEngine({modelFolder: found.folder, device, threads});
	try {
		await untilAborted(engine.opened(), signal);
		return {found, engine};
	} catch (error) {
		await engine[Symbol.asyncDispose]();
		throw error;
	}
}

function jobOf(task: Job['task'], instruction: string, options: RunOptions): Job {
	const {seed = randomInt(2 ** 32), previews = false, previewEveryMs, isStrict = false, shortcuts} = options;
	const settings = {...checkedSettings(options), ...(shortcuts && {shortcuts})};
	return {task, instruction, seed, previews, isStrict, settings, ...(previewEveryMs !== undefined && {previewEveryMs})};
}

async function prepare(image: ImageInput, model: FoundModel): Promise<Pixels> {
	const original =
		typeof image === 'string' ? await readRgb(image) : image instanceof Uint8Array ? await decodeImage(image, 'the picture') : image;
	const {prepare: bring} = await placeFor(model, original);
	return bring(original);
}
