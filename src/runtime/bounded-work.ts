/** What `endWithParent`'s thread writes to stderr before it ends the process for work that came to no end. */
export const endlessMark = 'mmada: work without end';

/** Which piece of work blocks the thread now, counted from 1 on, 0 for none; and how long it may take, in milliseconds. */
export const boundedWork = new Int32Array(new SharedArrayBuffer(8));
let count = 0;

/**
Do something that blocks this thread, as what the file of a stranger says may do for ever: in a process with `endWithParent` that ends after
about so many milliseconds of it, whatever it does. Other processes have no limit of their own.
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
