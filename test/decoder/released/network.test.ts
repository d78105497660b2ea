import fc from 'fast-check';
import {expect, test} from 'vitest';
import {gumbel, uniform} from '../../../src/decoder/random.ts';
import {chooseFromLogits} from '../../../src/decoder/released/network.ts';

const logits = Float32Array.from([0, Math.log(2), 0, 5, 1, 1]);

test.each([
	{sampling: {type: 'argmax'}, ids: [11, 10], rule: 'the highest logit, of equals the first'},
	{
		sampling: {type: 'inverse-cdf', uniforms: [0.2, 0.99]},
		ids: [10, 12],
		rule: 'the first whose cumulative probability is above the uniform',
	},
	{sampling: {type: 'inverse-cdf', uniforms: [0.3, 0.96]}, ids: [11, 10], rule: 'the same, further on'},
] as const)('$sampling.type takes $rule', ({sampling, ids}) => {
	expect(chooseFromLogits(logits, {columns: 3, start: 10, sampling}).map(({id}) => id)).toEqual(ids);
});

test('the probability is that of the softmax, whatever the sampling', () => {
	const [first] = chooseFromLogits(logits, {columns: 3, start: 0, sampling: {type: 'argmax'}});
	expect(first?.probability).toBeCloseTo(0.5, 6);
});

test('a uniform next to 1 still finds a column', () => {
	fc.assert(
		fc.property(fc.float32Array({minLength: 1, maxLength: 40, noNaN: true, min: -50, max: 50}), row => {
			const [choice] = chooseFromLogits(row, {columns: row.length, start: 0, sampling: {type: 'inverse-cdf', uniforms: [1 - 2 ** -53]}});
			expect(choice?.id).toBeLessThan(row.length);
			expect(choice?.probability).toBeGreaterThan(0);
		}),
	);
});

test('Gumbel noise takes the highest noisy logit, although most columns are passed over', () => {
	const row = fc.float32Array({minLength: 1, maxLength: 300, noNaN: true, min: -20, max: 20});
	fc.assert(
		fc.property(row, fc.maxSafeNat(), fc.double({min: 0.1, max: 2, noNaN: true}), (row, seed, temperature) => {
			const uniformOf = (order: number, token: number) => uniform(seed, order, 'textToken', token);
			const sampling = {type: 'gumbel', temperature, uniform: uniformOf, gumbel} as const;
			const [choice] = chooseFromLogits(row, {columns: row.length, start: 0, sampling});
			const scores = Array.from(row, (logit, token) => logit + temperature * gumbel(uniformOf(0, token)));
			expect(choice?.id).toBe(scores.indexOf(Math.max(...scores)));
		}),
	);
});
