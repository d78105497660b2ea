import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

/**
Whether the shell lets this process have its terminal: true, too, where there is no job control. In the background the system stops
a process for changing the terminal or reading from it.
*/
export function isInForeground(): boolean {
	if (process.platform === 'win32') return true;
	try {
		const [group, foreground] = process.platform === 'linux' ? fromProc() : fromPs();
		// A process without a terminal of its own is in nobody's background.
		return foreground === undefined || Number(foreground) <= 0 || group === foreground;
	} catch {
		return true;
	}
}

/** Process group and the terminal's foreground group; the name before them may hold anything, `)` included. */
function fromProc(): readonly (string | undefined)[] {
	const stat = readFileSync('/proc/self/stat', 'utf8');
	const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return [group, foreground];
}

const fromPs = (): string[] =>
	execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', `${process.pid}`], {encoding: 'utf8'})
		.trim()
		.split(/\s+/);

/** Stop this job as Ctrl-Z does, engine included; returns when it goes on. Undefined where there is no job control. */
export const suspend: (() => void) | undefined =
	process.platform === 'win32'
		? undefined
		: () => {
				process.kill(0, 'SIGTSTP');
			};

/** Calls back whenever this process goes on after it was stopped, until disposed. */
export function watchContinue(listener: () => void): Disposable {
	if (process.platform === 'win32') return {[Symbol.dispose]: () => {}};
	process.on('SIGCONT', listener);
	return {
		[Symbol.dispose]: () => {
			process.off('SIGCONT', listener);
		},
	};
}
