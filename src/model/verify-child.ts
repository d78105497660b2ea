import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';
import {UserError} from '../errors.ts';
import {checkModel} from './check-model.ts';

/** Verdict on a folder: a model; or the reason why not, for users or as a bug; or a check that never ends. */
export type ModelVerdict =
	| {readonly isModel: true}
	| {readonly user: {readonly message: string; readonly hint: string; readonly exitCode: number}}
	| {readonly bug: string}
	| {readonly endless: string};

/** Room for the largest tokenizers, ten times over. */
const heapMegabytes = 2048;

/*
The process of one check: forked by verify.ts, never imported. The work is done on a second thread, since an expression without end blocks
its thread: this one sees when the parent is gone, and ends both.
*/
if (isMainThread) {
	const end = () => process.kill(process.pid, 'SIGKILL');
	process.once('disconnect', end);
	process.once('message', (folder: string) => {
		const worker = new Worker(new URL(import.meta.url), {workerData: folder, resourceLimits: {maxOldGenerationSizeMb: heapMegabytes}});
		worker.once('message', (verdict: ModelVerdict) => process.send?.(verdict, end));
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
