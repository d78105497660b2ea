import {expect, test} from 'vitest';
import {calibrationOf, type JudgedTwice} from '../../../src/bench/judges/calibration/calibration.ts';
import {calibrationItems, plantedOutputs} from '../../../src/bench/judges/calibration/graded.ts';
import {exactJudge} from '../../../src/bench/judges/exact/exact.ts';
import type {Answer, Mark, Marks} from '../../../src/bench/judges/mark.ts';
import {judgeOutput} from '../../../src/bench/parabench/judge-output.ts';
import {createJudge} from '../../../src/bench/storybook/judge.ts';
import {loadArtwork} from '../../../src/world/art/draw.ts';
import {createRandom} from '../../../src/world/random.ts';

const artwork = await loadArtwork();
const exact = exactJudge(createJudge(artwork));
const graded = plantedOutputs(calibrationItems(1, 18), artwork, 1);
const judged: (JudgedTwice & {marks: Marks})[] = [];
for (const one of graded) {
	const marks = await judgeOutput(exact, one);
	judged.push({...one, marks, exact: marks});
}
const random = createRandom(4);
/** Roughly normal, of deviation 1. */
const noise = () => Array.from({length: 12}, () => random.next()).reduce((sum, value) => sum + value, -6);

/** A judge that says of each mark of the exact one what `say` makes of it, asked three times and once with the pictures turned. */
function fake(say: (points: number, order: Answer['order']) => number) {
	const twice = judged.map(one => ({
		...one,
		marks: Object.fromEntries(
			Object.entries(one.exact).map(([axis, mark]): [string, Mark] => {
				if (mark.state !== 'ok') return [axis, mark];
				const answers = [0, 1, 2, 0].map((repeat, index): Answer => {
					const order = index === 3 ? 'turned' : 'fixed';
					return {repeat, order, state: 'ok', points: say(mark.points, order), said: ''};
				});
				return [axis, {state: 'ok', points: (answers[0]!.points! + answers[1]!.points! + answers[2]!.points!) / 3, said: '', answers}];
			}),
		),
	}));
	return calibrationOf({name: 'fake', facts: {}}, twice);
}

const holds = (interval: {low: number; high: number} | undefined, value: number) =>
	expect(interval !== undefined && interval.low <= value && value <= interval.high, `${value} in ${JSON.stringify(interval)}`).toBe(true);

test('the exact judge has no bias against itself and sees one planted error wherever it shows', () => {
	const {axes, steadiness} = calibrationOf(exact, judged);
	expect(steadiness).toBeUndefined();
	for (const axis of ['textAlignment', 'imageAlignment', 'outputAlignment'] as const) {
		expect(axes[axis]).toMatchObject({bias: {mean: 0, low: 0, high: 0}, smallestSeen: 1});
		expect(axes[axis]?.spearman).toBeCloseTo(1, 10);
	}
});

test.each([
	{name: 'leniency', bias: 12},
	{name: 'severity', bias: -9},
])('a planted $name is measured within its interval on every axis, through the noise', ({bias}) => {
	const {axes} = fake(points => points + bias + 6 * noise());
	for (const found of Object.values(axes)) holds(found.bias, bias);
	expect(Object.keys(axes)).toHaveLength(6);
});

test('planted noise and a planted preference for the fixed order are measured within their intervals', () => {
	const {steadiness} = fake((points, order) => points + (order === 'fixed' ? 7 : 0) + 8 * noise());
	holds(steadiness?.noise, 8);
	holds(steadiness?.position, 7);
	const steady = fake(points => points).steadiness;
	expect(steady?.noise?.value).toBeCloseTo(0, 10);
	expect(steady?.position?.mean).toBeCloseTo(0, 10);
});

test('a judge that does not look sees no planted error, and one that needs three sees three', () => {
	const blind = fake(() => 75).axes;
	expect(blind.imageAlignment).toMatchObject({spearman: null});
	expect(blind.imageAlignment).not.toHaveProperty('smallestSeen');
	const most = Math.max(...(calibrationOf(exact, judged).axes.imageAlignment?.doses ?? []).slice(0, 2).map(({exactLoss}) => exactLoss));
	// Sees only what costs the exact judge more than two errors do on the mean.
	const coarse = fake(points => (points < 100 - 1.6 * most ? 50 : 100)).axes.imageAlignment;
	expect(coarse?.doses[0]).toMatchObject({isSeen: false});
});
