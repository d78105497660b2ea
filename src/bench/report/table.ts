import type {Estimate, Proportion} from '../statistics/estimate.ts';
import {type Axis, axes, rates, titles} from '../storybook/axes.ts';
import {faults} from '../storybook/plant.ts';
import type {Summary} from '../storybook/summary.ts';
import {itemWords} from '../suites.ts';
import type {BenchReport, Unsatisfied} from './bench-report.ts';
import {columns} from './columns.ts';

/** The report as people read it in a terminal, line by line. */
export function tableLines(report: BenchReport): string[] {
	const {model, suite, n, seed, settings, ceiling, calibration, codes, unsatisfied, voices} = report;
	const {caught} = calibration;
	const [planted] = Object.values(caught.text);
	const truth = axes.map(axis => calibration.truth.axes[axis]?.mean ?? 100);
	return [
		`${model.name} on ${model.device} · ${n} ${itemWords[suite]} · seed ${seed} · ${(report.meanElapsedMs / 1000).toFixed(1)} s an item`,
		`${settings.recipe} · ${settings.quality ?? 'best'} · ${settings.steps} steps, ${settings.imageSteps} of the picture · guidance ${settings.guidanceText} text, ${settings.guidanceImage} image`,
		'',
		...columns([
			['axis (0-100)', 'mean', '95 % interval', 'ceiling', 'floor'],
			...axes.map(axis => [
				titles[axis],
				...estimateCells(report.axes[axis]),
				score(ceiling.axes[axis]?.mean),
				score(calibration.floor[axis]),
			]),
		]),
		'',
		...columns([
			['rate', '%', '95 % interval', 'items', 'ceiling'],
			...rates.map(rate => [titles[rate], ...proportionCells(report.rates[rate]), percent(ceiling.rates[rate].rate)]),
			['codes alone satisfy', ...proportionCells(codes.satisfy), ''],
			['codes match the picture', ...proportionCells(codes.matchPicture), ''],
		]),
		'',
		...columns([groupHead('category'), ...Object.entries(report.categories).map(groupCells)]),
		'',
		...columns([groupHead('operation'), ...Object.entries(report.operations).map(groupCells)]),
		'',
		...(voices
			? columns([['both right', '%', '95 % interval', 'items'], ...[voices.kinds, voices.writers].flatMap(bothCells)]).concat('')
			: []),
		...(unsatisfied ? unsatisfiedLines(unsatisfied, n) : []),
		`the judge: true items score at least ${score(Math.min(...truth))} on every axis; of ${planted?.n ?? 0} planted errors of each kind it catches, in %:`,
		...columns([
			['in the', ...faults],
			['text', ...faults.map(fault => percent(caught.text[fault]?.rate ?? 0))],
			['picture', ...faults.map(fault => percent(caught.picture[fault]?.rate ?? 0))],
		]),
	];
}

function unsatisfiedLines(unsatisfied: readonly Unsatisfied[], n: number): string[] {
	const lines = unsatisfied.flatMap(({index, instruction, textMisses, imageMisses}) => [
		`${index}: ${instruction}`,
		...(textMisses.length > 0 ? [`   text misses: ${textMisses.join(', ')}`] : []),
		...(imageMisses.length > 0 ? [`   picture misses: ${imageMisses.join(', ')}`] : []),
	]);
	return [`satisfied in text and picture: ${n - unsatisfied.length} of ${n}${lines.length > 0 ? '; not so:' : ''}`, ...lines, ''];
}

const score = (value: number | undefined) => value?.toFixed(1) ?? '-';
const percent = (share: number) => (100 * share).toFixed(1);

const estimateCells = (estimate?: Estimate) => [score(estimate?.mean), estimate ? `${score(estimate.low)} - ${score(estimate.high)}` : '-'];
const proportionCells = ({rate, low, high, count, n}: Proportion) => [percent(rate), `${percent(low)} - ${percent(high)}`, `${count}/${n}`];

const bothCells = (groups: Readonly<Record<string, Proportion>>) =>
	Object.entries(groups).map(([name, share]) => [name, ...proportionCells(share)]);

const shortTitles: Readonly<Record<Axis, string>> = {
	textQuality: 'text q.',
	textAlignment: 'text a.',
	imageQuality: 'image q.',
	imageAlignment: 'image a.',
	imageConsistency: 'image c.',
	outputAlignment: 'output a.',
};
const groupHead = (name: string) => [name, 'n', ...axes.map(axis => shortTitles[axis]), 'text ok', 'image ok', 'agree'];
const groupCells = ([name, {n, axes: means, rates: shares}]: [string, Summary]) => [
	name,
	String(n),
	...axes.map(axis => score(means[axis]?.mean)),
	...(['textSatisfies', 'imageSatisfies', 'textImageAgree'] as const).map(rate => percent(shares[rate].rate)),
];
