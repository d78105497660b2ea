import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

/**
Whether the shell lets this process have its terminal: true, too, where there is no job control. In the background the system stops
a process for changing the terminal or reading from it.
*/
export function isInForeground(): boolean {
	if (process.platform === 'win32') return true;
	try {
		const [group, foreground] = process.platform === 'linux' ? fromProc() : fromPs();
		// A process without a terminal of its own is in no background.
		return foreground === undefined || Number(foreground) <= 0 || group === foreground;
	} catch {
		return true;
	}
}

/**
Whether the process that started this one is in its group, as the shell of a script is: the keys of a terminal signal both. A shell that people
type into has a group for each of its jobs.
*/
export function isShellsGroup(): boolean {
	if (process.platform === 'win32') return false;
	try {
		const groupOf = (pid: number) => (process.platform === 'linux' ? statOf(pid).group : fromPs(pid)[0]);
		return groupOf(process.pid) === groupOf(process.ppid);
	} catch {
		return false;
	}
}

/** Process group and the terminal's foreground group. */
function fromProc(): readonly (string | undefined)[] {
	const {group, foreground} = statOf(process.pid);
	return [group, foreground];
}

/** Facts of a process from Linux; `started` in ticks since the machine did. @throws the file system's error when it is gone */
export function statOf(pid: number): {
	readonly name: string;
	readonly group: string;
	readonly foreground: string;
	readonly started: number;
} {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name may hold anything, `)` included.
	const [from, to] = [stat.indexOf('('), stat.lastIndexOf(')')];
	const fields = stat.slice(to + 2).split(' ');
	const [, , group = '', , , foreground = ''] = fields;
	return {name: stat.slice(from + 1, to), group, foreground, started: Number(fields[19])};
}

function fromPs(pid = process.pid): string[] {
	// Every command reads this file, and only where there is no /proc it starts a process: that module alone takes two milliseconds to load.
	const {execFileSync}: typeof import('node:child_process') = createRequire(import.meta.url)('node:child_process');
	return execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', `${pid}`], {encoding: 'utf8'})
		.trim()
		.split(/\s+/);
}

/** Stop this job as Ctrl-Z does, engine included; returns when it is continued. Undefined without job control. */
export const suspend: (() => void) | undefined =
	process.platform === 'win32'
		? undefined
		: () => {
				process.kill(0, 'SIGTSTP');
			};

/** Calls back each time this process is continued after it was stopped, until disposed. */
export function watchContinue(listener: () => void): Disposable {
	if (process.platform === 'win32') return {[Symbol.dispose]: () => {}};
	process.on('SIGCONT', listener);
	return {
		[Symbol.dispose]: () => {
			process.off('SIGCONT', listener);
		},
	};
}
