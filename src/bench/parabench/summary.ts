import {type Mark, type Marks, type State, states} from '../judges/mark.ts';
import {type Estimate, estimate, estimateOf, type Interval, meanOf} from '../statistics/estimate.ts';
import {type Axis, axes} from '../storybook/axes.ts';
import type {EvalItem} from './item.ts';

/** An item and what a judge says of its output. */
export type Judged = {readonly item: EvalItem; readonly marks: Marks};

/** One axis over a group of items, in points by 25 (s - 1). */
export type AxisSummary = {
	/** Items that have the axis. */
	readonly asked: number;
	readonly states: Readonly<Record<State, number>>;
	/** Over those with a score only. */
	readonly scored?: Estimate;
	/** The mean if all that have no score were worst (0), and best (100). */
	readonly bounds: {readonly worst: number; readonly best: number};
};

export type GroupSummary = {
	readonly n: number;
	readonly axes: Readonly<Partial<Record<Axis, AxisSummary>>>;
	/** Mean of the axes' means, as the paper has it; resampled by whole items. */
	readonly overall?: Interval;
};

/** Means, intervals and bounds of a group of items. */
export function summarizeMarks(judged: readonly Judged[]): GroupSummary {
	const found = axes.flatMap(axis => {
		const marks = judged.flatMap(({marks: all}) => all[axis] ?? []);
		return marks.length > 0 ? [[axis, summarizeAxis(marks)] as const] : [];
	});
	const scored = judged.filter(({marks}) => axes.some(axis => pointsOf(marks[axis]) !== undefined));
	return {
		n: judged.length,
		axes: Object.fromEntries(found),
		...(scored.length > 0 && {overall: estimateOf(scored, overallOf)}),
	};
}

/** One summary for every category, in the order in which they first come. */
export function summarizeCategories(judged: readonly Judged[]): Record<string, GroupSummary> {
	const groups = new Map<string, Judged[]>();
	for (const one of judged) groups.set(one.item.category, [...(groups.get(one.item.category) ?? []), one]);
	return Object.fromEntries([...groups].map(([category, members]) => [category, summarizeMarks(members)]));
}

/** Mean over the axes of their means; NaN where nothing has a score. */
function overallOf(judged: readonly Pick<Judged, 'marks'>[]): number {
	const means = axes.flatMap(axis => {
		const points = judged.flatMap(({marks}) => pointsOf(marks[axis]) ?? []);
		return points.length > 0 ? [meanOf(points)] : [];
	});
	return meanOf(means);
}

/** The points of a mark that has a score. */
export const pointsOf = (mark: Mark | undefined): number | undefined => (mark?.state === 'ok' ? mark.points : undefined);

function summarizeAxis(marks: readonly Mark[]): AxisSummary {
	const points = marks.flatMap(mark => pointsOf(mark) ?? []);
	const sum = points.reduce((total, value) => total + value, 0);
	const lost = marks.length - points.length;
	return {
		asked: marks.length,
		states: countStates(marks),
		...(points.length > 0 && {scored: estimate(points)}),
		bounds: {worst: sum / marks.length, best: (sum + 100 * lost) / marks.length},
	};
}

function countStates(marks: readonly Mark[]): Record<State, number> {
	const [ok, refused, unparsable, error, missing] = states.map(state => marks.filter(mark => mark.state === state).length);
	return {ok: ok ?? 0, refused: refused ?? 0, unparsable: unparsable ?? 0, error: error ?? 0, missing: missing ?? 0};
}
