import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';

/** The processes that this one started and that still run. */
export function childrenOf(pid: number): number[] {
	const file = `/proc/${pid}/task/${pid}/children`;
	const list = existsSync('/proc/self/task') ? readIfThere(file) : listed(pid);
	return list.split(/\s+/).filter(Boolean).map(Number);
}

function readIfThere(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

const listed = (pid: number): string =>
	execFileSync('ps', ['-A', '-o', 'pid=,ppid='], {encoding: 'utf8'})
		.split('\n')
		.map(line => line.trim().split(/\s+/))
		.filter(([, parent]) => Number(parent) === pid)
		.map(([child]) => child)
		.join(' ');
