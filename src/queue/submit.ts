import {setTimeout} from 'node:timers/promises';
import {z} from 'zod';
import type {ToldFailure} from '../app/batch/do-job.ts';
import type {PlannedJob} from '../app/batch/planned-job.ts';
import {exitCodes, UserError} from '../errors.ts';
import {isOfFolders} from '../files/of-folders.ts';
import {type Blobs, onlyNames} from './blobs.ts';
import {failureSchema, type JobMessage, jobId, type ResultMessage, resultMessageSchema} from './messages.ts';
import {parsed} from './parsed.ts';
import {toMessage} from './to-message.ts';

/** Part of a queue of BullMQ that a submitter needs. */
export type JobQueue = {
	readonly addBulk: (jobs: AddedJob[]) => Promise<unknown>;
	readonly getJob: (id: string) => Promise<QueuedJob | undefined>;
	/** `unknown` for a job that is not there. */
	readonly getJobState: (id: string) => Promise<string>;
	readonly getJobCounts: (...states: ('waiting' | 'delayed')[]) => Promise<Readonly<Record<string, number>>>;
	readonly remove: (id: string) => Promise<unknown>;
};

type AddedJob = {readonly name: 'run'; readonly data: JobMessage; readonly opts: typeof keeping & {readonly jobId: string}};

export type SubmitOptions = {
	readonly queue: JobQueue;
	readonly blobs: Blobs;
	/** Digest of the model. */
	readonly model: string;
	/** Name and version of the program. */
	readonly software: string;
	readonly describe: (error: unknown) => ToldFailure;
	readonly onNews: (news: SubmitNews) => void;
};

export type SubmitNews =
	/** Number of jobs that wait for a worker, of those whose files are not in the spool yet, and whether files went through it as they should. */
	| {readonly waiting: number; readonly late: number; readonly hasSpool: boolean}
	/** Trouble with the server, or with the spool: both are waited for. */
	| {readonly trouble: unknown}
	| {readonly spool: ToldFailure};

/** Outcome of a job of a queue: its files and facts, or why there are none; undefined when it is not waited for any more. */
export type Outcome =
	| {readonly done: ResultMessage; readonly facts: Readonly<Record<string, unknown>>; readonly files: readonly Uint8Array[]}
	| {readonly failed: ToldFailure}
	| undefined;

/** Jobs given to a queue, from one list. */
export type Submitter = {
	/** Give a job to the queue and wait for its outcome. The same job, given again by anyone, is the same: its outcome may be there already. */
	readonly submit: (job: PlannedJob) => Promise<Outcome>;
	/** Wait for nothing more: the jobs stay in the queue. */
	readonly stop: () => void;
};

/** Most jobs that are added at a time, and that may wait for workers before more are added. */
const [chunk, mostWaiting] = [500, 5000];
/** Pauses between two looks at the jobs (ms): the more jobs, the longer. */
const [leastPauseMs, pauseMsOfEach, mostPauseMs] = [250, 2, 10_000];
/** Time after which a file that is not in the spool will not be there (ms). */
const blobPatienceMs = 60_000;
/** Times that a job is given to workers before it counts as failed. */
const attempts = 3;

/** Bytes of messages that are held at a time: they are made again when they are needed again. */
const mostHeld = 16_000_000;

type QueuedJob = {readonly returnvalue: unknown; readonly finishedOn?: number | undefined; readonly failedReason: string};

type Waiting = {readonly id: string; readonly job: PlannedJob; readonly resolve: (outcome: Outcome) => void; isAdded: boolean};

