import {type Estimate, estimate} from '../statistics/estimate.ts';
import {type Axis, axes, type Rate, rates} from './axes.ts';
import type {Verdict} from './judge.ts';

/** The judge's verdict on an item in numbers. */
export type Marks = Pick<Verdict, 'scores' | 'holds'>;

/** Mean differences with their paired bootstrap intervals, in points: of the axes (0-100) and of the rates (per cent). */
export type Change = Readonly<Partial<Record<Axis | Rate, Estimate>>>;

/**
Differences of the marks of the same items between two ways to make them: `after` minus `before`, item by item. Resampling the differences
resamples the items, so that what makes an item hard for both ways cancels out. Axes that no item has are left out.
@throws RangeError when they are not the same number of items, or none
*/
export function changeOf(after: readonly Marks[], before: readonly Marks[]): Change {
	if (after.length !== before.length) throw new RangeError(`${after.length} items cannot be paired with ${before.length}.`);
	if (after.length === 0) throw new RangeError('There is no difference between no items.');
	const scored = axes.map(axis => [axis, differences(after, before, ({scores}) => scores[axis])] as const);
	const held = rates.map(rate => [rate, differences(after, before, ({holds}) => (holds[rate] ? 100 : 0))] as const);
	return Object.fromEntries([...scored, ...held].flatMap(([name, found]) => (found.length > 0 ? [[name, estimate(found)]] : [])));
}

function differences(after: readonly Marks[], before: readonly Marks[], markOf: (marks: Marks) => number | undefined): number[] {
	return after.flatMap((marks, index) => {
		const [now, then] = [markOf(marks), markOf(before[index]!)];
		return now === undefined || then === undefined ? [] : [now - then];
	});
}

/** The sign of a difference where its interval leaves no doubt; 0 where the interval holds 0. */
export const signOf = ({low, high}: Pick<Estimate, 'low' | 'high'>): -1 | 0 | 1 => (low > 0 ? 1 : high < 0 ? -1 : 0);

/** Verdict of a measured difference on a claim about its sign. */
export type Finding = 'reproduces' | 'does not reproduce' | 'cannot be told';

/** A claim reproduces only where the whole interval lies on its side of 0; on the other side it does not, and else it cannot be told. */
export function checkClaim(found: Pick<Estimate, 'low' | 'high'>, claimed: -1 | 1): Finding {
	const sign = signOf(found);
	if (sign === 0) return 'cannot be told';
	return sign === claimed ? 'reproduces' : 'does not reproduce';
}
