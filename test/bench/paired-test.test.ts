import fc from 'fast-check';
import {expect, test} from 'vitest';
import {quadraticKappa, spearman} from '../../src/bench/statistics/agreement.ts';
import {holm, signFlip, testTogether} from '../../src/bench/statistics/paired-test.ts';
import {smallestDifference} from '../../src/bench/statistics/power.ts';
import {createRandom} from '../../src/world/random.ts';

test('the smallest difference is that of the formula: 300 items with a deviation of 25 show 5.7 points, and pairs of correlation 0.6 show 3.6', () => {
	const {unpaired, paired} = smallestDifference(300, 25);
	expect([unpaired.toFixed(1), paired.toFixed(1)]).toEqual(['5.7', '3.6']);
});

test.each([
	{values: [1, 1, 1, 1, 1], p: 2 / 32, rule: 'five of one sign'},
	{values: [0, 0, 0], p: 1, rule: 'no difference at all'},
	{values: [3, -3], p: 1, rule: 'they cancel out'},
])('all sign flips of few pairs are counted: $rule', ({values, p}) => {
	expect(signFlip(values)).toBeCloseTo(p, 10);
});

test('many pairs without a difference are called different in one of twenty tries, no more', () => {
	const random = createRandom(3);
	const found = Array.from({length: 60}, () => signFlip(Array.from({length: 30}, () => 25 * (random.int(5) - random.int(5)))));
	expect(found.filter(p => p < 0.05).length).toBeLessThanOrEqual(8);
	expect(found.filter(p => p > 0.5).length).toBeGreaterThan(15);
});

test.each([
	{given: [0.01, 0.04, 0.03], adjusted: [0.03, 0.06, 0.06]},
	{given: [0.5, 0.6], adjusted: [1, 1]},
	{given: [0.2], adjusted: [0.2]},
])('Holm makes $adjusted of $given', ({given, adjusted}) => {
	for (const [index, p] of holm(given).entries()) expect(p).toBeCloseTo(adjusted[index]!, 12);
});

test('a real difference of the same items is found, with its size in its interval', () => {
	const random = createRandom(7);
	const differences = Array.from({length: 200}, () => 6 + 20 * (random.next() + random.next() - 1));
	const {imageQuality} = testTogether({imageQuality: differences, textQuality: []});
	expect(imageQuality?.pHolm).toBeLessThan(0.001);
	expect(imageQuality?.difference.low).toBeLessThan(6);
	expect(imageQuality?.difference.high).toBeGreaterThan(6);
});

test('judges who agree have kappa and rank correlation 1, those who turn the scale around have less than 0', () => {
	const scores = [1, 2, 3, 4, 5, 3, 2];
	expect(quadraticKappa(scores.map(score => [score, score]))).toBe(1);
	expect(spearman(scores.map(score => [score, 10 * score]))).toBeCloseTo(1, 12);
	expect(quadraticKappa(scores.map(score => [score, 6 - score]))).toBeLessThan(0);
	expect(spearman(scores.map(score => [score, 6 - score]))).toBeCloseTo(-1, 12);
	expect(quadraticKappa([[3, 3]])).toBe(1);
	expect(spearman(scores.map(score => [score, 3]))).toBeNaN();
});

test('kappa is 1 minus the squared disagreement over that of chance, never more than 1', () => {
	// By hand: squares observed 2 / 6, by chance 60 / 36.
	const pairs = [
		[1, 1],
		[1, 1],
		[3, 3],
		[3, 3],
		[1, 2],
		[3, 2],
	] as const;
	expect(quadraticKappa(pairs)).toBeCloseTo(0.8, 12);
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.integer({min: 1, max: 5}), fc.integer({min: 1, max: 5})), {minLength: 1, maxLength: 30}), drawn => {
			expect(quadraticKappa(drawn)).toBeLessThanOrEqual(1);
		}),
	);
});
