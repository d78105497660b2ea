import type {Marks} from '../judges/mark.ts';
import {axes} from '../storybook/axes.ts';
import {meanOf} from './estimate.ts';

/** The 97.5 % and the 80 % point of the normal distribution: a test at 5 %, seen in four of five tries. */
const [z, power] = [1.959964, 0.841621];
/** Correlation that two systems' points for the same item were found to have. */
const pairedCorrelation = 0.6;

/** The smallest difference of means (points) that is seen in four of five tries at 5 %: between other items, and of the same items. */
export type Differences = {readonly n: number; readonly deviation: number; readonly unpaired: number; readonly paired: number};

/** Differences for so many items with this standard deviation. */
export function smallestDifference(n: number, deviation: number, correlation = pairedCorrelation): Differences {
	const half = (z + power) * deviation * Math.sqrt(2 / Math.max(1, n));
	return {n, deviation, unpaired: half, paired: half * Math.sqrt(1 - correlation)};
}

/** Differences for systems like this one, by the items' mean points over their axes. */
export function differencesOf(all: readonly Marks[]): Differences {
	const points = all.flatMap(marks => itemPoints(marks) ?? []);
	return smallestDifference(points.length, points.length > 1 ? deviationOf(points) : 0);
}

/** The mean of an item's axes that have a score. */
export function itemPoints(marks: Marks): number | undefined {
	const points = axes.flatMap(axis => (marks[axis]?.state === 'ok' ? marks[axis].points : []));
	return points.length > 0 ? meanOf(points) : undefined;
}

/** Standard deviation of a sample. @throws RangeError for fewer than two */
export function deviationOf(values: readonly number[]): number {
	if (values.length < 2) throw new RangeError('One value has no deviation.');
	const mean = meanOf(values);
	return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
