import {pointsOf} from '../../parabench/summary.ts';
import {type Pair, spearman} from '../../statistics/agreement.ts';
import {type Estimate, estimate} from '../../statistics/estimate.ts';
import {type Steadiness, steadinessOf} from '../../statistics/steadiness.ts';
import {type Axis, axes} from '../../storybook/axes.ts';
import type {EvalJudge, Marks} from '../mark.ts';
import {type Graded, mostFaults} from './graded.ts';

/** Effect of a number of planted errors on an axis, on the same items: points lost by the exact judge, and by the one that is calibrated. */
export type Dose = {
	readonly planted: number;
	readonly exactLoss: number;
	readonly loss: Estimate;
	/** The interval of the loss lies above 0. */
	readonly isSeen: boolean;
};

/** A judge's quality on one axis, by the exact judge of the same outputs. */
export type AxisCalibration = {
	readonly n: number;
	/** Rank correlation with the exact judge; null where one of the two never varies. */
	readonly spearman: number | null;
	/** Points that the judge gives more than the exact one. */
	readonly bias: Estimate;
	readonly doses: readonly Dose[];
	/** The fewest planted errors that it sees; undefined where it sees none of those that were tried. */
	readonly smallestSeen?: number;
};

/** Comparison of a judge with the exact one. */
export type JudgeCalibration = {
	readonly kind: 'calibration';
	readonly judge: {readonly name: string; readonly facts: Readonly<Record<string, unknown>>};
	readonly outputs: number;
	/** Outputs without any score of the judge. */
	readonly unscored: number;
	readonly axes: Readonly<Partial<Record<Axis, AxisCalibration>>>;
	readonly steadiness?: Steadiness;
};

/** An output with what both judges say of it. */
export type JudgedTwice = Graded & {readonly marks: Marks; readonly exact: Marks};

/** Errors in the text can show here, and those in the picture there. */
const showsIn: Readonly<Record<'text' | 'picture', readonly Axis[]>> = {
	text: ['textAlignment', 'outputAlignment'],
	picture: ['imageAlignment', 'imageConsistency', 'outputAlignment'],
};

/** Compare a judge with the exact one. Axes without scores of both are left out. */
export function calibrationOf(judge: Pick<EvalJudge, 'name' | 'facts'>, judged: readonly JudgedTwice[]): JudgeCalibration {
	const found = axes.flatMap(axis => {
		const pairs = judged.flatMap(({marks, exact}): Pair[] => {
			const [points, right] = [pointsOf(marks[axis]), pointsOf(exact[axis])];
			return points === undefined || right === undefined ? [] : [[points, right]];
		});
		if (pairs.length === 0) return [];
		const correlation = spearman(pairs);
		const doses = dosesOf(axis, judged);
		const smallestSeen = doses.find(({isSeen}) => isSeen)?.planted;
		const one: AxisCalibration = {
			n: pairs.length,
			spearman: Number.isNaN(correlation) ? null : correlation,
			bias: estimate(pairs.map(([points, right]) => points - right)),
			doses,
			...(smallestSeen !== undefined && {smallestSeen}),
		};
		return [[axis, one] as const];
	});
	const steadiness = steadinessOf(judged.map(({marks}) => marks));
	return {
		kind: 'calibration',
		judge: {name: judge.name, facts: judge.facts},
		outputs: judged.length,
		unscored: judged.filter(({marks}) => axes.every(axis => pointsOf(marks[axis]) === undefined)).length,
		axes: Object.fromEntries(found),
		...(steadiness && {steadiness}),
	};
}

function dosesOf(axis: Axis, judged: readonly JudgedTwice[]): Dose[] {
	const right = new Map(judged.filter(({where}) => where === 'nowhere').map(one => [one.item.id, one]));
	const wrong = judged.filter(({where}) => (where === 'text' || where === 'picture') && showsIn[where].includes(axis));
	return Array.from({length: mostFaults}, (_, index) => index + 1).flatMap(planted => {
		const losses = wrong
			.filter(one => one.planted === planted)
			.flatMap(one => {
				const before = right.get(one.item.id);
				const [was, is] = [pointsOf(before?.marks[axis]), pointsOf(one.marks[axis])];
				const [exactWas, exactIs] = [pointsOf(before?.exact[axis]), pointsOf(one.exact[axis])];
				if (was === undefined || is === undefined || exactWas === undefined || exactIs === undefined) return [];
				return [{loss: was - is, exactLoss: exactWas - exactIs}];
			});
		if (losses.length === 0) return [];
		const loss = estimate(losses.map(one => one.loss));
		return [{planted, exactLoss: estimate(losses.map(one => one.exactLoss)).mean, loss, isSeen: loss.low > 0}];
	});
}
