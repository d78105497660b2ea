import type {JudgeCalibration} from '../../judges/calibration/calibration.ts';
import {axes, titles} from '../../storybook/axes.ts';
import {columns} from '../columns.ts';
import {range, score} from './table.ts';

/** A calibration in lines for people. */
export function calibrationLines({judge, outputs, unscored, axes: found, steadiness}: JudgeCalibration): string[] {
	return [
		`${judge.name} and the exact judge on ${outputs} outputs of known quality${unscored > 0 ? `, ${unscored} of them without a score` : ''}:`,
		...columns([
			['axis', 'n', 'Spearman', 'bias', '95 % interval', 'planted errors seen from'],
			...axes.flatMap(axis => {
				const one = found[axis];
				if (!one) return [];
				const seen = one.doses.length === 0 ? '-' : one.smallestSeen === undefined ? 'none seen' : String(one.smallestSeen);
				return [
					[titles[axis], String(one.n), one.spearman === null ? '-' : one.spearman.toFixed(2), score(one.bias.mean), range(one.bias), seen],
				];
			}),
		]),
		...(steadiness?.noise ? [`noise: ${score(steadiness.noise.value)} points (${range(steadiness.noise)})`] : []),
		...(steadiness?.position
			? [`fixed order above the other: ${score(steadiness.position.mean)} points (${range(steadiness.position)})`]
			: []),
	];
}
