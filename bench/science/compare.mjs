import {axes, rates} from '../../dist/bench/axes.js';
import {changeOf, checkClaim} from '../../dist/bench/paired.js';
import {estimate, proportion} from '../../dist/bench/statistics.js';
import {exercisesFor} from './experiments.mjs';

/**
Run one part of an experiment and compare its ways.
@param {import('./experiments.mjs').Part} part
@param {{readonly runner: ReturnType<typeof import('./runner.mjs').createRunner>, readonly defaults: object, readonly seed: number, readonly n: number, readonly onProgress: (done: number, total: number) => void}} options
*/
export async function comparePart(part, {runner, defaults, seed, n, onProgress}) {
	const exercises = exercisesFor(part, seed, n);
	const ways = part.ways(defaults);
	const outcomes = await runner.run(exercises, ways, onProgress);
	const changes = part.pairs(defaults).map(pair => ({...pair, change: changeOf(outcomes[pair.of], outcomes[pair.minus])}));
	const changeBetween = ({of, minus}) => changes.find(one => one.of === of && one.minus === minus).change;
	return {
		name: part.name,
		n: exercises.length,
		ways: Object.entries(outcomes).map(([name, found]) => ({name, settings: ways[name], ...meansOf(found)})),
		changes,
		claims: (part.claims ?? []).map(claim => {
			const found = changeBetween(claim)[claim.mark];
			return {...claim, found, finding: checkClaim(found, claim.sign)};
		}),
		model: outcomes[Object.keys(ways)[0]][0].model,
	};
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
