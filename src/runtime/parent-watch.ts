import {writeSync} from 'node:fs';
import {workerData} from 'node:worker_threads';
import {endlessMark} from './bounded-work.ts';

/* The thread that end-with-parent.ts starts, never imported but for the type. */

/** Subjects of the watch: the process that must stay, and the work that must end (see bounded-work.ts). */
export type Watched = {readonly parent: number; readonly work: Int32Array};

const everyMs = 500;
const {parent, work} = workerData as Watched;
let seen = 0;
/** The processor's time when the same work was first seen: by the clock, a busy or sleeping machine would end work that does nothing wrong. */
let sinceMs = 0;

setInterval(() => {
	if (isOrphan()) process.kill(process.pid, 'SIGKILL');
	if (!isEndless()) return;
	writeSync(2, `${endlessMark}\n`);
	process.kill(process.pid, 'SIGKILL');
}, everyMs);

function isEndless(): boolean {
	const now = Atomics.load(work, 0);
	const {user, system} = process.cpuUsage();
	const usedMs = (user + system) / 1000;
	if (now === 0 || now !== seen) sinceMs = usedMs;
	seen = now;
	return usedMs - sinceMs > (work[1] ?? 0);
}

/** Systems give an orphan to another process; Windows leaves the number as it was. */
function isOrphan(): boolean {
	if (process.platform !== 'win32') return process.ppid !== parent;
	try {
		return !process.kill(Number(parent), 0);
	} catch (error) {
		return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
	}
}
