import type {Estimate, Proportion} from '../../src/bench/statistics/estimate.ts';
import {type Rate, rates, titles} from '../../src/bench/storybook/axes.ts';
import {signOf} from '../../src/bench/storybook/paired.ts';
import {table} from '../document.ts';
import type {Mark} from './experiment.ts';
import type {Changed, ClaimFound, PartFound, Turns, WayFound} from './findings.ts';

/** `+1.2`; what rounds to nothing has no sign. */
function signed(value: number): string {
	const digits = Math.abs(value).toFixed(1);
	return `${Number(digits) === 0 ? '' : value < 0 ? '-' : '+'}${digits}`;
}

/** `+1.2 (+0.3 to +2.1)`, in bold where the interval leaves out 0. */
function difference(found: Estimate | undefined): string {
	if (!found) return '';
	const {mean, low, high} = found;
	const text = `${signed(mean)} (${signed(low)} to ${signed(high)})`;
	return signOf({low, high}) === 0 ? text : `**${text}**`;
}

/** The tables and findings of the parts of an experiment, as Markdown. */
export const partLines = (parts: readonly PartFound[]): string[] =>
	parts.flatMap(part => [
		'',
		...(parts.length > 1 ? [`**${part.name}**, ${part.n} exercises:`, ''] : []),
		...markTable(part),
		'',
		...(part.categories ? [...categoryTable(part.categories), ''] : []),
		...part.claims.map(claimLine),
		...(part.turns ?? []).map(turnLine),
		...(part.claims.length > 0 && !part.turns ? [] : part.changes.map(change => changeLine(change, part.marks))),
	]);

/** With up to so many ways each has its means in the table; else only the one that the others are held against. */
const fewWays = 3;

/** One row for each axis and rate. */
function markTable({ways, changes, marks}: PartFound): string[] {
	const isFew = ways.length <= fewWays;
	const shown = isFew ? ways : ways.filter(({name}) => changes.some(({minus}) => minus === name));
	const passesOf = (name: string) => ways.find(way => way.name === name)?.passes.toFixed(0) ?? '';
	return table(
		['', ...shown.map(({name}) => name), ...changes.map(({of, minus}) => (isFew ? `${of} minus ${minus}` : of))],
		[
			['passes', ...shown.map(({name}) => passesOf(name)), ...changes.map(({of}) => (isFew ? '' : passesOf(of)))],
			...marks
				.filter(mark => shown.every(way => meanOf(way, mark) !== undefined))
				.map(name => [
					titles[name] + (isRate(name) ? ', %' : ''),
					...shown.map(way => meanOf(way, name)?.toFixed(1) ?? ''),
					...changes.map(({change}) => difference(change[name])),
				]),
		],
	);
}

const isRate = (mark: Mark): mark is Rate => rates.some(rate => rate === mark);

/** The mean of a mark, in points or in per cent; undefined where no exercise has it. */
const meanOf = (way: WayFound, mark: Mark): number | undefined =>
	isRate(mark) ? 100 * (way.rates[mark]?.rate ?? Number.NaN) : way.axes[mark]?.mean;

/** Image alignment by kind of exercise. */
const categoryTable = (categories: NonNullable<PartFound['categories']>): string[] =>
	table(
		['image alignment', 'n', ...(categories[0]?.changes ?? []).map(({of, minus}) => `${of} minus ${minus}`)],
		categories.map(({category, n, changes}) => [category, n, ...changes.map(({change}) => difference(change.imageAlignment))]),
	);

const claimLine = ({of, minus, category, mark, sign, said, found, finding}: ClaimFound): string =>
	`- ${category ? `${category}: ` : ''}${titles[mark]}, ${of} ${sign > 0 ? 'above' : 'below'} ${minus}: ${said} in the paper, ${difference(found)} here: it **${finding}**.`;

const turnLine = ({of, minus, better, worse}: Turns): string =>
	`- ${of} against ${minus}: the picture meets more of the instruction in ${percent(better)} of the exercises, and less in ${percent(worse)}.`;
const percent = ({rate, low, high}: Proportion): string =>
	`${(100 * rate).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;

/** The differences of a way in the marks that count most. */
function changeLine({of, minus, change}: Changed, marks: readonly Mark[]): string {
	const sure = (['outputAlignment', 'imageAlignment', 'imageSatisfies'] as const).flatMap(name => {
		const found = marks.includes(name) ? change[name] : undefined;
		return found && signOf(found) !== 0 ? [{name, ...found}] : [];
	});
	if (sure.length === 0) return `- ${of} against ${minus}: no difference can be told in alignment.`;
	const said = sure.map(({name, mean}) => `${mean > 0 ? 'better' : 'worse'} in ${titles[name]} (${signed(mean)})`);
	return `- ${of} against ${minus}: ${said.join(', ')}.`;
}
