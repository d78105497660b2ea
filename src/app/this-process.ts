import {readFile} from 'node:fs/promises';
import type {Self} from '../files/lock.ts';
import {machine} from '../files/machine.ts';

/** This process, for the locks it takes. */
export const thisProcess = async (): Promise<Self> => ({
	host: machine(),
	pid: process.pid,
	born: (await bornOf(process.pid)) ?? '',
	bornOf,
});

/** Linux tells when a process started, in ticks since the machine did. */
async function bornOf(pid: number): Promise<string | undefined> {
	if (!isThere(pid)) return;
	const [facts, boot] = await Promise.all([readText(`/proc/${pid}/stat`), readText('/proc/sys/kernel/random/boot_id')]);
	// The second field, the program's name in parentheses, may hold anything; the start is the 22nd.
	const fields = facts.slice(facts.lastIndexOf(')') + 2).split(' ');
	const [state, ticks] = [fields[0], fields[19]];
	// Ended, and only not asked about yet by the process that started it.
	if (state === 'Z' || state === 'X') return;
	return ticks === undefined ? '' : `${ticks}-${boot.slice(0, 8)}`;
}

function isThere(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

const readText = async (file: string) => readFile(file, 'utf8').catch(() => '');
