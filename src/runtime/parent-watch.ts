import {writeSync} from 'node:fs';
import {workerData} from 'node:worker_threads';
import {endlessMark} from './bounded-work.ts';

/* The thread that end-with-parent.ts starts, never imported but for the type. */

/** Subjects of the watch: the process that must stay, and the work that must end (see bounded-work.ts). */
export type Watched = {readonly parent: number; readonly work: Int32Array};

const everyMs = 500;
const {parent, work} = workerData as Watched;
let seen = 0;
/** Looks at the same work, and not milliseconds by a clock: a machine that sleeps does no work meanwhile. */
let looks = 0;

setInterval(() => {
	if (isOrphan()) process.kill(process.pid, 'SIGKILL');
	if (!isEndless()) return;
	writeSync(2, `${endlessMark}\n`);
	process.kill(process.pid, 'SIGKILL');
}, everyMs);

function isEndless(): boolean {
	const now = Atomics.load(work, 0);
	looks = now !== 0 && now === seen ? looks + 1 : 0;
	seen = now;
	return looks * everyMs > (work[1] ?? 0);
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
