import type {Proportion} from '../../src/bench/statistics/estimate.ts';
import {drawFor} from '../../src/bench/steering/draw.ts';
import {type MendReport, mendExercise, mendReport} from '../../src/bench/steering/mend.ts';
import {steerExercise, type Way, ways} from '../../src/bench/steering/steer-exercise.ts';
import {
	percent,
	type SteeringReport,
	seatRows,
	steeringReport,
	type WaySummary,
	wayNames,
} from '../../src/bench/steering/steering-report.ts';
import {seedVoiceExercises} from '../../src/bench/storybook/exercises.ts';
import {openPieces} from '../../src/model/text/pieces.ts';
import {table} from '../document.ts';
import type {Findings, Means} from './experiment.ts';
import {label, path, round, svg} from './svg.ts';

/** Runs that are changed on their way: at which step, by what, and what comes of it; and runs that one right word mends. */
export async function steeringFound({exercises, seed, each, judge, folder}: Means): Promise<Findings> {
	const pieceOf = await openPieces(folder);
	const steered = await each(exercises, (engine, exercise, index) =>
		steerExercise({engine, judge, pieceOf}, exercise, drawFor(seed, index)),
	);
	const report = steeringReport(steered.filter(one => one !== undefined));
	const voices = seedVoiceExercises(seed, exercises.length);
	const mended = mendReport(await each(voices, (engine, exercise) => mendExercise({engine, judge, pieceOf}, exercise)));
	return {
		lines: ['', ...steeringTables(report), '', ...mendLines(mended)],
		plot: steeringPlot(report),
		data: {steering: report, mend: mended},
	};
}

const inWords = (share: Proportion) => `${percent(share)} (${(100 * share.low).toFixed(1)} to ${(100 * share.high).toFixed(1)})`;

function steeringTables({ways: byWay, kinds, seats, steps, codes}: SteeringReport): string[] {
	const head = ['n', 'text follows, %', 'picture follows, %', 'both, %', 'the rest stays, %', 'passes more'];
	const row = (name: string, {text, picture, both, kept, passes}: WaySummary) => [
		...[name, both.n, percent(text), percent(picture), inWords(both), inWords(kept), passes.toFixed(1)],
	];
	return [
		...table(
			['', ...head],
			ways.map(way => row(wayNames[way], byWay[way])),
		),
		'',
		'With the codes that agree, by kind of change:',
		'',
		...table(
			['', ...head],
			Object.entries(kinds).map(([kind, summary]) => row(kind, summary)),
		),
		'',
		'And by what was changed:',
		'',
		...table(
			['', ...head],
			seatRows(seats).map(([name, summary]) => row(name, summary)),
		),
		'',
		'Pictures that follow, in %, by the share of the run that was done:',
		'',
		...table(
			['done', 'n', ...onTheWay.map(way => wayNames[way])],
			steps.map(({eighth, n, pictures}) => [`${eighth}/8`, n, ...onTheWay.map(way => inWords(pictures[way]))]),
		),
		'',
		`Codes that the model finds to agree, against those that show the thing: precision ${inWords(codes.precision)}, recall ${inWords(codes.recall)}.`,
	];
}

const onTheWay: readonly Way[] = ['word', 'words', 'agreed'];

const mendLines = ({n, right, wrong, oneWord, mended, helped}: MendReport): string[] => [
	`Of ${n} requests of other people ${inWords(right)} % come right by themselves. Of the ${wrong} others ${oneWord} are wrong by a word of the thought; with`,
	`it put right at half-time ${mended} come right, so that in all ${inWords(helped)} % are.`,
];

const [left, top, width, height] = [60, 30, 480, 260];

/** Shares of pictures that follow, by the share of the run that was done. */
function steeringPlot({steps}: SteeringReport): string {
	const x = (eighth: number) => left + (width * eighth) / 8;
	const y = (rate: number) => top + height * (1 - rate);
	const scale = [0, 0.25, 0.5, 0.75, 1].flatMap(rate => [
		path(`M${left} ${round(y(rate))}H${left + width}`, 'grid'),
		label(left - 8, y(rate) + 4, `${100 * rate} %`, {anchor: 'end'}),
	]);
	const times = Array.from({length: 8}, (_, index) => label(x(index + 1), top + height + 18, `${index + 1}/8`, {anchor: 'middle'}));
	const lines = onTheWay.map((way, index) => {
		const points = steps.map(({eighth, pictures}) => [round(x(eighth)), round(y(pictures[way].rate))] as const);
		const dots = points.map(([cx, cy]) => `<circle class="dot" cx="${cx}" cy="${cy}" r="3"/>`);
		const line = points.length > 1 ? [path(`M${points.map(point => point.join(' ')).join('L')}`, 'line')] : [];
		const name = `<circle class="dot" cx="${left + width + 20}" cy="${top + 20 * index + 6}" r="4"/>`;
		return `<g class="s${index}">${[...line, ...dots, name].join('')}</g>${label(left + width + 30, top + 20 * index + 10, wayNames[way])}`;
	});
	return svg({
		width: left + width + 220,
		height: top + height + 50,
		title: 'Pictures that follow when a word is changed, by how much of the run was done and by what is masked again',
		parts: [...scale, ...times, ...lines, label(left + width / 2, top + height + 40, 'share of the run that was done', {anchor: 'middle'})],
	});
}
