/** Mark that `endWithParent`'s thread writes to stderr before it ends the process for work without end. */
export const endlessMark = 'mmada: work without end';

/** Number of the piece of work that blocks the thread now, from 1 on, 0 for none; and its time limit, in milliseconds. */
export const boundedWork = new Int32Array(new SharedArrayBuffer(8));
let count = 0;

/**
Do work that blocks this thread, as a stranger's file may make it do without end: a process with `endWithParent` ends after
about so many milliseconds of the processor's time, whatever it does. Other processes have no limit of their own.
*/
export function withinTime<T>(withinMs: number, work: () => T): T {
	count = (count % 0x7fffffff) + 1;
	boundedWork[1] = withinMs;
	Atomics.store(boundedWork, 0, count);
	try {
		return work();
	} finally {
		Atomics.store(boundedWork, 0, 0);
	}
}
