import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';
import {UserError} from '../errors.ts';
import {checkModel} from './check-model.ts';

/** The folder to judge, and how much of the processor's time that may take (ms): by the clock, a busy machine would call good models damaged. */
export type ModelQuestion = {readonly folder: string; readonly withinMs: number};

/** Verdict on a folder: a model; or the reason why not, for users or as a bug; or a check that never ends. */
export type ModelVerdict =
	| {readonly isModel: true}
	| {readonly user: {readonly message: string; readonly hint: string; readonly exitCode: number}}
	| {readonly bug: string}
	| {readonly endless: string};

/** Room for the largest tokenizers, ten times over. */
const heapMegabytes = 2048;
/** Milliseconds between two looks at the time. */
const everyMs = 200;

/*
The process of one check: forked by verify.ts, never imported. The work is done on a second thread, since an expression without end blocks
its thread: this one sees when the parent is gone, and ends both.
*/
if (isMainThread) {
	const end = () => process.kill(process.pid, 'SIGKILL');
	process.once('disconnect', end);
	process.once('message', ({folder, withinMs}: ModelQuestion) => {
		const worker = new Worker(new URL(import.meta.url), {workerData: folder, resourceLimits: {maxOldGenerationSizeMb: heapMegabytes}});
		worker.once('message', (verdict: ModelVerdict) => process.send?.(verdict, end));
		const endless: ModelVerdict = {endless: `takes more than ${withinMs / 1000} s to open`};
		setInterval(() => {
			const {user, system} = process.cpuUsage();
			if ((user + system) / 1000 > withinMs) process.send?.(endless, end);
		}, everyMs);
		// Out of memory: the parent is told by the silence.
		worker.once('error', end);
	});
} else {
	parentPort?.postMessage(await judge(workerData as string));
}

async function judge(folder: string): Promise<ModelVerdict> {
	try {
		await checkModel(folder);
		return {isModel: true};
	} catch (error) {
		if (error instanceof UserError) return {user: {message: error.message, hint: error.hint, exitCode: error.exitCode}};
		return {bug: error instanceof Error ? (error.stack ?? error.message) : String(error)};
	}
}
