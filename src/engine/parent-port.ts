import type {Port} from './loop.ts';
import type {ToEngine} from './protocol.ts';

/** The IPC channel of a forked process (the one given is the caller's own) as a port. Once the parent is gone the process ends by itself, as nothing keeps it. */
export function connectParent(process: NodeJS.Process): Port {
	// Ctrl-C reaches the whole process group; the parent decides what it means.
	process.on('SIGINT', () => {});
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
