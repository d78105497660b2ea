import type {Look} from '../../../src/events/look.ts';
import type {Input} from '../../../src/ui/prompt/prompt-input.ts';
import {createInputReader} from '../../../src/ui/prompt/prompt-input.ts';
import {reduceSteer, type SteerEvent} from '../../../src/ui/steer/reduce-steer.ts';
import {beginSteering, type SteerEffect, type SteerState} from '../../../src/ui/steer/steer-state.ts';

export const keys = {
	left: '\u001B[D',
	right: '\u001B[C',
	up: '\u001B[A',
	down: '\u001B[B',
	home: '\u001B[H',
	end: '\u001B[F',
	tab: '\t',
	shiftTab: '\u001B[Z',
	shiftRight: '\u001B[1;2C',
	shiftDown: '\u001B[1;2B',
	enter: '\r',
	escape: '\u001B',
	backspace: '\u007F',
	ctrlC: '\u0003',
} as const;

export type Played = {readonly state: SteerState; readonly effects: readonly SteerEffect[]};

/** A person at the keys: chunks as a terminal sends them, or what else happens. */
export function play(look: Look, events: readonly (string | SteerEvent)[], {columns = 70, hasPicture = true} = {}): Played {
	const read = createInputReader();
	let state = beginSteering(look);
	const effects: SteerEffect[] = [];
	for (const event of events) {
		const inputs: readonly (Input | SteerEvent)[] = typeof event === 'string' ? read(event) : [event];
		for (const input of inputs) {
			const step = reduceSteer(state, input, {columns, hasPicture});
			({state} = step);
			if (step.effect) effects.push(step.effect);
		}
	}
	return {state, effects};
}
