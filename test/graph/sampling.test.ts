import fc from 'fast-check';
import {expect, test} from 'vitest';
import {inverseCdf} from '../../src/graph/sampling.ts';
import {evaluate, floats} from './evaluate.ts';

async function draw(weights: readonly (readonly number[])[], uniforms: readonly number[]): Promise<number[]> {
	const columns = weights[0]!.length;
	const inputs = [floats(weights.flat(), [weights.length, columns]), floats(uniforms, [uniforms.length, 1])];
	const {data} = await evaluate((graph, [rows, row]) => inverseCdf(graph, rows!, row!, columns), inputs);
	return Array.from(data, Number);
}

/** The first column whose running sum exceeds u * total, in float64. `margin` is the distance to the nearest border, as a share. */
function reference(weights: readonly number[], uniform: number) {
	const total = weights.reduce((sum, value) => sum + value, 0);
	let sum = 0;
	let margin = 1;
	let column = -1;
	for (const [index, value] of weights.entries()) {
		sum += value;
		margin = Math.min(margin, Math.abs(sum / total - uniform));
		if (column === -1 && sum > uniform * total) column = index;
	}
	return {column, margin};
}

test.each([1, 2, 5, 16, 90, 500, 8192])('%i columns: the draws are those of float64', async columns => {
	const weights = Array.from({length: 20}, (_, row) =>
		Array.from({length: columns}, (_, column) => Math.exp(4 * Math.sin(row * 7.3 + column * 1.7))),
	);
	const uniforms = weights.map((_, row) => (row + 0.37) / weights.length);
	const drawn = await draw(weights, uniforms);
	for (const [row, column] of drawn.entries()) {
		const expected = reference(weights[row]!, uniforms[row]!);
		if (expected.margin > 1e-6) expect(column).toBe(expected.column);
		else expect(Math.abs(column - expected.column)).toBeLessThanOrEqual(1);
	}
});

test('a column of weight 0 is never drawn, at the edges of (0, 1) either', async () => {
	const uniform = fc.constantFrom(1e-30, 2 ** -24, 0.25, 0.5, 0.75, 1 - 2 ** -24);
	const row = fc.tuple(fc.array(fc.constantFrom(0, 0, 0, 1, 3e-8, 0.1), {minLength: 37, maxLength: 37}), fc.nat(36));
	await fc.assert(
		fc.asyncProperty(fc.array(row, {minLength: 1, maxLength: 8}), uniform, async (rows, u) => {
			// One weight at least is not 0.
			const weights = rows.map(([values, place]) => values.map((value, index) => (index === place ? 0.7 : value)));
			const drawn = await draw(
				weights,
				weights.map(() => u),
			);
			drawn.forEach((column, index) => {
				expect(weights[index]![column]).toBeGreaterThan(0);
			});
		}),
		{numRuns: 60},
	);
});
