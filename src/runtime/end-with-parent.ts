import {Worker} from 'node:worker_threads';
import {programFile} from '../package-files.ts';
import {boundedWork} from './bounded-work.ts';
import type {Watched} from './parent-watch.ts';

const watch = programFile('parent-watch.js');

/**
Have this process killed within a second or two of the end of the process that started it, whatever it is doing, and when bounded work takes
longer than it may. While native code or an expression without end blocks the thread, nothing on it hears of that; so it is watched for on a
thread of its own, with the little memory that takes.
*/
export function endWithParent(): void {
	const watched: Watched = {parent: process.ppid, work: boundedWork};
	const worker = new Worker(watch, {
		workerData: watched,
		resourceLimits: {maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16, stackSizeMb: 1},
	});
	// A process short of threads or memory does without.
	worker.on('error', () => {});
	worker.unref();
}
