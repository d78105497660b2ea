import type {Item} from '../../world/scene/item.ts';
import {type Estimate, estimate, type Proportion, proportion} from '../statistics/estimate.ts';
import {type Axis, axes, type Rate, rates} from './axes.ts';
import type {Verdict} from './judge.ts';

/** A judged item. */
export type Judged = {readonly item: Item; readonly verdict: Verdict};

/** Axes that no item of the group has are left out: `imageConsistency` of generations. */
export type Summary = {
	readonly n: number;
	readonly axes: Readonly<Partial<Record<Axis, Estimate>>>;
	readonly rates: Readonly<Record<Rate, Proportion>>;
};

/** Means and shares over a group of items. @throws RangeError without items */
export function summarize(judged: readonly Judged[]): Summary {
	return {
		n: judged.length,
		axes: Object.fromEntries(
			axes.flatMap(axis => {
				const scores = judged.map(({verdict}) => verdict.scores[axis]).filter(score => score !== undefined);
				return scores.length > 0 ? [[axis, estimate(scores)]] : [];
			}),
		),
		rates: mapRates(rate => proportion(judged.map(({verdict}) => verdict.holds[rate]))),
	};
}

/** One summary for every group that has items, in the order in which the groups first come. */
export function summarizeBy(judged: readonly Judged[], groupOf: (item: Item) => string): Record<string, Summary> {
	const groups = new Map<string, Judged[]>();
	for (const one of judged) {
		const group = groupOf(one.item);
		groups.set(group, [...(groups.get(group) ?? []), one]);
	}
	return Object.fromEntries([...groups].map(([group, members]) => [group, summarize(members)]));
}

function mapRates<Value>(value: (rate: Rate) => Value): Record<Rate, Value> {
	const [parses, satisfies, imageSatisfies, both, agree] = rates;
	return {
		[parses]: value(parses),
		[satisfies]: value(satisfies),
		[imageSatisfies]: value(imageSatisfies),
		[both]: value(both),
		[agree]: value(agree),
	};
}
