import {createHash, randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {PlannedJob} from '../../src/app/batch/planned-job.ts';
import {requestFrom} from '../../src/app/request.ts';
import {tellFailure} from '../../src/cli/commands/batch/tell-failure.ts';
import {exitCodes} from '../../src/errors.ts';
import {type Blobs, openBlobs} from '../../src/queue/blobs.ts';
import type {ResultMessage} from '../../src/queue/messages.ts';
import {type JobQueue, openSubmitter, type SubmitNews} from '../../src/queue/submit.ts';

const job: PlannedJob = {
	number: 1,
	line: 1,
	request: requestFrom({task: 'gen', instruction: 'a cat', seed: 7}, {model: 'storybook', threads: 2, randomSeed: () => 7}),
	target: {kind: 'files', folder: '.', stem: '001-a-cat', extension: '.png'},
};

type Kept = {readonly returnvalue: unknown; readonly finishedOn: number; readonly failedReason: string};

/** A queue in memory, whose workers are done with a job as soon as it is added. */
function memoryQueue(work: () => Promise<Kept>): JobQueue & {readonly kept: Map<string, Kept>; readonly done: () => number} {
	const kept = new Map<string, Kept>();
	let done = 0;
	return {
		kept,
		done: () => done,
		async addBulk(jobs) {
			for (const {opts} of jobs) {
				done++;
				kept.set(opts.jobId, await work());
			}
		},
		getJob: async id => kept.get(id),
		getJobState: async id => (kept.has(id) ? 'completed' : 'unknown'),
		getJobCounts: async () => ({}),
		remove: async id => kept.delete(id),
	};
}

const [longAgo, now] = [() => Date.now() - 120_000, () => Date.now()];

let folder = '';
let blobs: Blobs;
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada spool '));
	blobs = await openBlobs(folder);
});
afterEach(async () => rm(folder, {recursive: true}));

const bytes = randomBytes(100);
const name = () => path.join(folder, `mmada-${createHash('sha256').update(bytes).digest('hex')}.blob`);
const result = async (finishedOn: number): Promise<Kept> => {
	const done: ResultMessage = {version: 1, files: [{kind: 'picture', extension: '.png', blob: await blobs.put(bytes)}], facts: '{}'};
	return {returnvalue: done, finishedOn, failedReason: ''};
};
const submitTo = async (queue: JobQueue, onNews: (news: SubmitNews) => void = () => {}) => {
	const submitter = openSubmitter({queue, blobs, model: 'model', software: 'mmada', describe: tellFailure, onNews});
	try {
		return await submitter.submit(job);
	} finally {
		submitter.stop();
	}
};

test('a job that was done for another list, whose files are gone from the spool, is done anew', async () => {
	const queue = memoryQueue(async () => result(now()));
	await submitTo(queue);
	const [[id = '', first] = []] = [...queue.kept];
	queue.kept.set(id, {...first!, finishedOn: longAgo()});
	expect(await submitTo(queue)).toMatchObject({files: [bytes]});
	expect(queue.done()).toBe(1);
	await rm(name());
	expect(await submitTo(queue)).toMatchObject({files: [bytes]});
	expect(queue.done()).toBe(2);
});

test('a job of this list, whose files did not come into the spool, fails with a sentence and is not done for ever', async () => {
	const queue = memoryQueue(async () => {
		const kept = await result(longAgo());
		await rm(name());
		return kept;
	});
	expect(await submitTo(queue)).toEqual({
		failed: {
			error: 'The files of the job are not in the spool.',
			hint: 'See that --spool is the same folder here and at the workers, and give the same command with --continue.',
			exitCode: exitCodes.unavailable,
		},
	});
	expect(queue.done()).toBe(1);
});

test('files that come into the spool a little later are waited for, and that is told', async () => {
	let looks = 0;
	const queue = memoryQueue(async () => {
		const kept = await result(now());
		await rm(name());
		return kept;
	});
	const slow: JobQueue = {
		...queue,
		async getJob(id) {
			if (++looks === 3) await blobs.put(bytes);
			return queue.getJob(id);
		},
	};
	const news: SubmitNews[] = [];
	expect(await submitTo(slow, one => news.push(one))).toMatchObject({files: [bytes]});
	expect(news).toContainEqual({waiting: 0, late: 1, hasSpool: true});
	expect({looks, done: queue.done()}).toEqual({looks: 3, done: 1});
});
