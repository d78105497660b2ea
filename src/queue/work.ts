import type {ToldFailure} from '../app/batch/do-job.ts';
import type {Engines} from '../app/batch/engines.ts';
import {exitCodes} from '../errors.ts';
import type {Job, Server, Worker} from './connect.ts';
import {doMessage, foldersOf, type MessageSurroundings} from './do-message.ts';
import {type JobMessage, jobMessageSchema} from './messages.ts';
import {openWorker} from './open.ts';
import {createRest} from './rest.ts';

export type WorkOptions = Omit<MessageSurroundings, 'engine' | 'onStep' | 'onRun' | 'shouldStop' | 'onSaving' | 'onResume'> & {
	readonly server: Server;
	/** Name of the queue. */
	readonly name: string;
	readonly engines: Engines;
	/** Time without a sign of life after which a worker's jobs are given to others (ms). */
	readonly patienceMs: number;
	readonly onNews: (news: WorkNews) => void;
};

export type WorkNews =
	| {readonly kind: 'step'; readonly step: number; readonly steps: number | undefined}
	| {readonly kind: 'resumed'; readonly id: string; readonly instruction: string; readonly step: number}
	| {readonly kind: 'done' | 'handedBack'; readonly id: string; readonly instruction: string}
	/** Given to another worker, because the queue had not heard of it for too long. */
	| {readonly kind: 'lost'; readonly id: string}
	| {readonly kind: 'failed'; readonly id: string; readonly instruction: string; readonly failure: ToldFailure; readonly isFinal: boolean}
	/** No job is taken until the folders of this worker can be used again. */
	| {readonly kind: 'unable'; readonly failure: ToldFailure; readonly pauseMs: number}
	| {readonly kind: 'able'}
	| {readonly kind: 'trouble'; readonly error: unknown};

/** A worker of a queue. */
export type Work = {
	/** Take no more jobs, and wait for those under way: to the end, or once the engines were stopped, until they are handed back. */
	readonly close: () => Promise<void>;
	/** Ends when the worker does. */
	readonly ended: Promise<void>;
};

/** Longest pause between two records of a run that are handed on (ms). */
const mostBeatMs = 10_000;
/** Failures of the job itself: it would fail like that on any machine. */
const lasting: readonly number[] = [exitCodes.usage, exitCodes.badData, exitCodes.noInput];

/** Begin to do the jobs of a queue, one on each engine at a time. @throws UserError (69) when the server does not answer */
export async function openWork(options: WorkOptions): Promise<Work> {
	const {server, name, engines, patienceMs, onNews} = options;
	const {UnrecoverableError, WaitingError} = server.bullmq;
	const free = engines.lanes.map((_, lane) => lane);
	/** Ways to stop the jobs under way, by their ids. */
	const running = new Map<string, () => void>();
	/** Those that others have by now; and all of which that was told. */
	const [lost, told] = [new Set<string>(), new Set<string>()];

	async function work(job: Job<JobMessage, unknown, 'run'>, token?: string): Promise<unknown> {
		const lane = free.shift();
		const id = job.id ?? '';
		const about = {id, instruction: String(job.data.instruction ?? '')};
		if (lane === undefined || engines.isStopped() || rest.isResting()) return handBack();
		try {
			const message = jobMessageSchema.safeParse(job.data);
			if (!message.success) return fail({error: 'This is no job that this version of mmada can read.', exitCode: exitCodes.badData});
			const outcome = await onLane(job, message.data, lane);
			if (lost.has(id)) throw new Error('Others have the job.');
			if ('done' in outcome) {
				rest.succeed();
				onNews({kind: 'done', ...about});
				return outcome.done;
			}
			if ('failed' in outcome) return fail(outcome.failed);
			await job.updateData({...message.data, ...(outcome.saved !== undefined && {saved: outcome.saved})}).catch(trouble);
			if (outcome.unable) rest.begin(outcome.unable);
			return await handBack();
		} finally {
			running.delete(id);
			lost.delete(id);
			if (lane !== undefined) free.push(lane);
		}

		function fail(failure: ToldFailure): never {
			const isFinal = lasting.includes(failure.exitCode);
			onNews({kind: 'failed', ...about, failure, isFinal});
			const text = JSON.stringify(failure);
			throw isFinal ? new UnrecoverableError(text) : new Error(text);
		}
		async function handBack(): Promise<never> {
			await job.moveToWait(token);
			onNews({kind: 'handedBack', ...about});
			throw new WaitingError();
		}
	}

	async function onLane(job: Job<JobMessage, unknown, 'run'>, message: JobMessage, lane: number) {
		const {engine, onRun} = engines.lanes[lane]!;
		const id = job.id ?? '';
		let [step, steps, beaten]: [number, number | undefined, number] = [0, undefined, 0];
		let save: () => Promise<string | undefined> = async () => undefined;
		const beat = async () => {
			if (step === beaten) return;
			beaten = step;
			await job.updateProgress({step, of: steps ?? 0});
			const saved = await save();
			if (saved !== undefined && !lost.has(id) && running.has(id)) await job.updateData({...message, saved});
		};
		const beating = setInterval(() => void beat().catch(trouble), Math.min(mostBeatMs, patienceMs / 4));
		try {
			return await doMessage(id, message, {
				...options,
				engine,
				onStep(now, of) {
					[step, steps] = [now, of];
					onNews({kind: 'step', step, steps});
				},
				onRun(cancel) {
					running.set(id, cancel);
					onRun(cancel);
				},
				onResume: from => onNews({kind: 'resumed', id, instruction: message.instruction, step: from}),
				shouldStop: () => lost.has(id) || engines.isStopped(),
				onSaving(saving) {
					save = saving;
				},
			});
		} finally {
			clearInterval(beating);
		}
	}

	const trouble = (error: unknown) => {
		const lostId = error instanceof Error ? notOurs.exec(error.message)?.[1] : undefined;
		if (lostId === undefined) return onNews({kind: 'trouble', error});
		if (!told.has(lostId)) onNews({kind: 'lost', id: lostId});
		told.add(lostId);
	};
	const worker: Worker<JobMessage, unknown, 'run'> = await openWorker(server, name, work, {
		...{concurrency: engines.lanes.length, patienceMs},
		tell: trouble,
	});
	const rest = createRest({
		folders: foldersOf(options),
		pause: async () => worker.pause(true),
		resume: () => void worker.resume().catch(trouble),
		onRest: (failure, pauseMs) => onNews({kind: 'unable', failure, pauseMs}),
		onResume: () => onNews({kind: 'able'}),
	});
	worker.on('lockRenewalFailed', ids => {
		for (const id of ids) {
			if (!running.has(id)) continue;
			lost.add(id);
			running.get(id)?.();
		}
	});
	const close = async () => {
		rest.end();
		await worker.close();
	};
	// Its own loop also ends while it rests.
	const ended = new Promise<void>((resolve, reject) => {
		worker.once('closed', resolve);
		worker.run().catch(reject);
	});
	return {close, ended};
}

/** Message of BullMQ about a job that this worker does not have any more: the queue had not heard of it for too long. */
const notOurs = /(?:(?:lock|key) for job |^Job )([\da-f]{64})\b/i;