export function openSubmitter({queue, blobs, model, software, describe, onNews}: SubmitOptions): Submitter {
	const waiting = new Set<Waiting>();
	let [isStopped, isWatching, hasSpool, late] = [false, false, true, 0];

	async function watch() {
		if (isWatching) return;
		isWatching = true;
		while (waiting.size > 0 && !isStopped) {
			try {
				await look();
			} catch (error) {
				// The server restarts, or the line is down: what it has lost by then is added again. Once stopped, the line is closed on purpose.
				if (!isStopped) onNews({trouble: error});
			}
			await setTimeout(Math.min(mostPauseMs, Math.max(leastPauseMs, pauseMsOfEach * waiting.size)));
		}
		isWatching = false;
	}

	async function look() {
		const toAdd: Waiting[] = [];
		const all = [...waiting];
		[hasSpool, late] = [true, 0];
		for (let start = 0; start < all.length && !isStopped; start += chunk) {
			const part = all.slice(start, start + chunk);
			const states = await Promise.all(part.map(async ({id}) => queue.getJobState(id)));
			for (const [index, each] of part.entries()) if (!(await settle(each, states[index]!))) toAdd.push(each);
		}
		const counts = await queue.getJobCounts('waiting', 'delayed');
		const already = (counts.waiting ?? 0) + (counts.delayed ?? 0);
		await add(toAdd.slice(0, Math.max(0, mostWaiting - already)));
		onNews({waiting: already, late, hasSpool});
	}

	async function add(toAdd: readonly Waiting[]) {
		let [part, held]: [{readonly each: Waiting; readonly message: JobMessage}[], number] = [[], 0];
		const send = async () => {
			await queue.addBulk(part.map(({each, message}) => ({name: 'run', data: message, opts: {...keeping, jobId: each.id}})));
			for (const {each} of part) each.isAdded = true;
			[part, held] = [[], 0];
		};
		for (const each of toAdd) {
			if (isStopped) return;
			const message = await toMessage(each.job, blobs).catch(async (error: unknown) => {
				if (await isOfFolders(error, blobs.folders)) tellSpool(error);
				else fail(each, error);
			});
			if (!message) continue;
			// Another picture than before: another job.
			const id = jobId(message, model, software);
			if (id !== each.id) {
				fail(each, changed(each.job));
				continue;
			}
			part.push({each, message});
			held += (message.image?.blob.data?.length ?? 0) + (message.mask?.blob.data?.length ?? 0);
			if (part.length === chunk || held > mostHeld) await send();
		}
		if (part.length > 0) await send();
	}

	/** It is tried again at the next look. */
	function tellSpool(error: unknown) {
		hasSpool = false;
		onNews({spool: describe(error)});
	}

	function fail(each: Waiting, error: unknown): undefined {
		waiting.delete(each);
		each.resolve({failed: describe(error)});
	}

	/** Look at a job in this state. @returns false when it is to be added */
	async function settle(each: Waiting, state: string): Promise<boolean> {
		if (state === 'unknown') return false;
		if (state !== 'completed' && state !== 'failed') return true;
		const job = await queue.getJob(each.id);
		if (!job) return false;
		const outcome = state === 'completed' ? await outcomeOf(job, each) : each.isAdded ? {failed: failureOf(job.failedReason)} : undefined;
		if (outcome === 'later') return true;
		if (outcome === undefined) {
			// It failed for another list, or an earlier try of this one; or its files are gone.
			await queue.remove(each.id);
			return false;
		}
		waiting.delete(each);
		each.resolve(outcome);
		return true;
	}

	/** Outcome of a job that was done; undefined when it has to be done again. */
	async function outcomeOf({returnvalue, finishedOn = 0}: QueuedJob, {isAdded}: Waiting): Promise<Outcome | 'later'> {
		const done = resultMessageSchema.safeParse(returnvalue);
		const facts = z.record(z.string(), z.unknown()).safeParse(done.success ? parsed(done.data.facts) : undefined);
		if (!done.success || !facts.success) return;
		try {
			const files = await Promise.all(done.data.files.map(async ({blob}) => blobs.get(blob)));
			if (files.every(file => file !== undefined)) return {done: done.data, facts: facts.data, files};
			// A disk of the network shows a file to other machines a little later.
			if (Date.now() - finishedOn < blobPatienceMs) {
				late++;
				return 'later';
			}
			return isAdded ? {failed: describe(notInSpool())} : undefined;
		} catch (error) {
			if (!(await isOfFolders(error, blobs.folders))) return {failed: describe(error)};
			tellSpool(error);
			return 'later';
		}
	}

	return {
		async submit(job) {
			if (isStopped) return;
			let id: string;
			try {
				id = jobId(await toMessage(job, onlyNames), model, software);
			} catch (error) {
				return {failed: describe(error)};
			}
			return new Promise<Outcome>((resolve, reject) => {
				waiting.add({id, job, resolve, isAdded: false});
				watch().catch(reject);
			});
		},
		stop() {
			isStopped = true;
			for (const {resolve} of waiting) resolve(undefined);
			waiting.clear();
		},
	};
}

const notInSpool = () =>
	new UserError('The files of the job are not in the spool.', {
		hint: 'See that --spool is the same folder here and at the workers, and give the same command with --continue.',
		exitCode: exitCodes.unavailable,
	});

const changed = ({line}: PlannedJob) =>
	new UserError(`A picture of the job of line ${line} was changed while it waited.`, {
		hint: 'Give the same command with --continue to do it with the new one.',
		exitCode: exitCodes.badData,
	});

/** Results are kept for a day, for others who submit the same; a job that fails is tried again after about 1, 2 and 4 s. */
const daySeconds = 24 * 3600;
const keeping = {
	attempts,
	backoff: {type: 'exponential', delay: 1000, jitter: 0.5},
	removeOnComplete: {age: daySeconds},
	removeOnFail: {age: 7 * daySeconds},
};

/** A failure as the worker told it, or as BullMQ says that there is no worker to tell it. */
export function failureOf(reason: string): ToldFailure {
	const told = failureSchema.safeParse(parsed(reason));
	if (told.success) return told.data;
	return {
		error: /stalled/.test(reason) ? 'The workers that took it ended before it was done, again and again.' : `The worker failed: ${reason}.`,
		hint: 'See what the workers say, and give the same command with --continue to try it again.',
		exitCode: exitCodes.unavailable,
	};
}
