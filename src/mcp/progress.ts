import type {ProgressToken, ServerNotification} from '@modelcontextprotocol/sdk/types.js';
import type {RunEvent} from '../events/events.ts';

/** Shortest time between two messages (ms). */
const everyMs = 250;
/** Longest reasoning in one (letters). */
const longestText = 2000;

/** Tells a client how far a run is, and the reasoning so far, if it asked for that. */
export function createProgress(token: ProgressToken | undefined, send: (notification: ServerNotification) => Promise<void>) {
	let [lastMs, steps] = [Number.NEGATIVE_INFINITY, 0];
	let telling = Promise.resolve();
	return {
		tell(event: RunEvent): void {
			if (event.type === 'started') steps = event.settings.steps;
			if (token === undefined || event.type !== 'step') return;
			steps = event.of ?? steps;
			if (performance.now() - lastMs < everyMs) return;
			lastMs = performance.now();
			const params = {progressToken: token, progress: event.step, total: steps, message: event.text.slice(0, longestText)};
			// A client that is gone hears nothing, which is no fault of the run.
			telling = telling.then(async () => send({method: 'notifications/progress', params})).catch(() => {});
		},
		told: async (): Promise<void> => telling,
	};
}
