import {workerData} from 'node:worker_threads';

/* The thread that end-with-parent.ts starts, never imported. */

const everyMs = 500;
const parent: unknown = workerData;

setInterval(() => {
	if (isOrphan()) process.kill(process.pid, 'SIGKILL');
}, everyMs);

/** Systems give an orphan to another process; Windows leaves the number as it was. */
function isOrphan(): boolean {
	if (process.platform !== 'win32') return process.ppid !== parent;
	try {
		return !process.kill(Number(parent), 0);
	} catch (error) {
		return !(error instanceof Error && 'code' in error && error.code === 'EPERM');
	}
}
