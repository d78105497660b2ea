import {initialRun, type RunEvent, type RunState, reduceRun} from './events.ts';

/** A run of which it is known what decides it. */
export type StartedRun = RunState & Required<Pick<RunState, 'settings' | 'model'>>;

/** A run that has ended with a picture, whole or partial. */
export type FinishedRun = StartedRun & Required<Pick<RunState, 'final' | 'end'>>;

/** The state after these events. */
export const stateAfter = (events: readonly RunEvent[]): RunState => events.reduce(reduceRun, initialRun);

/** The run, if it has begun: until then nothing is known of it. */
export function startedRun(state: RunState): StartedRun | undefined {
	const {settings, model} = state;
	return settings && model && {...state, settings, model};
}

/** The run, if it has ended with a picture: not one whose engine was ended first. */
export function finishedRun(state: RunState): FinishedRun | undefined {
	const [started, {final, end}] = [startedRun(state), state];
	return started && final && end && {...started, final, end};
}
