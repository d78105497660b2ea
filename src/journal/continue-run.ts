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

type Steered = Extract<RunEvent, {type: 'steered'}>;

/** A state to go on from, and all that it takes to make it again. */
export type GoOn = SavedStep & {
	readonly steered?: readonly {readonly found: SavedStep; readonly intervention: Steered['intervention']}[];
	readonly cacheWindow?: SavedStep | 'start';
};

const savedOf = ({step, textIds, codes}: SavedStep): SavedStep => ({step, textIds, codes});

/** Place to resume at, as a job takes it: nothing before the first step. */
export function goOnFrom(events: readonly RunEvent[]): {readonly from?: GoOn} {
	const told = events.filter(event => event.type === 'step' || event.type === 'steered');
	const states = told.map(({type, step, textIds, codes}) => ({step, textIds, codes, ...(type === 'steered' && {isSteered: true})}));
	const last = states.at(-1);
	if (!last) return {};
	const cacheWindow = cacheWindowStart(states, events.find(event => event.type === 'started')?.settings.shortcuts);
	// Before the first step all is masked but for what an edit keeps: that is the run's own to say.
	const nothing: SavedStep = {step: 0, textIds: [], codes: []};
	const steered = told.flatMap((event, index) =>
		event.type === 'steered' ? [{found: savedOf(states[index - 1] ?? nothing), intervention: event.intervention}] : [],
	);
	return {
		from: {
			...savedOf(last),
			...(steered.length > 0 && {steered}),
			...(cacheWindow && {cacheWindow: cacheWindow === 'start' ? cacheWindow : savedOf(cacheWindow)}),
		},
	};
}
