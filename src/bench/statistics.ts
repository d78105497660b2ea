import {createRandom} from '../world/random.ts';

/** A mean with its 95 % interval. */
export type Estimate = {readonly mean: number; readonly low: number; readonly high: number; readonly n: number};
/** A share of items (0-1) with its 95 % interval. */
export type Proportion = {readonly rate: number; readonly low: number; readonly high: number; readonly count: number; readonly n: number};

const resamples = 2000;
/** Of the resampling alone: the same values give the same interval. */
const resamplingSeed = 1;
/** The 97.5 % point of the normal distribution. */
const z = 1.959964;

export const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean and its percentile bootstrap interval: 2.5 % and 97.5 % of the means of 2000 resamples. @throws RangeError without values */
export function estimate(values: readonly number[]): Estimate {
	const n = values.length;
	if (n === 0) throw new RangeError('There is no mean of no values.');
	const random = createRandom(resamplingSeed);
	const means = Float64Array.from({length: resamples}, () => {
		let sum = 0;
		for (let i = 0; i < n; i++) sum += values[random.int(n)]!;
		return sum / n;
	}).sort();
	return {mean: meanOf(values), low: means[Math.floor(0.025 * resamples)]!, high: means[Math.ceil(0.975 * resamples) - 1]!, n};
}

/** A share and its Wilson score interval. @throws RangeError without items */
export function proportion(outcomes: readonly boolean[]): Proportion {
	const n = outcomes.length;
	if (n === 0) throw new RangeError('There is no share of no items.');
	const count = outcomes.filter(Boolean).length;
	const rate = count / n;
	const centre = (rate + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
	const half = (z / (1 + z ** 2 / n)) * Math.sqrt((rate * (1 - rate)) / n + z ** 2 / (4 * n ** 2));
	return {rate, low: Math.max(0, centre - half), high: Math.min(1, centre + half), count, n};
}
