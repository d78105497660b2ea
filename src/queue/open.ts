import {connect, type Job, type Processor, type Queue, type Server, type Worker} from './connect.ts';
import type {JobMessage} from './messages.ts';

/** Prefix of this program's keys in Redis; in PostgreSQL they are in the schema `bullmq`. */
const prefix = 'mmada';
/** Events kept for others who follow the queue: they hold results, so few. */
const keptEvents = 100;

export type MessageQueue = Queue<JobMessage, unknown, 'run'>;
export type MessageJob = Job<JobMessage, unknown, 'run'>;

/** Open the queue of a model. @throws UserError (69) when the server does not answer */
export async function openQueue(server: Server, name: string, tell: (error: Error) => void): Promise<MessageQueue> {
	const {bullmq, connection, backend} = server;
	const options = {connection, prefix, streams: {events: {maxLen: keptEvents}}};
	const open = () =>
		backend
			? new bullmq.Queue<JobMessage, unknown, 'run'>(name, options, backend as never)
			: new bullmq.Queue<JobMessage, unknown, 'run'>(name, options);
	return connect(open, server, tell);
}

export type WorkerOptions = {
	/** Jobs at a time. */
	readonly concurrency: number;
	/** Time without a sign of life after which a worker's jobs are given to others (ms). */
	readonly patienceMs: number;
};

/** Pause of a worker before it asks again for jobs after it failed to (ms): BullMQ's own is 15 s, which closing has to wait for too. */
const retryMs = 1000;

/** Times that a job's worker may vanish before the job counts as failed: it may be the job that ends them. */
const mostStalls = 10;

/** Open a worker that does not run yet. @throws UserError (69) when the server does not answer */
export async function openWorker(
	server: Server,
	name: string,
	processor: Processor<JobMessage, unknown, 'run'>,
	{concurrency, patienceMs, tell}: WorkerOptions & {readonly tell: (error: Error) => void},
): Promise<Worker<JobMessage, unknown, 'run'>> {
	const {bullmq, connection, backend} = server;
	const options = {
		...{connection, prefix, concurrency, autorun: false, drainDelay: 2, runRetryDelay: retryMs},
		...{lockDuration: patienceMs, lockRenewTime: patienceMs / 4, stalledInterval: patienceMs / 2, maxStalledCount: mostStalls},
	};
	const open = () =>
		backend
			? new bullmq.Worker<JobMessage, unknown, 'run'>(name, processor, options, backend as never)
			: new bullmq.Worker<JobMessage, unknown, 'run'>(name, processor, options);
	return connect(open, server, tell);
}
