import {expect, test} from 'vitest';
import {axes} from '../../../src/bench/storybook/axes.ts';
import {calibrate} from '../../../src/bench/storybook/calibration.ts';
import {faults} from '../../../src/bench/storybook/plant.ts';
import {openJudge} from '../made.ts';

test('true items score 100, shuffled ones less, and every planted error is caught', {timeout: 180_000}, async () => {
	const {truth, floor, caught} = calibrate(await openJudge(), {seed: 2, count: 3});
	for (const axis of axes) expect(truth.axes[axis]?.mean).toBeCloseTo(100, 9);
	expect(truth.rates.textImageAgree.rate).toBe(1);
	for (const axis of ['textAlignment', 'imageQuality', 'imageAlignment', 'imageConsistency', 'outputAlignment'] as const) {
		expect(floor[axis], axis).toBeLessThan(80);
	}
	for (const table of [caught.text, caught.picture]) {
		expect(Object.keys(table)).toEqual([...faults]);
		for (const fault of faults) expect(table[fault]).toMatchObject({rate: 1, n: 3});
	}
});
