import {estimate, proportion} from '../../dist/bench/statistics.js';
import {axes, rates} from '../../dist/bench/storybook/axes.js';
import {changeOf, checkClaim} from '../../dist/bench/storybook/paired.js';
import {forestPlot} from './forest-plot.mjs';
import {partLines} from './section.mjs';

const plotted = ['textAlignment', 'imageQuality', 'imageAlignment', 'outputAlignment'];

/**
An experiment of several parts, its tables and its plot.
@param {string} name
@param {readonly import('./experiments.mjs').Part[]} parts
@returns {import('./experiments.mjs').Experiment['measure']}
*/
export function comparing(name, parts) {
	return async options => {
		const found = [];
		for (const part of parts) found.push(await comparePart(part, options));
		const marks = plotted.filter(mark => found[0].marks.includes(mark));
		return {lines: partLines(found), plot: forestPlot(name, found, marks), data: {parts: found}};
	};
}

/**
Run one part of an experiment and compare its ways.
@param {import('./experiments.mjs').Part} part
@param {import('./experiments.mjs').Means} options
*/
async function comparePart(part, {run, exercises, defaults}) {
	const chosen = exercises.filter(exercise => part.isFor?.(exercise) ?? true);
	const ways = part.ways(defaults);
	const outcomes = await run(chosen, ways);
	const pairs = part.pairs(defaults);
	const changes = changesOf(pairs, outcomes, () => true);
	const categories = [...new Set(chosen.map(({item}) => item.category))];
	return {
		name: part.name,
		n: chosen.length,
		marks: part.marks ?? [...axes, ...rates],
		ways: Object.entries(outcomes).map(([name, found]) => ({name, settings: ways[name], ...meansOf(found)})),
		changes,
		...(part.isByCategory && {
			categories: categories.map(category => {
				const isIn = outcome => outcome.category === category;
				return {category, n: chosen.filter(({item}) => item.category === category).length, changes: changesOf(pairs, outcomes, isIn)};
			}),
		}),
		...(part.isByCategory && {turns: pairs.map(({of, minus}) => ({of, minus, ...turnsOf(outcomes[of], outcomes[minus])}))}),
		claims: (part.claims ?? []).flatMap(claim => {
			const isIn = ({category}) => claim.category === undefined || claim.category === category;
			if (!chosen.some(({item}) => isIn(item))) return [];
			const [{change}] = changesOf([claim], outcomes, isIn);
			const found = change[claim.mark];
			return [{...claim, found, finding: checkClaim(found, claim.sign)}];
		}),
	};
}

/** @returns {readonly {readonly of: string, readonly minus: string, readonly change: import('../../dist/bench/storybook/paired.js').Change}[]} */
const changesOf = (pairs, outcomes, isIn) =>
	pairs.map(({of, minus}) => ({of, minus, change: changeOf(outcomes[of].filter(isIn), outcomes[minus].filter(isIn))}));

/** How often the picture meets more, or fewer, of the constraints than in the other way. */
function turnsOf(after, before) {
	const turns = after.map(({scores}, index) => Math.sign(scores.imageAlignment - before[index].scores.imageAlignment));
	return {better: proportion(turns.map(turn => turn > 0)), worse: proportion(turns.map(turn => turn < 0))};
}

/** @param {readonly import('./runner.mjs').Outcome[]} outcomes */
function meansOf(outcomes) {
	const scoresOf = axis => outcomes.map(({scores}) => scores[axis]).filter(score => score !== undefined);
	return {
		passes: outcomes.reduce((sum, {passes}) => sum + passes, 0) / outcomes.length,
		axes: Object.fromEntries(axes.flatMap(axis => (scoresOf(axis).length > 0 ? [[axis, estimate(scoresOf(axis))]] : []))),
		rates: Object.fromEntries(rates.map(rate => [rate, proportion(outcomes.map(({holds}) => holds[rate]))])),
	};
}
