import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Pixels, resample, thumbnail, toPixels, toRgbImage} from '../../src/picture/codec.ts';

const pictures = fc
	.tuple(fc.integer({min: 1, max: 70}), fc.integer({min: 1, max: 70}), fc.infiniteStream(fc.nat(255)))
	.map(
		([width, height, values]): Pixels => ({width, height, rgb: Uint8Array.from({length: width * height * 3}, () => values.next().value)}),
	);

test('a new pixel is the mean of the area it covers', () => {
	const image = {width: 3, height: 1, rgb: Uint8Array.from([0, 0, 0, 30, 60, 90, 200, 200, 200])};
	expect([...resample(image, 1, 1).rgb]).toEqual([77, 87, 97]);
	expect([...resample(image, 2, 1).rgb]).toEqual([10, 20, 30, 143, 153, 163]);
});

test('a thumbnail of a thumbnail is the same thumbnail, so a replay paints what the run did', () => {
	fc.assert(
		fc.property(pictures, image => {
			const once = thumbnail(image);
			expect(Math.max(once.width, once.height)).toBeLessThanOrEqual(48);
			expect(thumbnail(once)).toEqual(once);
		}),
		{numRuns: 50},
	);
});

test('a plain picture stays plain at any size', () => {
	fc.assert(
		fc.property(fc.integer({min: 1, max: 40}), fc.integer({min: 1, max: 40}), fc.nat(255), (width, height, value) => {
			const {rgb} = resample({width: 40, height: 40, rgb: new Uint8Array(4800).fill(value)}, width, height);
			expect(new Set(rgb)).toEqual(new Set([value]));
		}),
	);
});

test('pixels survive the event form', () => {
	const image = {width: 2, height: 1, rgb: Uint8Array.from([0, 1, 2, 253, 254, 255])};
	expect([...toPixels(toRgbImage(image)).rgb]).toEqual([...image.rgb]);
});
