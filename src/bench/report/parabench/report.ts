import type {JudgeCalibration} from '../../judges/calibration/calibration.ts';
import type {EvalJudge, Marks} from '../../judges/mark.ts';
import type {Controls} from '../../parabench/controls.ts';
import type {System} from '../../parabench/output.ts';
import type {ItemList} from '../../parabench/read-items.ts';
import {type GroupSummary, type Judged, summarizeCategories, summarizeMarks} from '../../parabench/summary.ts';
import {type Differences, differencesOf} from '../../statistics/power.ts';
import {type Steadiness, steadinessOf} from '../../statistics/steadiness.ts';

/** The version of this form of report.json. */
const reportVersion = 1;

/** Findings of a run: report.json. Points are 0-100 by 25 (s - 1), where a judge says 1 to 5. */
export type ParabenchReport = GroupSummary & {
	readonly kind: 'parabench';
	readonly version: typeof reportVersion;
	readonly system: System;
	readonly judge: {readonly name: string; readonly facts: Readonly<Record<string, unknown>>};
	readonly items: {readonly list: string; readonly digest: string};
	readonly categories: Readonly<Record<string, GroupSummary>>;
	readonly controls: Controls;
	/** Steadiness of a judge that was asked several times: how far its answers differ, and the effect of the order of the pictures. */
	readonly steadiness?: Steadiness;
	/** The smallest difference between two systems that so many items could have shown. */
	readonly differences: Differences;
	/** The judge's last calibration. */
	readonly calibration?: JudgeCalibration;
	/** Every item's marks, so that systems and judges can be compared. */
	readonly marks: readonly {readonly id: string; readonly task: string; readonly category: string; readonly marks: Marks}[];
};

type Basis = {
	readonly system: System;
	readonly judge: EvalJudge;
	readonly list: ItemList;
	readonly controls: Controls;
	readonly calibration?: JudgeCalibration | undefined;
};

/** The report of what was judged, in the order of the list. */
export function toParabenchReport(judged: readonly Judged[], {system, judge, list, controls, calibration}: Basis): ParabenchReport {
	const steadiness = steadinessOf(judged.map(({marks}) => marks));
	return {
		kind: 'parabench',
		version: reportVersion,
		system,
		judge: {name: judge.name, facts: judge.facts},
		items: {list: list.name, digest: list.digest},
		...summarizeMarks(judged),
		categories: summarizeCategories(judged),
		controls,
		...(steadiness && {steadiness}),
		differences: differencesOf(judged.map(({marks}) => marks)),
		...(calibration !== undefined && {calibration}),
		marks: judged.map(({item: {id, task, category}, marks}) => ({id, task, category, marks})),
	};
}

/** The report as JSON. Numbers have four digits: more would say nothing. */
export const parabenchJson = (report: ParabenchReport): string =>
	`${JSON.stringify(report, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value), '\t')}\n`;
