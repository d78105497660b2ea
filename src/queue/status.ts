import type {MessageJob, MessageQueue} from './open.ts';
import {failureOf} from './submit.ts';

/** Content of a queue. */
export type QueueStatus = {
	readonly waiting: number;
	/** Failed once, and to be tried again in a moment. */
	readonly retrying: number;
	readonly done: number;
	readonly failed: number;
	readonly workers: number;
	/** Most jobs under way at a time, if there is a limit. */
	readonly limit: number | undefined;
	readonly underWay: readonly {readonly id: string; readonly instruction: string; readonly step: number; readonly of: number | undefined}[];
	/** The latest that failed. */
	readonly failures: readonly {readonly id: string; readonly instruction: string; readonly error: string}[];
};

/** Failures, and jobs under way, that are shown. */
const [mostFailures, mostUnderWay] = [20, 1000];

export async function statusOf(queue: MessageQueue): Promise<QueueStatus> {
	const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'completed', 'failed');
	const [active, failed, workers, limit] = await Promise.all([
		queue.getJobs(['active'], 0, mostUnderWay - 1),
		queue.getJobs(['failed'], 0, mostFailures - 1),
		queue.getWorkersCount(),
		queue.getGlobalConcurrency(),
	]);
	return {
		waiting: counts.waiting ?? 0,
		retrying: counts.delayed ?? 0,
		done: counts.completed ?? 0,
		failed: counts.failed ?? 0,
		workers,
		limit: limit ?? undefined,
		underWay: active.filter(Boolean).map(job => ({...about(job), ...stepOf(job.progress)})),
		failures: failed.filter(Boolean).map(job => ({...about(job), error: failureOf(job.failedReason).error})),
	};
}

const about = ({id = '', data}: MessageJob) => ({id, instruction: String(data.instruction ?? '')});

const stepOf = (progress: unknown): {readonly step: number; readonly of: number | undefined} => {
	const {step, of} = typeof progress === 'object' && progress !== null ? (progress as {step?: unknown; of?: unknown}) : {};
	return {step: Number(step ?? 0), of: typeof of === 'number' ? of : undefined};
};

/** Let at most so many jobs of a queue be under way at a time, whatever the number of its workers; undefined for as many as they take. */
export async function limitJobs(queue: MessageQueue, most: number | undefined): Promise<void> {
	if (most === undefined) await queue.removeGlobalConcurrency();
	else await queue.setGlobalConcurrency(most);
}

/** Have all jobs that failed tried again. @returns their number */
export async function retryFailed(queue: MessageQueue): Promise<number> {
	const {failed = 0} = await queue.getJobCounts('failed');
	if (failed > 0) await queue.retryJobs({state: 'failed'});
	return failed;
}

/** Remove all jobs that are not under way, and what is kept of those that are over. */
export async function drain(queue: MessageQueue): Promise<void> {
	await queue.drain(true);
	for (const state of ['completed', 'failed'] as const) {
		while ((await queue.clean(0, 1000, state)).length > 0);
	}
}
