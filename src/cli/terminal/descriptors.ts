import {fstatSync, readFileSync, statSync} from 'node:fs';

/** Whether a file descriptor of this process leads nowhere: to the null device. */
export function isNullDevice(descriptor: number): boolean {
	try {
		return fstatSync(descriptor).rdev === statSync('/dev/null').rdev;
	} catch {
		return false;
	}
}

/** The access that a file descriptor was opened for; undefined if the system does not tell. */
export function accessOf(descriptor: number): 'read' | 'write' | 'both' | undefined {
	try {
		const [, digit = ''] = /^flags:\s+\d*(\d)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')) ?? [];
		return (['read', 'write', 'both'] as const)[Number(digit) & 3];
	} catch {
		return;
	}
}

/**
Whether an output was closed when this process began. Node opens the null device in its place, to read and to write; a shell that is told to throw
an output away opens it to write only. Undecided, and false, outside Linux.
*/
export const isClosed = (descriptor: number): boolean => isNullDevice(descriptor) && accessOf(descriptor) === 'both';
