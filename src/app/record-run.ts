import {mkdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {UserError} from '../errors.ts';
import type {RunEvent} from '../events/events.ts';
import {asUserError, codeOf} from '../files/errors.ts';
import {stdinName} from '../files/stdin.ts';
import {eventsOf, readRun, unreadableRun} from '../journal/read-run.ts';
import {makeRunFolder, removeRun} from '../journal/run-folder.ts';
import {createRunLog, noRunLog, type RunLog, reopenRunLog} from '../journal/run-log.ts';
import {type Limits, lockRun, pruneRuns} from '../journal/runs.ts';
import {neededFolder} from './folders.ts';
import {version} from './package.ts';
import {writePartial} from './partial-files.ts';
import type {InputPicture} from './read-input.ts';
import {keptRequestSchema, type RunRequest} from './request.ts';
import type {SavedFiles} from './run-summary.ts';
import {thisProcess} from './this-process.ts';

/** Record of a run of this program while it runs, so that it can be resumed. */
export type RunKeeper = {
	/** Undefined when it is not resumed by a name. */
	readonly id: string | undefined;
	readonly log: RunLog;
	/** Events of the run before, if it is resumed. */
	readonly before: readonly RunEvent[];
	/** Writes down where the partial picture of the run is, so that the whole one takes its place. */
	readonly keepPartial?: (files: SavedFiles) => Promise<void>;
} & AsyncDisposable;

/** The request of a run in a form that means the same from any folder. */
const keptSchema = z.object({
	options: keptRequestSchema,
	/** The user's name for the picture to edit; the log has a copy of it. */
	imageName: z.string().optional(),
});
export type KeptRequest = z.infer<typeof keptSchema>;

/** Folder of the logs of this user's runs. @throws UserError (78) when there is no folder for them */
export const runsFolder = (): string => path.join(neededFolder('state'), 'runs');

/** A month, and a disk's small change. */
const limits: Limits = {ageMs: 30 * 24 * 3_600_000, bytes: 500_000_000};

/** Begin to record a run of the model in a folder. If the disk does not take it, the run proceeds without a record. */
export async function keepRun(options: RunRequest, modelFolder: string, input: InputPicture | undefined): Promise<RunKeeper> {
	const self = await thisProcess();
	return orWithout(async () => {
		const runs = runsFolder();
		const folder = await makeRunFolder(runs, Math.random);
		try {
			const lock = await lockRun(folder, self);
			const request = await portable(options, modelFolder, folder, input);
			const log = await beginLog(folder, options, request);
			// Not before: what is being begun now is none of the old ones.
			await pruneRuns(runs, limits, self);
			return keeper(folder, log, lock, []);
		} catch (error) {
			await removeRun(folder).catch(() => {});
			throw error;
		}
	});
}

/**
Record a run in a folder of its own, over whatever is there; or continue the record, if it is of the same request. If the
disk does not take it, the run proceeds without a record.
@param request - stands for all that decides the run, as plain JSON
*/
export const recordIn = async (folder: string, run: Pick<RunRequest, 'task' | 'instruction'>, request: unknown): Promise<RunKeeper> =>
	orWithout(async () => {
		const left = await readRun(folder).catch(() => undefined);
		if (left && JSON.stringify(left.head.request) === JSON.stringify(request)) {
			const before = await eventsOf(left);
			return unnamed(await reopenRunLog(folder, left.bytes, before), before);
		}
		await rm(folder, {recursive: true, force: true});
		await mkdir(folder);
		return unnamed(await beginLog(folder, run, request));
	});

/** A record of a run; one that keeps nothing if the disk does not take it. */
async function orWithout(begin: () => Promise<RunKeeper>): Promise<RunKeeper> {
	try {
		return await begin();
	} catch (error) {
		if (codeOf(error) === undefined && !(error instanceof UserError)) throw error;
		return unnamed(noRunLog(error));
	}
}

const beginLog = async (folder: string, {task, instruction}: Pick<RunRequest, 'task' | 'instruction'>, request: unknown): Promise<RunLog> =>
	createRunLog(folder, {
		...{format: 'mmada-run', version: 1, software: `mmada ${version()}`, startedAt: new Date().toISOString()},
		...{task, instruction, request},
	});

/** A record that is not resumed by its name. */
const unnamed = (log: RunLog, before: readonly RunEvent[] = []): RunKeeper => ({
	id: undefined,
	log,
	before,
	[Symbol.asyncDispose]: log[Symbol.asyncDispose],
});

/** Resume a run that is kept. @throws UserError: 75 when it is under way elsewhere, 66 when it is gone, 65 when its log is damaged */
export async function reopenRun(folder: string): Promise<RunKeeper & {readonly request: KeptRequest}> {
	const lock = await lockRun(folder, await thisProcess());
	try {
		const run = await readRun(folder);
		const request = keptSchema.safeParse(run.head.request);
		if (!request.success) throw unreadableRun(folder, request.error);
		const before = await eventsOf(run);
		const log = await reopenRunLog(folder, run.bytes, before).catch((error: unknown) => {
			throw asUserError(error, folder);
		});
		return {...keeper(folder, log, lock, before), request: request.data};
	} catch (error) {
		await lock[Symbol.asyncDispose]();
		throw error;
	}
}

function keeper(folder: string, log: RunLog, lock: AsyncDisposable, before: readonly RunEvent[]): RunKeeper {
	return {
		id: path.basename(folder),
		log,
		before,
		keepPartial: async files => writePartial(folder, files),
		async [Symbol.asyncDispose]() {
			await log[Symbol.asyncDispose]();
			// Nothing was done yet, so there is nothing to resume.
			if (log.stepsKept() === 0) await removeRun(folder);
			await lock[Symbol.asyncDispose]();
		},
	};
}

/** Hint for a run that did not come to its end: how to resume it. */
export function resumeHint({id, log}: RunKeeper): string | undefined {
	return id === undefined || log.stepsKept() === 0 ? undefined : `Go on from step ${log.stepsKept()}: mmada resume ${id}`;
}

/** An error that ended a run, with the way to resume it. */
export function withResumeHint(error: unknown, keeper: RunKeeper): unknown {
	const hint = resumeHint(keeper);
	if (!(error instanceof UserError) || hint === undefined) return error;
	return new UserError(error.message, {hint: `${error.hint} ${hint}`, exitCode: error.exitCode, cause: error});
}

/** Reason why a run could not be resumed if it were interrupted, as a sentence; undefined when it could. */
export function keepingProblem({log}: RunKeeper): string | undefined {
	const problem = log.problem();
	if (problem === undefined) return;
	const known = problem instanceof UserError ? problem : asUserError(problem, runsFolder());
	const reason = known instanceof UserError ? known.message : `Writing to \`${runsFolder()}\` failed (${codeOf(problem)}).`;
	return `${reason} The run continues, but cannot be resumed if it is interrupted.`;
}

async function portable(options: RunRequest, modelFolder: string, folder: string, input: InputPicture | undefined): Promise<KeptRequest> {
	const {repaint, model} = options;
	const {output} = options.output;
	const absolute = {
		...options,
		output: {...options.output, output: portableOutput(output)},
		// A name stays one: its folder may be another by then.
		model: path.resolve(model) === modelFolder ? modelFolder : model,
	};
	const keep = async (bytes: Uint8Array, name: string): Promise<string> => {
		const copy = path.join(folder, name);
		await writeFile(copy, bytes);
		return copy;
	};
	if (!input) return {options: absolute};
	const copies = {
		image: await keep(input.file, 'image'),
		...(repaint && input.maskFile && {repaint: {...repaint, maskFile: await keep(input.maskFile, 'mask')}}),
	};
	return {options: {...absolute, ...copies}, imageName: input.name};
}

/** Place of the picture, from whatever folder the run is resumed. */
function portableOutput(output: string | undefined): string {
	if (output === stdinName) return output;
	return output === undefined ? path.resolve('.') + path.sep : path.resolve(output) + (/[\\/]$/.test(output) ? path.sep : '');
}
