import {titles} from '../../dist/bench/storybook/axes.js';
import {signOf} from '../../dist/bench/storybook/paired.js';
import {table} from '../document.mjs';

/** `+1.2`; what rounds to nothing has no sign. */
function signed(value) {
	const digits = Math.abs(value).toFixed(1);
	return `${Number(digits) === 0 ? '' : value < 0 ? '-' : '+'}${digits}`;
}

/** `+1.2 (+0.3 to +2.1)`, in bold where the interval leaves out 0. */
function difference({mean, low, high}) {
	const text = `${signed(mean)} (${signed(low)} to ${signed(high)})`;
	return signOf({low, high}) === 0 ? text : `**${text}**`;
}

/** The tables and findings of the parts of an experiment, as Markdown. */
export const partLines = parts =>
	parts.flatMap(part => [
		'',
		...(parts.length > 1 ? [`**${part.name}**, ${part.n} exercises:`, ''] : []),
		...markTable(part),
		'',
		...(part.categories ? [...categoryTable(part), ''] : []),
		...part.claims.map(claimLine),
		...(part.turns ?? []).map(turnLine),
		...(part.claims.length > 0 && !part.turns ? [] : part.changes.map(change => changeLine(change, part.marks))),
	]);

/** With up to so many ways each has its means in the table; else only the one that the others are held against. */
const fewWays = 3;

/** One row for each axis and rate. */
function markTable({ways, changes, marks}) {
	const isFew = ways.length <= fewWays;
	const shown = isFew ? ways : ways.filter(({name}) => changes.some(({minus}) => minus === name));
	const meanOf = (way, name) => (name in way.rates ? 100 * way.rates[name].rate : way.axes[name].mean).toFixed(1);
	const passesOf = name => ways.find(way => way.name === name).passes.toFixed(0);
	return table(
		['', ...shown.map(({name}) => name), ...changes.map(({of, minus}) => (isFew ? `${of} minus ${minus}` : of))],
		[
			['passes', ...shown.map(({name}) => passesOf(name)), ...changes.map(({of}) => (isFew ? '' : passesOf(of)))],
			...marks
				.filter(name => name in shown[0].axes || name in shown[0].rates)
				.map(name => [
					titles[name] + (name in shown[0].rates ? ', %' : ''),
					...shown.map(way => meanOf(way, name)),
					...changes.map(({change}) => difference(change[name])),
				]),
		],
	);
}

/** Image alignment by kind of exercise. */
const categoryTable = ({categories}) =>
	table(
		['image alignment', 'n', ...categories[0].changes.map(({of, minus}) => `${of} minus ${minus}`)],
		categories.map(({category, n, changes}) => [category, n, ...changes.map(({change}) => difference(change.imageAlignment))]),
	);

const claimLine = ({of, minus, category, mark, sign, said, found, finding}) =>
	`- ${category ? `${category}: ` : ''}${titles[mark]}, ${of} ${sign > 0 ? 'above' : 'below'} ${minus}: ${said} in the paper, ${difference(found)} here: it **${finding}**.`;

const turnLine = ({of, minus, better, worse}) =>
	`- ${of} against ${minus}: the picture meets more of the instruction in ${percent(better)} of the exercises, and less in ${percent(worse)}.`;
const percent = ({rate, low, high}) => `${(100 * rate).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;

/** Where a way differs in what counts most. */
function changeLine({of, minus, change}, marks) {
	const sure = ['outputAlignment', 'imageAlignment', 'imageSatisfies'].filter(name => marks.includes(name) && signOf(change[name]) !== 0);
	if (sure.length === 0) return `- ${of} against ${minus}: no difference can be told in alignment.`;
	const said = sure.map(name => `${signOf(change[name]) > 0 ? 'better' : 'worse'} in ${titles[name]} (${signed(change[name].mean)})`);
	return `- ${of} against ${minus}: ${said.join(', ')}.`;
}
