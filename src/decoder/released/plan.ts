import type {PlanStep} from '../plan.ts';
import {maskLength} from './reveal.ts';

/**
The plan of a released loop, in the form of the other recipes' plans.
@param textCounts - Text tokens to reveal, shape (steps,).
@param imageSteps - The steps that also decide the picture, ascending.
@param codes - Of the picture: all of them, and those masked at the start.
*/
export function planReleased(
	textCounts: readonly number[],
	imageSteps: readonly number[],
	codes: {readonly all: number; readonly masked: number},
): PlanStep[] {
	const plan: PlanStep[] = textCounts.map(text => ({text}));
	let {masked} = codes;
	for (const step of imageSteps) {
		const ratio = (step + 1) / plan.length;
		masked = maskLength(masked, codes.all, ratio);
		plan[step] = {text: plan[step]!.text, image: {masked, ratio}};
	}
	return plan;
}
