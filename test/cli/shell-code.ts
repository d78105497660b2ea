import {constants} from 'node:os';

/** The code that a shell reports of a process, from what its `close` event tells: 128 and the number of a signal that ended it. */
export function shellCode([code, signal]: readonly unknown[]): number | null {
	if (typeof code === 'number') return code;
	return typeof signal === 'string' && signal in constants.signals ? 128 + constants.signals[signal as NodeJS.Signals] : null;
}
