import type {ReadReport} from '../../parabench/read-report.ts';
import {agreementOfJudges, type JudgeAgreement, type Pair} from '../../statistics/agreement.ts';
import {meanOf} from '../../statistics/estimate.ts';
import {type PairedDifference, testTogether} from '../../statistics/paired-test.ts';
import {type Axis, axes, titles} from '../../storybook/axes.ts';
import {columns} from '../columns.ts';
import {paperRows} from './paper.ts';
import {range, score, shortTitles} from './table.ts';

/** Systems side by side, and each against the first. */
export type Comparison = {
	readonly systems: readonly {
		readonly name: string;
		readonly judge: string;
		readonly passed: boolean;
		readonly n: number;
		readonly means: Readonly<Partial<Record<Axis, number>>>;
		readonly overall: number;
	}[];
	/** Two systems by one judge: their differences, pair by pair; the second minus the first. */
	readonly differences: readonly {
		readonly names: readonly [string, string];
		readonly n: number;
		readonly axes: Readonly<Partial<Record<Axis, PairedDifference>>>;
	}[];
	/** One system by two judges: their agreement. */
	readonly agreements: readonly {
		readonly judges: readonly [string, string];
		readonly axes: Readonly<Partial<Record<Axis | 'all', JudgeAgreement>>>;
	}[];
};

/** Compare reports with the first of them, on the items that both have. */
export function compareReports(reports: readonly ReadReport[]): Comparison {
	const [first, ...others] = reports;
	const against = (first ? others : []).map(other => ({other, pairs: axes.map(axis => [axis, pairsOf(first!, other, axis)] as const)}));
	return {
		systems: reports.map(summaryOf),
		differences: against
			.filter(({other}) => other.judge === first?.judge)
			.map(({other, pairs}) => ({
				names: [first?.system ?? '', other.system] as const,
				n: commonIds(first!, other).length,
				axes: testTogether(Object.fromEntries(pairs.map(([axis, both]) => [axis, both.map(([a, b]) => b - a)])) as Record<Axis, number[]>),
			})),
		agreements: against
			.filter(({other}) => other.judge !== first?.judge && other.system === first?.system)
			.map(({other, pairs}) => {
				const all = [...pairs, ['all', pairs.flatMap(([, both]) => both)] as const].filter(([, both]) => both.length > 0);
				return {
					judges: [first?.judge ?? '', other.judge] as const,
					axes: Object.fromEntries(all.map(([axis, both]) => [axis, agreementOfJudges(both)])),
				};
			}),
	};
}

function summaryOf({system, judge, passed, items}: ReadReport): Comparison['systems'][number] {
	const means = Object.fromEntries(
		axes.flatMap(axis => {
			const points = items.flatMap(item => item.points[axis] ?? []);
			return points.length > 0 ? [[axis, meanOf(points)]] : [];
		}),
	);
	return {name: system, judge, passed, n: items.length, means, overall: meanOf(Object.values(means))};
}

const commonIds = (a: ReadReport, b: ReadReport): string[] => {
	const there = new Set(b.items.map(({id}) => id));
	return a.items.map(({id}) => id).filter(id => there.has(id));
};

function pairsOf(a: ReadReport, b: ReadReport, axis: Axis): Pair[] {
	const others = new Map(b.items.map(({id, points}) => [id, points[axis]]));
	return a.items.flatMap(({id, points}): Pair[] => {
		const [mine, other] = [points[axis], others.get(id)];
		return mine === undefined || other === undefined ? [] : [[mine, other]];
	});
}

/** The comparison as people read it; the paper's published rows stand under it, as another judge on other items. */
function comparisonRows({systems}: Comparison): string[][] {
	return [
		['system', 'judge', 'n', ...axes.map(axis => shortTitles[axis]), 'overall'],
		...systems.map(({name, judge, passed, n, means, overall}) => [
			name,
			passed ? judge : `${judge} (CONTROLS FAILED)`,
			String(n),
			...axes.map(axis => score(means[axis])),
			score(overall),
		]),
		...paperRows.map(({name, points, overall}) => [
			`(paper) ${name}`,
			'GPT-4.1, other items',
			'300',
			...axes.map(axis => score(points[axis])),
			score(overall),
		]),
	];
}

export function comparisonLines(comparison: Comparison): string[] {
	return [
		...columns(comparisonRows(comparison)),
		...comparison.differences.flatMap(({names: [first, second], n, axes: found}) => [
			'',
			`${second} minus ${first}, item by item (${n} items; n of them have points on an axis):`,
			...columns([
				['axis', 'n', 'difference', '95 % interval', 'p', 'p (Holm)', 'smallest that shows'],
				...axes.flatMap(axis => {
					const one = found[axis];
					if (!one) return [];
					return [
						[
							titles[axis],
							String(one.difference.n),
							score(one.difference.mean),
							range(one.difference),
							one.p.toFixed(4),
							one.pHolm.toFixed(4),
							score(one.smallest),
						],
					];
				}),
			]),
		]),
		...comparison.agreements.flatMap(({judges: [first, second], axes: found}) => [
			'',
			`how far ${first} and ${second} agree on the same outputs:`,
			...columns([
				['axis', 'n', 'kappa', 'Spearman', `${first} minus ${second}`, '95 % interval'],
				...[...axes, 'all' as const].flatMap(axis => {
					const one = found[axis];
					if (!one) return [];
					const name = axis === 'all' ? 'all' : titles[axis];
					return [
						[
							name,
							String(one.n),
							one.kappa.toFixed(2),
							Number.isNaN(one.spearman) ? '-' : one.spearman.toFixed(2),
							score(one.difference.mean),
							range(one.difference),
						],
					];
				}),
			]),
		]),
	];
}
