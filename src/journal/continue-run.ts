import {isDeepStrictEqual} from 'node:util';
import {exitCodes, UserError} from '../errors.ts';
import {cacheWindowStart, digestsAgree, type RunEvent, type SavedStep} from '../events/events.ts';

/**
A run in two parts as one: what it did before, then what it does now, by one clock.
@throws UserError (65) when what runs now is another model, or has other settings
*/
export async function* joinRuns(before: readonly RunEvent[], now: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent, void, undefined> {
	const started = before.find(event => event.type === 'started');
	const beforeMs = before.findLast(event => event.type === 'step')?.elapsedMs ?? 0;
	for await (const event of now) {
		if (event.type === 'started') {
			if (started) checkSame(started, event);
			yield event;
			yield* before.filter(({type}) => type !== 'started');
		} else {
			yield 'elapsedMs' in event ? {...event, elapsedMs: beforeMs + event.elapsedMs} : event;
		}
	}
}

type Started = Extract<RunEvent, {type: 'started'}>;

function checkSame(before: Started, now: Started): void {
	const isSameModel = digestsAgree(before.model.digest, now.model.digest);
	if (isSameModel && isDeepStrictEqual(before.settings, now.settings)) return;
	throw new UserError(
		isSameModel
			? 'This version of mmada would continue with other settings than the run began with.'
			: `The run began with another model, or other weights, than the ${now.model.name} that is there now.`,
		{hint: 'Start it again: the steps so far would not fit the ones that follow.', exitCode: exitCodes.badData},
	);
}

/** Place to resume at, as a job takes it: nothing before the first step. */
export function goOnFrom(events: readonly RunEvent[]): {readonly from?: SavedStep & {readonly cacheWindow?: SavedStep | 'start'}} {
	const steps = events.filter(event => event.type === 'step').map(({step, textIds, codes}): SavedStep => ({step, textIds, codes}));
	const last = steps.at(-1);
	if (!last) return {};
	const cacheWindow = cacheWindowStart(steps, events.find(event => event.type === 'started')?.settings.shortcuts);
	return {from: {...last, ...(cacheWindow && {cacheWindow})}};
}
