import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {gumbel, maxSeed, type Purpose, threefry2x32, uniform} from '../../src/decoder/random.ts';

const purposes: readonly Purpose[] = ['textToken', 'imageToken', 'imageOrder', 'textOrder'];
const draws = fc.record({
	seed: fc.maxSafeNat(),
	step: fc.nat(2 ** 29 - 1),
	purpose: fc.constantFrom(...purposes),
	position: fc.nat(2 ** 32 - 1),
});

// The known answers that the authors of Threefry publish with it (Random123, kat_vectors).
test.each([
	{key: [0, 0], counter: [0, 0], answer: [0x6b200159, 0x99ba4efe]},
	{key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], answer: [0x1cb996fc, 0xbb002be7]},
	{key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], answer: [0xc4923a9c, 0x483df7a0]},
])('threefry answers $answer for key $key and counter $counter', ({key, counter, answer}) => {
	expect(threefry2x32([key[0]!, key[1]!], [counter[0]!, counter[1]!])).toEqual(answer);
});

test('a draw stays what it is: transcripts depend on it', () => {
	const of = (seed: number) => purposes.map(purpose => uniform(seed, 7, purpose, 11));
	expect(of(0)).toMatchInlineSnapshot(`
		[
		  0.4026889204978943,
		  0.8867483735084534,
		  0.08093446493148804,
		  0.3620097041130066,
		]
	`);
	expect(of(maxSeed)).toMatchInlineSnapshot(`
		[
		  0.8947167992591858,
		  0.5374795794487,
		  0.44969040155410767,
		  0.9579371809959412,
		]
	`);
});

test('a draw is strictly between 0 and 1, also as float32, and has a finite Gumbel', () => {
	fc.assert(
		fc.property(draws, ({seed, step, purpose, position}) => {
			const u = uniform(seed, step, purpose, position);
			expect(u).toBeGreaterThan(0);
			expect(u).toBeLessThan(1);
			expect(Math.fround(u)).toBe(u);
			expect(Number.isFinite(gumbel(u))).toBe(true);
		}),
	);
});

describe('over 65536 neighbouring draws', () => {
	const count = 2 ** 16;
	const sources: readonly {readonly name: string; readonly at: (index: number) => number}[] = [
		{name: 'positions', at: index => uniform(1, 3, 'imageToken', index)},
		{name: 'steps', at: index => uniform(1, index, 'imageToken', 3)},
		{name: 'seeds', at: index => uniform(index, 3, 'imageToken', 1)},
		{name: 'high halves of seeds', at: index => uniform(index * 2 ** 32, 3, 'textToken', 1)},
		{name: 'purposes', at: index => uniform(9, index >> 2, purposes[index & 3]!, 0)},
	];

	test.each(sources)('the mean and the variance are those of a uniform: $name', ({at}) => {
		let sum = 0;
		let squares = 0;
		for (let index = 0; index < count; index++) {
			const centred = at(index) - 0.5;
			sum += centred;
			squares += centred ** 2;
		}
		// Five standard errors each.
		expect(Math.abs(sum / count)).toBeLessThan(5 * Math.sqrt(1 / 12 / count));
		expect(Math.abs(squares / count - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / count));
	});

	test.each(sources)('256 bins are filled evenly: $name', ({at}) => {
		const bins = new Float64Array(256);
		for (let index = 0; index < count; index++) bins[Math.floor(at(index) * 256)]! += 1;
		expect(Math.abs(chiSquare(bins, count) - 255)).toBeLessThan(5 * Math.sqrt(2 * 255));
	});

	test.each(sources)('neighbours are independent, as pairs over 16 x 16 bins: $name', ({at}) => {
		const bins = new Float64Array(256);
		for (let index = 0; index < count; index++) bins[Math.floor(at(index) * 16) * 16 + Math.floor(at(index + 1) * 16)]! += 1;
		expect(Math.abs(chiSquare(bins, count) - 255)).toBeLessThan(6 * Math.sqrt(2 * 255));
	});

	test('the Gumbel draws have the mean and the variance of a Gumbel', () => {
		const values = Array.from({length: count}, (_, index) => gumbel(uniform(5, 0, 'imageOrder', index)));
		const mean = values.reduce((sum, value) => sum + value, 0) / count;
		const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
		expect(mean).toBeCloseTo(0.5772, 1);
		expect(variance).toBeCloseTo(Math.PI ** 2 / 6, 1);
	});
});

function chiSquare(bins: Float64Array, count: number): number {
	const expected = count / bins.length;
	return bins.reduce((sum, filled) => sum + (filled - expected) ** 2 / expected, 0);
}
