import {exitCodes, UserError} from '../errors.ts';
import type {RunEvent} from '../events/events.ts';
import type {ScheduledSteering, SteerRequest} from '../run/job.ts';

/** The beginning of a run that was saved, and what it is to be changed by there. */
export type Branch = {
	/** Events until then. */
	readonly before: readonly RunEvent[];
	readonly steering: readonly ScheduledSteering[];
};

/**
Go on from a step of a run that was saved, with other words or parts: what it was changed by before is part of it, what came after is not.
@param step - 0 for before the first; by default the last
@throws UserError (2) when it has no such step
*/
export function branchOf(events: readonly RunEvent[], step: number | undefined, requests: readonly SteerRequest[]): Branch {
	const last = events.findLast(event => event.type === 'step')?.step ?? 0;
	const at = step ?? last;
	if (at > last || (at > 0 && !events.some(event => event.type === 'step' && event.step === at))) {
		throw new UserError(`The run has no step ${at}: it came to step ${last}.`, {
			hint: 'Name one of its steps; `mmada replay` shows them.',
			exitCode: exitCodes.usage,
		});
	}
	const before = events.filter(event => {
		if (event.type === 'started') return true;
		if (event.type === 'step' || event.type === 'preview') return event.step <= at;
		return event.type === 'steered' && event.step < at;
	});
	return {
		before: at === 0 ? before.filter(({type}) => type === 'started') : before,
		steering: requests.map(request => ({step: at, by: 'person', request})),
	};
}

/** Changes of a run, to be made again. */
export const steeringOf = (events: readonly RunEvent[]): ScheduledSteering[] =>
	events.flatMap(event => (event.type === 'steered' ? [{step: event.step, by: event.by, request: event.intervention}] : []));
