import {useSyncExternalStore} from 'react';

/** Whether the signal has fired. */
export function useAborted(signal: AbortSignal): boolean {
	return useSyncExternalStore(
		notify => {
			signal.addEventListener('abort', notify);
			return () => signal.removeEventListener('abort', notify);
		},
		() => signal.aborted,
	);
}
