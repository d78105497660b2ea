import {expect, test} from 'vitest';
import {halfProducts} from '../../../src/model/network/arithmetic.ts';
import {distanceOf, scoresOf, sequencesOnTheWay} from './masked-rows.ts';

test('matrix products and attention in float16, sums and norms in float32, choose as float32 does', async () => {
	const sequences = await sequencesOnTheWay();
	const expected = await scoresOf(sequences, {attention: 'fused'});
	const given = await scoresOf(sequences, {attention: 'fused', arithmetic: halfProducts('float16')});
	const {relative, agreement, rows} = distanceOf(given, expected);
	console.log(
		`float16 against float32: relative error ${relative.toExponential(1)}, ${(100 * agreement).toFixed(2)} % of ${rows} rows alike`,
	);
	expect(rows).toBeGreaterThan(800);
	// Not the same graph twice.
	expect(relative).toBeGreaterThan(0);
	expect(relative).toBeLessThan(1e-3);
	expect(agreement).toBeGreaterThanOrEqual(0.999);
});
