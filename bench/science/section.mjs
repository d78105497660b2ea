import {axes, rates, titles} from '../../dist/bench/axes.js';
import {signOf} from '../../dist/bench/paired.js';
import {table} from '../document.mjs';

const signed = value => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(1)}`;
const range = ({low, high}) => `${signed(low)} to ${signed(high)}`;
/** `+1.2 (+0.3 to +2.1)`, in bold where the interval leaves out 0. */
const difference = found => {
	const text = `${signed(found.mean)} (${range(found)})`;
	return signOf(found) === 0 ? text : `**${text}**`;
};
const mark = (way, name) => (name in way.axes ? way.axes[name].mean : 100 * way.rates[name].rate).toFixed(1);

/** The tables and findings of the parts of an experiment, as Markdown. */
export const partLines = parts =>
	parts.flatMap(part => ['', ...tableOf(part), '', ...(part.claims.length > 0 ? claimLines(part) : sweepLines(part))]);

/** One row for each axis and rate; more than three ways have means for the first of each pair only, so that the table stays narrow. */
function tableOf({ways, changes}) {
	const shown = ways.length <= 3 ? ways : ways.filter(({name}) => changes.some(({minus}) => minus === name));
	const marks = [...axes, ...rates].filter(name => name in shown[0].axes || name in shown[0].rates);
	return table(
		['', ...shown.map(({name}) => name), ...changes.map(({of, minus}) => (ways.length <= 3 ? `${of} minus ${minus}` : of))],
		[
			['passes', ...shown.map(({passes}) => passes.toFixed(0)), ...changes.map(({of}) => passesOf(ways, of))],
			...marks.map(name => [
				titles[name] + (name in shown[0].rates ? ', %' : ''),
				...shown.map(way => mark(way, name)),
				...changes.map(({change}) => difference(change[name])),
			]),
		],
	);
}

const passesOf = (ways, name) => (ways.length <= 3 ? '' : ways.find(way => way.name === name).passes.toFixed(0));

const claimLines = ({claims}) =>
	claims.map(
		({of, minus, mark: name, sign, said, found, finding}) =>
			`- ${titles[name]}, ${of} ${sign > 0 ? 'above' : 'below'} ${minus}: ${said} in the paper; here ${difference(found)}: **${finding}**.`,
	);

/** Which ways differ from the default in what counts most, each in a sentence. */
function sweepLines({changes}) {
	const counted = ['outputAlignment', 'imageAlignment', 'bothSatisfy'];
	return changes.map(({of, minus, change}) => {
		const sure = counted.filter(name => signOf(change[name]) !== 0);
		if (sure.length === 0) return `- ${of} against ${minus}: no difference that can be told.`;
		const said = sure.map(name => `${signOf(change[name]) > 0 ? 'better' : 'worse'} in ${titles[name]} (${signed(change[name].mean)})`);
		return `- ${of} against ${minus}: ${said.join(', ')}.`;
	});
}
