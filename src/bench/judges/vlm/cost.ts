import {axesOf, type EvalItem} from '../../parabench/item.ts';
import type {Axis} from '../../storybook/axes.ts';
import {rubrics} from './rubrics.ts';

/** Tokens of a picture of 512 px, by what servers count for one, and of what a verdict is written in. */
const [pictureTokens, verdictTokens, lettersPerToken] = [800, 120, 4];
/** Letters of a reasoning, where it is not known yet. */
const reasoningLetters = 800;

/** Most questions of a run, and about how many tokens they take. */
export type Estimate = {readonly questions: number; readonly tokensIn: number; readonly tokensOut: number};

/** Estimate of judging outputs of these items, each on its axes, and the controls. */
export function estimateQuestions(
	subjects: readonly {readonly item: EvalItem; readonly axes?: readonly Axis[]}[],
	repeats: number,
): Estimate {
	let [questions, tokensIn] = [0, 0];
	for (const {item, axes = axesOf(item)} of subjects) {
		for (const axis of axes) {
			const {sees, asks, scale} = rubrics.axes[axis];
			const pictures = Number(sees.includes('output')) + Number(sees.includes('input') && item.task === 'edit');
			const letters =
				[rubrics.role, rubrics.guard, rubrics.answer, rubrics.answer, asks, ...Object.values(scale)].join('').length +
				(sees.includes('instruction') ? item.instruction.length : 0) +
				(sees.includes('reasoning') ? reasoningLetters : 0);
			const times = repeats + (pictures > 1 ? 1 : 0);
			questions += times;
			tokensIn += times * (letters / lettersPerToken + pictures * pictureTokens);
		}
	}
	return {questions, tokensIn: Math.round(tokensIn), tokensOut: questions * verdictTokens};
}

/** Cost of tokens, by the price of a million in and out. */
export const costOf = (
	{tokensIn, tokensOut}: Pick<Estimate, 'tokensIn' | 'tokensOut'>,
	price: {readonly in: number; readonly out: number},
): number => (tokensIn * price.in + tokensOut * price.out) / 1e6;
