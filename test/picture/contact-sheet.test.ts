import {expect, test} from 'vitest';
import {decodeImage} from '../../src/picture/codec.ts';
import {contactSheet, layoutSheet} from '../../src/picture/contact-sheet.ts';
import {widthOf} from '../../src/picture/lettering.ts';

const plain = (value: number) => ({width: 144, height: 144, rgb: new Uint8Array(144 * 144 * 3).fill(value)});
const long = 'draw a huge scarlet balloon high above a tiny azure house, under grey clouds, in the mountains, please';

test('24 generations stand in 4 rows of 6, pictures at twice their size, with room for the longest label', () => {
	const entries = Array.from({length: 24}, (_, index) => ({label: index === 7 ? long : 'a cat', pictures: [plain(0)]}));
	const {width, height, entries: places} = layoutSheet(entries, 6);
	expect(width).toBe(16 + 6 * (288 + 16));
	expect(height).toBe(16 + 4 * (288 + 8 + 3 * 19 + 16));
	expect(places[7]!.lines.map(({text}) => text).join(' ')).toBe(long);
	expect(places[7]!.lines.every(({text}) => widthOf(text, 14) <= 288)).toBe(true);
	expect(places[23]!.pictures).toEqual([{x: 16 + 5 * 304, y: 16 + 3 * (288 + 8 + 3 * 19 + 16)}]);
});

test('an edit has its input beside its output', async () => {
	const entries = [{label: 'make it <darker> & "so"', pictures: [plain(200), plain(100)]}];
	const sheet = await decodeImage(await contactSheet(entries, 3), 'sheet');
	expect([sheet.width, sheet.height]).toEqual([16 + 288 + 24 + 288 + 16, 16 + 288 + 8 + 19 + 16]);
	const at = (x: number, y: number) => [...sheet.rgb.subarray((y * sheet.width + x) * 3, (y * sheet.width + x) * 3 + 3)];
	expect([at(16, 16), at(303, 303)]).toEqual([
		[200, 200, 200],
		[200, 200, 200],
	]);
	expect([at(328, 16), at(615, 303)]).toEqual([
		[100, 100, 100],
		[100, 100, 100],
	]);
	expect([at(0, 0), at(308, 20)]).toEqual([
		[255, 255, 255],
		[255, 255, 255],
	]);
	// The arrow between the two.
	expect(at(312, 160)[0]).toBeLessThan(128);
});

test('large pictures keep their size', () => {
	const large = {width: 512, height: 512, rgb: new Uint8Array(512 * 512 * 3)};
	expect(layoutSheet([{label: 'a cat', pictures: [large]}], 4)).toMatchObject({width: 16 + 512 + 16, height: 16 + 512 + 8 + 19 + 16});
});
