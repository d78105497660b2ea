import type {Acceleration} from '../decoder/acceleration.ts';
import type {RunSettings} from '../events/events.ts';

/** Presets of `quality`, from the plan as it is to the fewest passes: docs/speed.md says what each gains and costs. */
export const presets: Readonly<Record<NonNullable<RunSettings['quality']>, Acceleration | undefined>> = {
	best: undefined,
	balanced: {maxStepsPerPass: 4, confidence: 0.97, guidedShare: 0.75},
	fast: {maxStepsPerPass: 8, confidence: 0.8, guidedShare: 0.5},
	draft: {maxStepsPerPass: 16, confidence: 0.3, guidedShare: 0.25},
};
