import {maskedCodes} from './mask-schedules.ts';
import {revealCounts, spreadSteps} from './schedule.ts';

/**
Order in which modalities are revealed, over the same number of passes. `parallel`: both from the first step. `semi-parallel`: text from the
first step, the picture only in the second half. `sequential`: all text first, then the picture.
*/
export type Recipe = 'parallel' | 'semi-parallel' | 'sequential';

export const recipes: readonly Recipe[] = ['parallel', 'semi-parallel', 'sequential'];

export type PlanSettings = {
	readonly recipe: Recipe;
	/** Joint passes of the network, at least 1. */
	readonly steps: number;
	/** Steps that reveal image codes, at least 1; fewer happen when the recipe leaves room for fewer. */
	readonly imageSteps: number;
	/** The curve by which the masked share of the picture falls: see `maskShare`. */
	readonly schedule?: string | undefined;
};

/** Work of one step. */
export type PlanStep = {
	/** Text tokens to reveal (count). */
	readonly text: number;
	/** Absent on a step that leaves the picture alone. */
	readonly image?: {
		/** Codes that stay masked after it (count). */
		readonly masked: number;
		/** Share of the image steps done with it, (0, 1]. */
		readonly ratio: number;
	};
};

/**
The whole schedule of a run as data: text linear, image by its curve (the cosine unless named), both complete after the last step.
@param masked - Tokens masked at the start, per modality (counts).
@returns Shape (steps,).
*/
export function planSteps(settings: PlanSettings, masked: {readonly text: number; readonly image: number}): PlanStep[] {
	const {steps, schedule = 'cosine'} = settings;
	const imageSteps = imageStepIndices(settings);
	const textSteps = settings.recipe === 'sequential' ? Math.max(1, imageSteps[0]!) : steps;
	const textCounts = revealCounts(masked.text, textSteps);
	const plan: PlanStep[] = textCounts.map(text => ({text}));
	while (plan.length < steps) plan.push({text: 0});

	let left = masked.image;
	for (const [order, index] of imageSteps.entries()) {
		const ratio = (order + 1) / imageSteps.length;
		const stay = ratio === 1 ? 0 : maskedCodes(masked.image, ratio, schedule);
		// A step that would reveal no code is left out: guided image rows cost most.
		if (stay < left) plan[index] = {text: plan[index]!.text, image: {masked: stay, ratio}};
		left = stay;
	}
	return plan;
}

/** The steps that reveal image codes, ascending; the last step of the run is always one. */
function imageStepIndices({recipe, steps, imageSteps}: PlanSettings): number[] {
	const last = steps - 1;
	const half = Math.floor(steps / 2);
	if (recipe === 'sequential') return spread(steps - Math.max(1, Math.min(imageSteps, half)), last, imageSteps);
	return spread(recipe === 'semi-parallel' ? Math.min(half, last) : 0, last, imageSteps);
}

const spread = (first: number, last: number, count: number): number[] =>
	count === 1 ? [last] : spreadSteps(first, last, Math.min(count, last - first + 1));
