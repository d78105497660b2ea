import {settling} from '../decoder/settling.ts';
import type {DecodeState} from '../decoder/state.ts';
import {steer} from '../decoder/steer.ts';
import type {Asking, Steered} from './steering.ts';

/** Changes by which a complete run comes to agree with all that lasts of what it was changed by, in order. None where it does. */
export async function settle(state: DecodeState, asking: Asking): Promise<Steered[]> {
	const made: Steered[] = [];
	for (const change of state.lasting ?? []) {
		const {denoiser, hasInput} = asking();
		const last = made.at(-1)?.state ?? state;
		let next = last;
		for (const intervention of await settling(denoiser(), last, change, {hasInput})) {
			next = steer(next, intervention);
			made.push({state: next, intervention});
		}
	}
	return made;
}
