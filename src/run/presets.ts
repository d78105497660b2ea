import type {Shortcuts} from '../decoder/acceleration.ts';
import type {RunSettings} from '../events/events.ts';

/** Presets from the plan as it is to the fewest passes: docs/speed.md says what each gains and costs. */
export const qualities: Readonly<Record<NonNullable<RunSettings['quality']>, Shortcuts | undefined>> = {
	best: undefined,
	balanced: {mostSteps: 4, sureness: 0.97, guidedShare: 0.75},
	fast: {mostSteps: 8, sureness: 0.8, guidedShare: 0.5},
	draft: {mostSteps: 16, sureness: 0.3, guidedShare: 0.25},
};
