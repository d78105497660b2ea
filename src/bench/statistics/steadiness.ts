import type {Answer, Marks} from '../judges/mark.ts';
import {axes} from '../storybook/axes.ts';
import {type Estimate, estimate, estimateOf, type Interval, meanOf} from './estimate.ts';

/** Steadiness of a judge that was asked the same more than once. */
export type Steadiness = {
	/** Standard deviation (points) of its answers to the very same question; 0 for a judge that always says the same. */
	readonly noise?: Interval;
	/** Points that the same pictures get more in the fixed order than in the other one. */
	readonly position?: Estimate;
};

/** Undefined where nothing was asked twice. */
export function steadinessOf(all: readonly Marks[]): Steadiness | undefined {
	const asked = all.flatMap(marks => axes.flatMap(axis => (marks[axis]?.answers ? [marks[axis].answers] : [])));
	const repeated = asked.map(answers => pointsIn(answers, 'fixed')).filter(points => points.length > 1);
	const turned = asked.flatMap(answers => {
		const [fixed, other] = [pointsIn(answers, 'fixed'), pointsIn(answers, 'turned')];
		return fixed.length > 0 && other.length > 0 ? [meanOf(fixed) - meanOf(other)] : [];
	});
	if (repeated.length === 0 && turned.length === 0) return undefined;
	return {
		...(repeated.length > 0 && {noise: estimateOf(repeated, noiseOf)}),
		...(turned.length > 0 && {position: estimate(turned)}),
	};
}

/** The pooled standard deviation within groups: sqrt(sum of squares within / sum of (size - 1)). */
function noiseOf(groups: readonly (readonly number[])[]): number {
	let [squares, freedom] = [0, 0];
	for (const group of groups) {
		const mean = meanOf(group);
		for (const value of group) squares += (value - mean) ** 2;
		freedom += group.length - 1;
	}
	return freedom === 0 ? 0 : Math.sqrt(squares / freedom);
}

const pointsIn = (answers: readonly Answer[], order: Answer['order']): number[] =>
	answers.flatMap(answer => (answer.order === order && answer.points !== undefined ? answer.points : []));
