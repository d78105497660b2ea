import type {Interval, Proportion} from '../../src/bench/statistics/estimate.ts';
import {signOf} from '../../src/bench/storybook/paired.ts';
import {type ObjectTiming, type Synchrony, synchronyOf} from '../../src/bench/storybook/reveal-timing.ts';
import {table} from '../document.ts';
import type {Findings} from './experiment.ts';
import type {Outcome} from './runner.ts';
import {label, path, round, svg, ticks} from './svg.ts';

/** The times at which colour words and colour codes of the same objects appear, in runs as the model's makers recommend them. */
export function timingFound(outcomes: readonly Outcome[]): Findings {
	const runs = outcomes.map(({timings}) => timings);
	const found = synchronyOf(runs);
	return {
		lines: ['', ...timingTable(found), '', ...timingVerdict(found)],
		plot: timingPlot(runs.flat()),
		data: {synchrony: found, objects: runs.flat().map(({word, firstCode, meanCode}) => [word, firstCode, meanCode])},
	};
}

const share = ({rate, low, high}: Proportion) => `${(100 * rate).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
const number = ({value, low, high}: Interval) => `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;

const timingTable = (found: Synchrony) =>
	table(
		['', 'measured'],
		[
			['runs with such an object, objects', `${found.runs}, ${found.objects}`],
			["the object's first tile minus its word, as a share of the run", number(found.lag)],
			['the mean of its tiles minus its word', number(found.meanTileLag)],
			['the word comes before the first tile', share(found.wordFirst)],
			['both in the same step', share(found.sameStep)],
			['within a tenth of the run of each other', share(found.close)],
			['the same of the word and the tile of two different objects of a run', share(found.closeToOthers)],
			['correlation of word and first tile', number(found.correlation)],
			['the same between the objects of one run', number(found.correlationWithin)],
		],
	);

function timingVerdict({lag, close, closeToOthers, correlation, correlationWithin}: Synchrony): string[] {
	const sign = signOf(lag);
	const by = `${Math.abs(lag.value).toFixed(2)} of the run on average`;
	const order =
		sign === 0 ? 'Whether word or tile comes first cannot be told.' : `The ${sign > 0 ? 'word' : 'tile'} comes first, by ${by}.`;
	const isApart = close.low > closeToOthers.high || close.high < closeToOthers.low;
	const often = isApart ? (close.rate > closeToOthers.rate ? 'more often' : 'less often') : 'about as often';
	const together = (within: Interval) => ['**does not reproduce**', '**cannot be told**', '**reproduces**'][1 + signOf(within)];
	return [
		`- ${order}`,
		`- That words and tiles which come early or late do so together: over all objects it ${together(correlation)}; between the objects of one run, where it cannot be that only the run is early or late, it ${together(correlationWithin)}.`,
		`- Word and tile of one object are within a tenth of the run ${often} (${(100 * close.rate).toFixed(0)} %) ${isApart ? 'than' : 'as'} those of two different objects (${(100 * closeToOthers.rate).toFixed(0)} %).`,
	];
}

const [side, left, top, bins] = [420, 80, 30, 16];

/** Objects by the times of their word and of their first tile, in squares of a sixteenth of the run. */
function timingPlot(objects: readonly ObjectTiming[]): string {
	const counts = Array.from({length: bins}, () => Array<number>(bins).fill(0));
	const bin = (time: number) => Math.min(bins - 1, Math.floor(time * bins));
	for (const {word, firstCode} of objects) counts[bin(firstCode)]![bin(word)]!++;
	const most = Math.max(...counts.flat());
	const size = side / bins;
	const [right, bottom] = [left + side, top + side];
	const squares = counts.flatMap((row, y) =>
		row.flatMap((count, x) => {
			if (count === 0) return [];
			const opacity = (0.15 + (0.85 * count) / most).toFixed(2);
			const at = `x="${round(left + x * size)}" y="${round(bottom - (y + 1) * size)}" width="${size}" height="${size}"`;
			return [`<rect class="dot" ${at} opacity="${opacity}"><title>${count} objects</title></rect>`];
		}),
	);
	const scale = ticks(0, 1).flatMap(value => {
		const [x, y] = [left + value * side, bottom - value * side];
		return [
			path(`M${round(x)} ${top}V${bottom}M${left} ${round(y)}H${right}`, 'grid'),
			label(x, bottom + 18, `${value}`, {anchor: 'middle'}),
			label(left - 8, y + 4, `${value}`, {anchor: 'end'}),
		];
	});
	return svg({
		width: right + 30,
		height: bottom + 50,
		title: 'When the colour word and the first tile of the same object are decided, as shares of the run',
		parts: [
			...scale,
			`<g class="s1">${squares.join('')}</g>`,
			path(`M${left} ${bottom}L${right} ${top}`, 'axis'),
			label((left + right) / 2, bottom + 38, 'colour word decided (share of the run)', {anchor: 'middle'}),
			label(left, top - 10, "the object's first tile decided (share of the run)"),
		],
	});
}
