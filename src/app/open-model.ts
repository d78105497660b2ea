import {goOnFrom} from '../journal/continue-run.ts';
import {chooseRun, listRuns} from '../journal/runs.ts';
import {bundledName} from '../store/find-model.ts';
import {findingsIn, hasExactReading} from './findings.ts';
import {untilAborted} from './follow-run.ts';
import {jobOf} from './job-of.ts';
import {
	type AloneOptions,
	askedFor,
	fileOf,
	type ImageInput,
	type ModelOptions,
	type ResumeOptions,
	type RunOptions,
	type Watching,
	watchingOf,
} from './library-options.ts';
import {openEngineFor, openModelEngine, type ReadyEngine} from './open-engine.ts';
import {readInput} from './read-input.ts';
import {keepRun, type RunKeeper, reopenRun, runsFolder} from './record-run.ts';
import {type AskedRequest, commonRequestFrom, type RunRequest, requestFrom} from './request.ts';
import {runDefaults} from './run-defaults.ts';
import {type BegunRun, createRunning, type Running, type RunSource} from './running.ts';
import {thisProcess} from './this-process.ts';
import {tryOf, warmer} from './tries.ts';

/** A model that stays open, in a process of its own, for one run after the other; the process is started again if it dies. */
export type OpenModel = {
	/** Its checkpoint folder. */
	readonly folder: string;
	readonly generate: (instruction: string, options?: RunOptions) => Running;
	readonly edit: (image: ImageInput, instruction: string, options?: RunOptions) => Running;
	/** Ends the process, whatever it is doing. */
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The signal of options that are not checked yet. */
const signalOf = ({signal}: Pick<RunOptions, 'signal'>): AbortSignal | undefined => (signal instanceof AbortSignal ? signal : undefined);

/** No picture is read from stdin for a program. */
async function* nothing(): AsyncGenerator<Uint8Array> {}
const stdin = nothing();

/**
Open a model: the bundled `storybook` unless another is named, by its name or its folder. It cannot be removed until it is disposed of.
@throws UserError when it cannot be used, or does not fit into the memory
*/
export async function openModel(name: string = bundledName, options: ModelOptions = {}): Promise<OpenModel> {
	const {signal} = watchingOf(options, 'model');
	signal?.throwIfAborted();
	const {device, threads, textLength} = options;
	const request = commonRequestFrom({model: name, device, threads, textLength}, runDefaults());
	const opened = await openModelEngine(request);
	const {model, admitted, engine} = opened;
	try {
		await untilAborted((await engine.get()).opened(), signal);
	} catch (error) {
		await opened[Symbol.asyncDispose]();
		throw error;
	}
	const ask = (options: RunOptions, asked: () => Promise<AskedRequest & {file?: Uint8Array}>): Running =>
		createRunning(async () => {
			const watching = watchingOf(options, 'run');
			const {file, ...said} = await asked();
			const wanted = requestFrom({...askedFor(options), ...said, model: name, device, threads, textLength}, runDefaults());
			const input = wanted.image === undefined ? undefined : await readInput(wanted.image, model, {file, stdin});
			const notice = await admitted.noticeOf(wanted);
			return sourceOf(wanted, {model, engine, input, notice, size: undefined, [Symbol.asyncDispose]: async () => {}}, watching);
		}, signalOf(options));
	return {
		folder: model.folder,
		generate: (instruction, options = {}) => ask(options, async () => ({task: 'gen', instruction})),
		edit: (image, instruction, options = {}) => ask(options, async () => ({task: 'edit', instruction, ...(await fileOf(image))})),
		[Symbol.asyncDispose]: async () => opened[Symbol.asyncDispose](),
	};
}

/** Think and draw. The model is opened for this run; `openModel` keeps it for several. */
export const generate = (instruction: string, options: AloneOptions = {}): Running =>
	alone(options, async () => ({task: 'gen', instruction}));

/** Think and change a picture. The model is opened for this run; `openModel` keeps it for several. */
export const edit = (image: ImageInput, instruction: string, options: AloneOptions = {}): Running =>
	alone(options, async () => ({task: 'edit', instruction, ...(await fileOf(image))}));

/**
Resume an interrupted run from its last step, to the same tokens as without the interruption.
@param id - the beginning of its name; by default the latest run
*/
export const resume = (id?: string, options: ResumeOptions = {}): Running =>
	createRunning(async () => {
		const watching = watchingOf(options, 'resume');
		const {folder} = chooseRun(await listRuns(runsFolder(), await thisProcess()), id);
		const keeper = await reopenRun(folder);
		try {
			const {options: request, imageName: name} = keeper.request;
			return sourceOf(request, await openEngineFor(request, {name, stdin}), watching, keeper);
		} catch (error) {
			await keeper[Symbol.asyncDispose]();
			throw error;
		}
	}, signalOf(options));

const alone = (options: AloneOptions, asked: () => Promise<AskedRequest & {file?: Uint8Array}>): Running =>
	createRunning(async () => {
		const watching = watchingOf(options, 'alone');
		const {file, ...said} = await asked();
		const request = requestFrom({...askedFor(options), ...said}, runDefaults());
		return sourceOf(request, await openEngineFor(request, {file, stdin}), watching);
	}, signalOf(options));

/** The runs of a request: with one seed after the other, or tries of one picture. */
async function sourceOf({count = 1, ...asked}: RunRequest, ready: ReadyEngine, watching: Watching, keeper?: RunKeeper): Promise<RunSource> {
	const dispose = {[Symbol.asyncDispose]: ready[Symbol.asyncDispose]};
	const {tries = 1} = asked;
	if (tries === 1 || keeper) {
		const request = count > 1 ? warmer(asked) : asked;
		return {count, begin: async index => begin({...request, seed: request.seed + index}, ready, watching, keeper), ...dispose};
	}
	const isExact = await hasExactReading(ready.model.folder);
	return {
		count: tries,
		begin: async index => begin(tryOf(asked, index), ready, watching, undefined),
		weigh: run => ({findings: isExact ? findingsIn(run) : undefined, confidence: run.confidence}),
		...dispose,
	};
}

async function begin(
	request: RunRequest,
	{engine, model, input, size, notice}: ReadyEngine,
	{previews, isKept}: Watching,
	kept: RunKeeper | undefined,
): Promise<BegunRun> {
	const keeper = kept ?? (isKept ? await keepRun(request, model.folder, input) : undefined);
	const run = (await engine.get(size)).run({...jobOf(request, input, previews), ...goOnFrom(keeper?.before ?? [])});
	return {run, request, input, keeper, notice};
}
