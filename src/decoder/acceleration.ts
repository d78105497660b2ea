import type {Choice} from './denoiser.ts';
import type {PlanStep} from './plan.ts';

/** Work of the plan that a run may leave out. It changes tokens, so it must be asked for. */
export type Acceleration = {
	/** Planned steps that one pass may do the work of, at least 1. */
	readonly maxStepsPerPass: number;
	/**
	Least probability of everything that a pass reveals before its turn, words and codes together: 0 asks for nothing.
	*/
	readonly confidence: number;
	/** The share of the planned steps, from the first on, that are guided: 0 to 1. */
	readonly guidedShare: number;
	/**
	Planned steps, at least 1, for which the keys and values of the prompt are computed once and then kept; by default every pass computes them.
	The paper's network attends in both directions, so the prompt would change a little with every answer that fills in.
	*/
	readonly promptRefresh?: number | undefined;
};

/** Nothing left out: the plan as it is. */
export const noAcceleration: Acceleration = {maxStepsPerPass: 1, confidence: 1, guidedShare: 1};

/** The number of the cache window that a pass at this step belongs to: within one the prompt's keys and values are kept (prompt KV cache). Undefined where they never are. */
export const cacheWindowOf = (step: number, acceleration: Pick<Acceleration, 'promptRefresh'> | undefined): number | undefined =>
	acceleration?.promptRefresh === undefined ? undefined : Math.floor(step / acceleration.promptRefresh);

/** The planned steps that the next pass may do: at least one, unless none is left. */
export const stepsAhead = (plan: readonly PlanStep[], step: number, acceleration: Acceleration | undefined): readonly PlanStep[] =>
	plan.slice(step, step + (acceleration?.maxStepsPerPass ?? 1));

/**
Number of the planned steps `ahead` that a pass does: the first one in any case, and further ones while the confidence in
all the tokens that they reveal is high enough. One pass takes its tokens as if they had nothing to do with each other: what those after the first step
are together is as probable as the product of their probabilities.
@param text - The masked tokens that these steps may reveal, in the order in which they come.
@param image - All masked codes, likewise.
*/
export function countSteps(
	ahead: readonly PlanStep[],
	{text, image}: {readonly text: readonly Choice[]; readonly image: readonly Choice[]},
	acceleration: Acceleration | undefined,
): number {
	const {confidence} = acceleration ?? noAcceleration;
	let [words, codes] = [0, 0];
	let joint = 1;
	for (const [index, step] of ahead.entries()) {
		const upTo = {words: words + step.text, codes: step.image ? Math.max(codes, image.length - step.image.masked) : codes};
		if (index > 0) {
			for (const {probability} of text.slice(words, upTo.words)) joint *= probability;
			for (const {probability} of image.slice(codes, upTo.codes)) joint *= probability;
			if (joint < confidence) return index;
		}
		({words, codes} = upTo);
	}
	return ahead.length;
}

/** Effect of these steps together on the picture: that of the last one that touches it. */
export const imageStepOf = (steps: readonly PlanStep[]): PlanStep['image'] => steps.findLast(({image}) => image)?.image;
