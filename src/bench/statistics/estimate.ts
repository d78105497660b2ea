import {createRandom} from '../../world/random.ts';

/** A mean with its 95 % interval. */
export type Estimate = {readonly mean: number; readonly low: number; readonly high: number; readonly n: number};
/** Some number made of many items, with its 95 % interval. */
export type Interval = {readonly value: number; readonly low: number; readonly high: number; readonly n: number};
/** A share of items (0-1) with its 95 % interval. */
export type Proportion = {readonly rate: number; readonly low: number; readonly high: number; readonly count: number; readonly n: number};

const resamples = 2000;
/** Seed of the resampling alone: the same values give the same interval. */
const resamplingSeed = 1;
/** The 97.5 % point of the normal distribution. */
const z = 1.959964;

export const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean and its percentile bootstrap interval: 2.5 % and 97.5 % of the means of 2000 resamples. @throws RangeError without values */
export function estimate(values: readonly number[], count = resamples): Estimate {
	const {value, ...interval} = estimateOf(values, meanOf, count);
	return {mean: value, ...interval};
}

/**
`statistic` of the items, and its percentile bootstrap interval: 2.5 % and 97.5 % of its values for 2000 resamples of them.
@throws RangeError without items
*/
export function estimateOf<Item>(items: readonly Item[], statistic: (sample: readonly Item[]) => number, count = resamples): Interval {
	const n = items.length;
	if (n === 0) throw new RangeError('There is no estimate from nothing.');
	const random = createRandom(resamplingSeed);
	const sample = [...items];
	const found = Float64Array.from({length: count}, () => {
		for (let i = 0; i < n; i++) sample[i] = items[random.int(n)]!;
		return statistic(sample);
	}).sort();
	return {value: statistic(items), low: found[Math.floor(0.025 * count)]!, high: found[Math.ceil(0.975 * count) - 1]!, n};
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
