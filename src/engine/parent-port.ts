import {endWithParent} from '../runtime/end-with-parent.ts';
import type {Port} from './loop.ts';
import type {ToEngine} from './protocol.ts';

/** Time after SIGTERM in which the parent may decide about the run, in milliseconds that nothing else takes. */
const patienceMs = 5000;

/**
The IPC channel of a forked process (the one given is the caller's own) as a port. Once the parent is gone the process ends by itself, after
its current step or in the middle of it.
*/
export function connectParent(process: NodeJS.Process): Port {
	endWithParent();
	leaveSignalsToParent(process);
	return {
		send: message =>
			new Promise(resolve => {
				if (process.connected && process.send) process.send(message, undefined, undefined, () => resolve());
				else resolve();
			}),
		onMessage: listener => process.on('message', (message: ToEngine) => listener(message)),
		onGone: listener => process.on('disconnect', listener),
	};
}

/**
A terminal, a supervisor and `kill -- -group` signal the whole group: the parent decides what that means, and has the partial picture saved.
SIGTERM to the engine alone, as of a system short of memory, ends it unless the parent cancels the run.
*/
function leaveSignalsToParent(process: NodeJS.Process): void {
	for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});
	let ending: NodeJS.Timeout | undefined;
	const end = () => {
		process.removeAllListeners('SIGTERM');
		process.kill(process.pid, 'SIGTERM');
	};
	process.on('SIGTERM', () => {
		// A step may outlast the time: messages that came meanwhile are read before it counts as over.
		ending ??= setTimeout(() => {
			ending = setTimeout(end, 50);
		}, patienceMs);
	});
	process.on('message', ({type}: ToEngine) => {
		if (type !== 'cancel') return;
		clearTimeout(ending);
		ending = undefined;
	});
}
