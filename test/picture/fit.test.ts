import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Pixels} from '../../src/picture/codec.ts';
import {fitTo, place, putBack} from '../../src/picture/fit.ts';
import {fits} from '../../src/picture/fits.ts';
import type {PixelSize} from '../../src/pixels.ts';

const plain = ({width, height}: PixelSize, value: number): Pixels => ({width, height, rgb: new Uint8Array(width * height * 3).fill(value)});
/** Every pixel tells its column in red and its row in green. */
const coordinates = ({width, height}: PixelSize): Pixels => ({
	width,
	height,
	rgb: Uint8Array.from({length: width * height * 3}, (_, index) => {
		const pixel = Math.floor(index / 3);
		return [pixel % width, Math.floor(pixel / width), 0][index % 3] ?? 0;
	}),
});
const at = ({width, rgb}: Pixels, x: number, y: number) => [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];

const wide = {width: 40, height: 20};
const square = {width: 10, height: 10};

test.each([
	{fit: 'crop', seen: {left: 10, top: 0, width: 20, height: 20}, at: {left: 0, top: 0, width: 10, height: 10}},
	{fit: 'pad', seen: {left: 0, top: 0, width: 40, height: 20}, at: {left: 0, top: 2, width: 10, height: 5}},
	{fit: 'stretch', seen: {left: 0, top: 0, width: 40, height: 20}, at: {left: 0, top: 0, width: 10, height: 10}},
] as const)('$fit: a 40x20 picture goes into 10x10', ({fit, ...expected}) => {
	expect(place(wide, square, fit)).toEqual({fit, original: wide, target: square, ...expected});
});

test('a crop at its own scale keeps every pixel', async () => {
	const cropped = await fitTo(coordinates(wide), place(wide, {width: 20, height: 20}, 'crop'));
	expect([at(cropped, 0, 0), at(cropped, 19, 19)]).toEqual([
		[10, 0, 0],
		[29, 19, 0],
	]);
});

test('padding repeats the border', async () => {
	const padded = await fitTo(coordinates({width: 4, height: 2}), place({width: 4, height: 2}, {width: 4, height: 4}, 'pad'));
	expect([0, 1, 2, 3].map(y => at(padded, 3, y))).toEqual([
		[3, 0, 0],
		[3, 0, 0],
		[3, 1, 0],
		[3, 1, 0],
	]);
});

test('put back after a crop, all around it is the input and the rest is the result', async () => {
	const back = await putBack(plain(wide, 1), plain(square, 200), place(wide, square, 'crop'));
	expect({width: back.width, height: back.height}).toEqual(wide);
	expect([at(back, 9, 5)[0], at(back, 10, 0)[0], at(back, 29, 19)[0], at(back, 30, 5)[0]]).toEqual([1, 200, 200, 1]);
});

test('put back after padding, the padding is gone', async () => {
	const placement = place(wide, square, 'pad');
	const result = plain(square, 9);
	for (let y = placement.at.top; y < placement.at.top + placement.at.height; y++) result.rgb.fill(200, y * 30, (y + 1) * 30);
	const back = await putBack(plain(wide, 1), result, placement);
	expect(new Set(back.rgb)).toEqual(new Set([200]));
});

test('outside a mask the pixels are exactly the input, whatever was drawn', async () => {
	const input = coordinates(wide);
	const mask = plain(wide, 0);
	mask.rgb.fill(255, (5 * wide.width + 20) * 3, (5 * wide.width + 21) * 3);
	const back = await putBack(input, plain(square, 200), place(wide, square, 'crop'), mask);
	expect(at(back, 20, 5)).toEqual([200, 200, 200]);
	const others = back.rgb.filter((_, index) => Math.floor(index / 3) !== 5 * wide.width + 20);
	expect(others).toEqual(input.rgb.filter((_, index) => Math.floor(index / 3) !== 5 * wide.width + 20));
});

test('any picture goes into any size and comes back at its own', async () => {
	const side = fc.integer({min: 1, max: 60});
	const size = fc.record({width: side, height: side});
	await fc.assert(
		fc.asyncProperty(size, size, size, fc.constantFrom(...fits), async (original, target, drawn, fit) => {
			const placement = place(original, target, fit);
			const {seen, at: placed} = placement;
			expect(seen.left >= 0 && seen.top >= 0 && seen.width > 0 && seen.height > 0).toBe(true);
			expect(seen.left + seen.width <= original.width && seen.top + seen.height <= original.height).toBe(true);
			expect(placed.left + placed.width <= target.width && placed.top + placed.height <= target.height).toBe(true);
			const fitted = await fitTo(plain(original, 7), placement);
			expect({width: fitted.width, height: fitted.height, values: [...new Set(fitted.rgb)]}).toEqual({...target, values: [7]});
			const back = await putBack(plain(original, 7), plain(drawn, 7), placement);
			expect({width: back.width, height: back.height, values: [...new Set(back.rgb)]}).toEqual({...original, values: [7]});
		}),
	);
});
