import {createRandom} from '../../world/random.ts';
import {type Estimate, estimate, meanOf} from './estimate.ts';
import {type Differences, deviationOf, smallestDifference} from './power.ts';

/** Numbers of bootstrap resamples, and of random sign flips. */
const resamples = 10_000;
/** With so few pairs all sign flips are tried instead. */
const exactPairs = 13;

/** Difference of two systems on the same items. */
export type PairedDifference = {
	readonly difference: Estimate;
	/** Two-sided p of the sign-flip test: how often chance alone gives a mean difference as large. */
	readonly p: number;
	/** By Holm over all that was tested together. */
	readonly pHolm: number;
	/** The smallest difference that these pairs show in four of five tries. */
	readonly smallest: number;
};

/** Differences of several axes, pair by pair, tested together. Axes without a pair are left out. */
export function testTogether<Name extends string>(
	differences: Readonly<Record<Name, readonly number[]>>,
): Partial<Record<Name, PairedDifference>> {
	const tested = (Object.entries(differences) as [Name, readonly number[]][])
		.filter(([, values]) => values.length > 0)
		.map(([name, values]) => ({name, values, p: signFlip(values)}));
	const adjusted = holm(tested.map(({p}) => p));
	return Object.fromEntries(
		tested.map(({name, values, p}, index) => [
			name,
			{difference: estimate(values, resamples), p, pHolm: adjusted[index] ?? 1, smallest: smallestPaired(values)},
		]),
	) as Partial<Record<Name, PairedDifference>>;
}

/**
Share of cases in which the mean difference is at least as far from 0 when the sign of each is flipped at random: all flips of few, 10,000 of many, the
observed one counted among them.
*/
export function signFlip(values: readonly number[]): number {
	const n = values.length;
	const observed = Math.abs(meanOf(values)) - 1e-12;
	const isFar = (signs: (index: number) => boolean) => {
		let sum = 0;
		for (let index = 0; index < n; index++) sum += signs(index) ? values[index]! : -values[index]!;
		return Math.abs(sum / n) >= observed;
	};
	let far = 0;
	if (n <= exactPairs) {
		for (let flips = 0; flips < 2 ** n; flips++) far += isFar(index => (flips & (1 << index)) !== 0) ? 1 : 0;
		return far / 2 ** n;
	}
	const random = createRandom(1);
	for (let count = 0; count < resamples; count++) far += isFar(() => random.chance(0.5)) ? 1 : 0;
	return (far + 1) / (resamples + 1);
}

/** P values adjusted for being several (Holm, 1979), in their own order. */
export function holm(values: readonly number[]): number[] {
	const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
	const adjusted = Array.from(values, () => 1);
	let largest = 0;
	for (const [rank, index] of order.entries()) {
		largest = Math.max(largest, Math.min(1, values[index]! * (values.length - rank)));
		adjusted[index] = largest;
	}
	return adjusted;
}

/** Pairs need no correlation: their differences have a deviation of their own. */
function smallestPaired(values: readonly number[]): number {
	if (values.length < 2) return 100;
	const {unpaired}: Differences = smallestDifference(values.length, deviationOf(values));
	return unpaired / Math.SQRT2;
}
