import type {JudgeCalibration} from '../../judges/calibration/calibration.ts';
import {asTwenties, states} from '../../judges/mark.ts';
import type {Check} from '../../parabench/controls.ts';
import type {AxisSummary, GroupSummary} from '../../parabench/summary.ts';
import {type Axis, axes, titles} from '../../storybook/axes.ts';
import {columns} from '../columns.ts';
import type {ParabenchReport} from './report.ts';

/** The report as people read it in a terminal, line by line. */
export function parabenchLines(report: ParabenchReport): string[] {
	return [...headLines(report), '', ...columns(axisRows(report)), '', ...columns(categoryRows(report)), '', ...noteLines(report)];
}

const headLines = ({system, judge, items, n}: ParabenchReport): string[] => [
	`${system.name} · ${n} items of ${items.list} (${items.digest.slice(0, 12)}) · judged by ${judge.name}`,
];

/** Rows of the axes: both scalings, the interval, what is unscored and what it could hide. */
export function axisRows(report: GroupSummary): string[][] {
	const rows = axes.flatMap(axis => {
		const summary = report.axes[axis];
		return summary ? [axisRow(titles[axis], summary)] : [];
	});
	const {overall} = report;
	return [
		['axis', '25(s-1)', '95 % interval', '20s', 'scored', 'not scored', 'if those were worst - best'],
		...rows,
		...(overall ? [['overall', score(overall.value), range(overall), score(asTwenties(overall.value)), '', '', '']] : []),
	];
}

function axisRow(title: string, {asked, scored, states: counts, bounds}: AxisSummary): string[] {
	const lost = states.filter(state => state !== 'ok' && counts[state] > 0).map(state => `${counts[state]} ${state}`);
	return [
		title,
		score(scored?.mean),
		scored ? range(scored) : '-',
		score(scored && asTwenties(scored.mean)),
		`${counts.ok}/${asked}`,
		lost.join(', ') || '-',
		`${score(bounds.worst)} - ${score(bounds.best)}`,
	];
}

/** Rows of the categories, with the overall mean and the axes. */
export const categoryRows = ({categories}: ParabenchReport): string[][] => [
	['category', 'n', 'overall', '95 % interval', ...axes.map(axis => shortTitles[axis])],
	...Object.entries(categories).map(([name, group]) => [
		name,
		String(group.n),
		score(group.overall?.value),
		group.overall ? range(group.overall) : '-',
		...axes.map(axis => score(group.axes[axis]?.scored?.mean)),
	]),
];

/** Limits of the numbers. */
export function noteLines({controls, steadiness, differences, judge, calibration}: ParabenchReport): string[] {
	const broken = controls.checks.filter(({holds}) => !holds);
	return [
		controls.passed && controls.checks.length === 0
			? `controls: none were shown to the judge, ${judge.name}`
			: controls.passed
				? `controls: ${judge.name} puts all ${controls.checks.length} in order`
				: `CONTROLS FAILED: ${judge.name} does not put ${broken.length} of ${controls.checks.length} in order; its scores say nothing`,
		...broken.map(check => `   ${checkText(check)}`),
		`smallest difference between two systems that ${differences.n} items show in four of five tries: ${score(differences.unpaired)} points; of the same items, about ${score(differences.paired)}`,
		...(calibration
			? [calibratedText(calibration)]
			: judge.facts.kind === 'vlm'
				? [`${judge.name} was not calibrated against the exact judge: see --calibrate`]
				: []),
		...(steadiness?.noise
			? [`asked again, it differs from itself by ${score(steadiness.noise.value)} points (${range(steadiness.noise)})`]
			: []),
		...(steadiness?.position
			? [
					`pictures in the other order get ${score(-steadiness.position.mean)} points more (${score(-steadiness.position.high)} - ${score(-steadiness.position.low)})`,
				]
			: []),
	];
}

/** A calibration in one line. */
const calibratedText = ({judge, outputs, axes: found}: JudgeCalibration): string =>
	`against the exact judge on ${outputs} outputs, ${judge.name} is off by ${axes
		.flatMap(axis => (found[axis] ? [`${titles[axis]} ${score(found[axis].bias.mean)} (${range(found[axis].bias)})`] : []))
		.join(', ')}`;

/** `picture alignment: truth above copy: 12.5 (10.0 - 15.0)`. */
const checkText = ({axis, better, worse, difference}: Check): string =>
	`${titles[axis]}: ${better} above ${worse}: ${difference ? `${score(difference.mean)} (${range(difference)})` : 'no scores'}`;

export const shortTitles: Readonly<Record<Axis, string>> = {
	textQuality: 'text q.',
	textAlignment: 'text a.',
	imageQuality: 'image q.',
	imageAlignment: 'image a.',
	imageConsistency: 'image c.',
	outputAlignment: 'output a.',
};

/** A number of points, or `-`. */
export const score = (value: number | undefined): string => {
	const text = value === undefined || Number.isNaN(value) ? '-' : value.toFixed(1);
	return text === '-0.0' ? '0.0' : text;
};
export const range = ({low, high}: {readonly low: number; readonly high: number}): string => `${score(low)} - ${score(high)}`;
