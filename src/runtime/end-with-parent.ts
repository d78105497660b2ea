import {Worker} from 'node:worker_threads';

// From source (under vitest) a worker cannot read TypeScript: it runs what was built.
const watch = new URL(import.meta.url.endsWith('.ts') ? '../../dist/runtime/parent-watch.js' : './parent-watch.js', import.meta.url);

/**
Have this process killed within a second or two of the end of the process that started it, whatever it is doing. While native code or an
expression without end blocks the thread, nothing on it hears of that; so it is watched for on a thread of its own, with the little memory that takes.
*/
export function endWithParent(): void {
	const worker = new Worker(watch, {
		workerData: process.ppid,
		resourceLimits: {maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16, stackSizeMb: 1},
	});
	// A process short of threads or memory does without.
	worker.on('error', () => {});
	worker.unref();
}
