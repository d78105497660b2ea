import fc from 'fast-check';
import {expect, test} from 'vitest';
import {changeOf, checkClaim, type Marks, signOf} from '../../../src/bench/storybook/paired.ts';

/** An item with this output alignment, and one edit axis where it is given. */
const marks = (
	outputAlignment: number,
	{imageConsistency, satisfies = false}: {imageConsistency?: number; satisfies?: boolean} = {},
): Marks => ({
	scores: {
		textQuality: 100,
		textAlignment: 100,
		imageQuality: 90,
		imageAlignment: 80,
		outputAlignment,
		...(imageConsistency !== undefined && {imageConsistency}),
	},
	holds: {textParses: true, textSatisfies: true, imageSatisfies: satisfies, bothSatisfy: satisfies, textImageAgree: satisfies},
});

test('what makes an item hard for both ways cancels out', () => {
	const levels = [5, 95, 40, 70, 0, 100, 33];
	const change = changeOf(
		levels.map(level => marks(level + 3)),
		levels.map(level => marks(level)),
	);
	expect(change.outputAlignment).toEqual({mean: 3, low: 3, high: 3, n: 7});
	expect(change.textQuality).toEqual({mean: 0, low: 0, high: 0, n: 7});
});

test('a rate changes by points of a hundred, an axis is compared where both have it', () => {
	const after = [marks(50, {satisfies: true}), marks(50, {imageConsistency: 80}), marks(50)];
	const before = [marks(50), marks(50, {imageConsistency: 90}), marks(50)];
	const change = changeOf(after, before);
	expect(change.imageSatisfies?.mean).toBeCloseTo(100 / 3, 9);
	expect(change.imageConsistency).toEqual({mean: -10, low: -10, high: -10, n: 1});
	expect(changeOf([marks(1)], [marks(2)])).not.toHaveProperty('imageConsistency');
});

test('the other way round every difference changes its sign', () => {
	const pairs = fc.array(fc.tuple(fc.integer({min: 0, max: 100}), fc.integer({min: 0, max: 100})), {minLength: 1, maxLength: 20});
	fc.assert(
		fc.property(pairs, found => {
			const [a, b] = [found.map(([one]) => marks(one)), found.map(([, other]) => marks(other))];
			const [there, back] = [changeOf(a, b).outputAlignment!, changeOf(b, a).outputAlignment!];
			expect(there.mean).toBeCloseTo(-back.mean, 9);
			expect(there.low).toBeLessThanOrEqual(there.high);
		}),
		{numRuns: 25},
	);
});

test('items that are not the same number, or none, are refused', () => {
	expect(() => changeOf([marks(1)], [])).toThrow(RangeError);
	expect(() => changeOf([], [])).toThrow(RangeError);
});

test.each([
	{low: 0.1, high: 4, sign: 1, more: 'reproduces', less: 'does not reproduce'},
	{low: -4, high: -0.1, sign: -1, more: 'does not reproduce', less: 'reproduces'},
	{low: -0.1, high: 4, sign: 0, more: 'cannot be told', less: 'cannot be told'},
	{low: 0, high: 0, sign: 0, more: 'cannot be told', less: 'cannot be told'},
] as const)('an interval from $low to $high: that it rises $more, that it falls $less', ({low, high, sign, more, less}) => {
	expect(signOf({low, high})).toBe(sign);
	expect(checkClaim({low, high}, 1)).toBe(more);
	expect(checkClaim({low, high}, -1)).toBe(less);
});
