import {type Estimate, estimate, meanOf} from './estimate.ts';

/** Two judges' points for the same thing. */
export type Pair = readonly [number, number];

/** Agreement of two judges. */
export type JudgeAgreement = {
	readonly n: number;
	/** Cohen's kappa with quadratic weights, of points rounded to 1-5: 1 agree, 0 as by chance. */
	readonly kappa: number;
	/** Rank correlation; NaN where one of them always says the same. */
	readonly spearman: number;
	/** The first minus the second, in points. */
	readonly difference: Estimate;
};

/** @throws RangeError without pairs */
export const agreementOfJudges = (pairs: readonly Pair[]): JudgeAgreement => ({
	n: pairs.length,
	kappa: quadraticKappa(pairs.map(([a, b]) => [toFive(a), toFive(b)])),
	spearman: spearman(pairs),
	difference: estimate(pairs.map(([a, b]) => a - b)),
});

/** The nearest score from 1 to 5, of points from 0 to 100. */
const toFive = (points: number): number => Math.round(points / 25) + 1;

/** Cohen's kappa with weights (i - j)^2: 1 - observed / expected disagreement. 1 where both always say the same one score. */
export function quadraticKappa(pairs: readonly Pair[]): number {
	const observed = meanOf(pairs.map(([a, b]) => (a - b) ** 2));
	let expected = 0;
	for (const [a] of pairs) for (const [, b] of pairs) expected += (a - b) ** 2;
	expected /= pairs.length ** 2;
	return expected === 0 ? 1 : 1 - observed / expected;
}

/** Pearson's correlation of the ranks, ties sharing their mean rank. */
export const spearman = (pairs: readonly Pair[]): number => {
	const [a, b] = [ranks(pairs.map(([first]) => first)), ranks(pairs.map(([, second]) => second))];
	return pearson(a.map((rank, index) => [rank, b[index]!]));
};

/** NaN where one side does not vary. */
function pearson(pairs: readonly Pair[]): number {
	const [meanA, meanB] = [meanOf(pairs.map(([a]) => a)), meanOf(pairs.map(([, b]) => b))];
	let [both, squareA, squareB] = [0, 0, 0];
	for (const [a, b] of pairs) {
		both += (a - meanA) * (b - meanB);
		squareA += (a - meanA) ** 2;
		squareB += (b - meanB) ** 2;
	}
	return both / Math.sqrt(squareA * squareB);
}

function ranks(values: readonly number[]): number[] {
	const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
	const found = Array.from(values, () => 0);
	for (let start = 0; start < order.length; ) {
		let end = start;
		while (end + 1 < order.length && values[order[end + 1]!] === values[order[start]!]) end++;
		for (let at = start; at <= end; at++) found[order[at]!] = (start + end) / 2;
		start = end + 1;
	}
	return found;
}
