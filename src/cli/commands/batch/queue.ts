import path from 'node:path';
import type {ToldFailure} from '../../../app/batch/do-job.ts';
import type {QueueOptions} from '../../../app/batch/options.ts';
import {headOf, type PlannedJob} from '../../../app/batch/planned-job.ts';
import {partsOf} from '../../../app/output-target.ts';
import {version} from '../../../app/package.ts';
import {makeResultFolder, type Part, saveTogether} from '../../../files/save.ts';
import {modelDigest} from '../../../model/checkpoint/digest.ts';
import {openBlobs} from '../../../queue/blobs.ts';
import {loadServer, reasonOf} from '../../../queue/connect.ts';
import {fileKinds, queueName, type ResultMessage} from '../../../queue/messages.ts';
import {openQueue} from '../../../queue/open.ts';
import {openSubmitter} from '../../../queue/submit.ts';
import type {Hands, HandsWork} from './run.ts';
import {tellFailure} from './tell-failure.ts';

/** Jobs that one list has with the workers at a time. */
const mostUnderWay = 5000;

/** Do the jobs of a batch by the workers of a queue. @throws UserError: 2 for another address, 69 when the server cannot be used */
export async function openHandsOfQueue(
	{address, password, spool}: QueueOptions,
	{pending, batch, existing, progress, tell}: HandsWork,
): Promise<Hands> {
	const {options, model} = batch;
	const server = await loadServer(address, password);
	const digest = await modelDigest(model.folder);
	let [trouble, spoolTrouble, isStopped] = ['', '', false];
	const complainOf = ({error}: ToldFailure) => {
		if (error !== spoolTrouble) progress.say(`${error} Waiting for it; Ctrl-C leaves the jobs with the queue.`);
		spoolTrouble = error;
	};
	const complain = (error: unknown) => {
		if (isStopped) return;
		const reason = reasonOf(error);
		if (reason !== trouble) progress.say(`the queue does not answer (${reason}): waiting for it`);
		trouble = reason;
	};
	const blobs = await openBlobs(spool);
	const queue = await openQueue(server, queueName(digest, options.common.textLength), complain);
	const submitter = openSubmitter({
		...{queue, blobs, model: digest, software: `mmada ${version()}`, describe: tellFailure},
		onNews(news) {
			if ('trouble' in news) return complain(news.trouble);
			if ('spool' in news) return complainOf(news.spool);
			if (trouble !== '') progress.say('the queue answers again');
			if (spoolTrouble !== '' && news.hasSpool) progress.say('the spool can be used again');
			trouble = '';
			if (news.hasSpool) spoolTrouble = '';
			const waiting = news.waiting === 0 ? 'none waits for a worker' : `${news.waiting} wait for a worker`;
			tell(news.late === 0 ? waiting : `${waiting}, and ${news.late} for files that are not in the spool yet`);
		},
	});
	return {
		count: Math.min(mostUnderWay, Math.max(1, pending.length)),
		async work(job) {
			const outcome = await submitter.submit(job);
			if (!outcome) return;
			if ('failed' in outcome) return {result: {...headOf(job), status: 'failed', ...outcome.failed}, isDeath: false};
			try {
				const places = await save(job, outcome, options.folder, job.request.output.isForced || existing.own.has(job.number));
				return {result: {...headOf(job), status: 'done', ...places, ...outcome.facts}, isDeath: false};
			} catch (error) {
				// Its outcome stays with the queue, and is taken with --continue.
				return {result: {...headOf(job), status: 'failed', ...tellFailure(error)}, isDeath: false};
			}
		},
		stop() {
			isStopped = true;
			submitter.stop();
			return 'leaving the jobs with the queue: the workers go on';
		},
		isStopped: () => isStopped,
		kill() {
			void queue.disconnect().catch(() => {});
		},
		async [Symbol.asyncDispose]() {
			submitter.stop();
			await queue.disconnect().catch(() => {});
		},
	};
}

/** Save the files of a job. @returns their paths in the folder of the batch, by kind */
async function save(
	{target}: PlannedJob,
	{done, files}: {readonly done: ResultMessage; readonly files: readonly Uint8Array[]},
	folder: string,
	force: boolean,
): Promise<Record<string, string>> {
	await makeResultFolder(target.folder);
	const known = partsOf(target, {hasMarkdown: true});
	const parts = done.files.map(
		({kind, extension}, index): Part => ({
			...known[fileKinds.indexOf(kind)],
			extension,
			bytes: files[index]!,
		}),
	);
	const paths = await saveTogether(target.folder, target.stem, parts, {force});
	return Object.fromEntries(done.files.map(({kind}, index) => [kind, path.relative(folder, paths[index]!)]));
}
