import {expect, test} from 'vitest';
import {boxMask, boxOf, inverted, regions} from '../../src/picture/region.ts';

const share = (rgb: Uint8Array | undefined) => (rgb ?? new Uint8Array()).reduce((sum, value) => sum + value, 0) / (255 * 5 * 6 * 3);
const size = {width: 5, height: 6};

test.each(regions)('the mask of `%s` lies in the picture, and its inverse is all the rest', region => {
	const mask = boxMask(size, boxOf(region, size));
	expect(share(mask?.rgb)).toBeGreaterThanOrEqual(0.5);
	expect(share(mask?.rgb)).toBeLessThan(1);
	expect(share(mask && inverted(mask).rgb)).toBeCloseTo(1 - share(mask?.rgb));
});

test('halves that face each other cover the picture', () => {
	for (const [one, other] of [
		['left', 'right'],
		['top', 'bottom'],
	] as const) {
		const [a, b] = [boxMask(size, boxOf(one, size)), boxMask(size, boxOf(other, size))];
		expect(a?.rgb.every((value, index) => value === 255 || b?.rgb[index] === 255)).toBe(true);
	}
});

test('a box is cut at the edges of the picture, and one beside it marks nothing', () => {
	expect(share(boxMask(size, {x: 4, y: 5, width: 100, height: 100})?.rgb)).toBeCloseTo(1 / 30);
	expect(boxMask(size, {x: 5, y: 0, width: 1, height: 1})).toBeUndefined();
});
