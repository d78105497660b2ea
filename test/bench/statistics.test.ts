import {expect, test} from 'vitest';
import {estimate, estimateOf, proportion} from '../../src/bench/statistics/estimate.ts';

// Wilson (1927) as in Newcombe, Statistics in Medicine 17 (1998), and by hand.
test.each([
	{count: 81, n: 263, low: 0.2553, high: 0.3662},
	{count: 15, n: 148, low: 0.0624, high: 0.1605},
	{count: 0, n: 20, low: 0, high: 0.1611},
	{count: 29, n: 29, low: 0.883, high: 1},
])('the Wilson interval of $count of $n', ({count, n, low, high}) => {
	const share = proportion(Array.from({length: n}, (_, index) => index < count));
	expect(share).toMatchObject({count, n, rate: count / n});
	expect(share.low).toBeCloseTo(low, 4);
	expect(share.high).toBeCloseTo(high, 4);
});

test('the interval of equal values is that value', () => {
	expect(estimate([70, 70, 70])).toEqual({mean: 70, low: 70, high: 70, n: 3});
});

test('the bootstrap interval of many values is the mean plus and minus 1.96 standard errors', () => {
	const values = Array.from({length: 400}, (_, index) => (index % 2) * 100);
	const {mean, low, high} = estimate(values);
	expect(mean).toBe(50);
	expect(low).toBeGreaterThan(50 - 1.96 * 2.5 - 0.6);
	expect(low).toBeLessThan(50 - 1.96 * 2.5 + 0.6);
	expect(high).toBeGreaterThan(50 + 1.96 * 2.5 - 0.6);
	expect(high).toBeLessThan(50 + 1.96 * 2.5 + 0.6);
});

test('the same values give the same interval', () => {
	const values = [1, 5, 2, 8, 100, 3];
	expect(estimate(values)).toEqual(estimate(values));
});

test('there is no mean and no share of nothing', () => {
	expect(() => estimate([])).toThrow(RangeError);
	expect(() => proportion([])).toThrow(RangeError);
});

test('the interval of any number made of items resamples the items whole', () => {
	const range = (sample: readonly (readonly number[])[]) => Math.max(...sample.flat()) - Math.min(...sample.flat());
	expect(
		estimateOf(
			[
				[1, 9],
				[1, 9],
				[1, 9],
			],
			range,
		),
	).toEqual({value: 8, low: 8, high: 8, n: 3});
	const {value, low, high} = estimateOf([[0], [10], [4]], range);
	expect(value).toBe(10);
	expect([low, high]).toEqual([0, 10]);
});
