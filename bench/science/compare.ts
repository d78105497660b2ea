import {estimate, proportion} from '../../src/bench/statistics/estimate.ts';
import {type Axis, axes, rates} from '../../src/bench/storybook/axes.ts';
import {changeOf, checkClaim} from '../../src/bench/storybook/paired.ts';
import type {Experiment, Means, Pair, Part} from './experiment.ts';
import type {Changed, PartFound, Turns, WayFound} from './findings.ts';
import {forestPlot} from './forest-plot.ts';
import type {Outcome, Outcomes} from './runner.ts';
import {partLines} from './section.ts';

const plotted: readonly Axis[] = ['textAlignment', 'imageQuality', 'imageAlignment', 'outputAlignment'];

/** An experiment of several parts, its tables and its plot. */
export function comparing(name: string, parts: readonly Part[]): Experiment['measure'] {
	return async options => {
		const found: PartFound[] = [];
		for (const part of parts) found.push(await comparePart(part, options));
		const marks = plotted.filter(mark => found[0]?.marks.includes(mark));
		return {lines: partLines(found), plot: forestPlot(name, found, marks), data: {parts: found}};
	};
}

/** Run one part of an experiment and compare its ways. */
async function comparePart(part: Part, {run, exercises, defaults}: Means): Promise<PartFound> {
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
		ways: Object.entries(ways).map(([name, settings]) => ({name, settings, ...meansOf(outcomes(name))})),
		changes,
		...(part.isByCategory && {
			categories: categories.map(category => {
				const isIn = (outcome: Outcome) => outcome.category === category;
				return {category, n: chosen.filter(({item}) => item.category === category).length, changes: changesOf(pairs, outcomes, isIn)};
			}),
		}),
		...(part.isByCategory && {turns: pairs.map(({of, minus}) => ({of, minus, ...turnsOf(outcomes(of), outcomes(minus))}))}),
		claims: (part.claims ?? []).flatMap(claim => {
			const isIn = ({category}: {readonly category: string}) => claim.category === undefined || claim.category === category;
			if (!chosen.some(({item}) => isIn(item))) return [];
			const [changed] = changesOf([claim], outcomes, isIn);
			const found = changed?.change[claim.mark];
			return found ? [{...claim, found, finding: checkClaim(found, claim.sign)}] : [];
		}),
	};
}

const changesOf = (pairs: readonly Pair[], outcomes: Outcomes, isIn: (outcome: Outcome) => boolean): Changed[] =>
	pairs.map(({of, minus}) => ({of, minus, change: changeOf(outcomes(of).filter(isIn), outcomes(minus).filter(isIn))}));

function turnsOf(after: readonly Outcome[], before: readonly Outcome[]): Omit<Turns, keyof Pair> {
	const turns = after.map(({scores}, index) => Math.sign(scores.imageAlignment - before[index]!.scores.imageAlignment));
	return {better: proportion(turns.map(turn => turn > 0)), worse: proportion(turns.map(turn => turn < 0))};
}

function meansOf(outcomes: readonly Outcome[]): Omit<WayFound, 'name' | 'settings'> {
	const scoresOf = (axis: Axis) => outcomes.map(({scores}) => scores[axis]).filter(score => score !== undefined);
	return {
		passes: outcomes.reduce((sum, {passes}) => sum + passes, 0) / outcomes.length,
		axes: Object.fromEntries(axes.flatMap(axis => (scoresOf(axis).length > 0 ? [[axis, estimate(scoresOf(axis))]] : []))),
		rates: Object.fromEntries(rates.map(rate => [rate, proportion(outcomes.map(({holds}) => holds[rate]))])),
	};
}
