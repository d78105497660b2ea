import chalk from 'chalk';
import fc from 'fast-check';
import {afterEach, expect, test} from 'vitest';
import {createPictureLines, paintPicture} from '../../../src/ui/terminal/half-blocks.ts';

afterEach(() => {
	chalk.level = 0;
});

const image = {width: 3, height: 2, rgb: Uint8Array.from([255, 0, 0, 255, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0])};

test('a cell is two pixels, and cells alike are one piece', () => {
	chalk.level = 3;
	expect(paintPicture(image, {columns: 3, rows: 1})).toEqual(['\u001B[38;2;255;0;0;48;2;255;255;255m▀▀\u001B[48;2;0;0;0m \u001B[39;49m']);
});

test('a colour that looks like the one before it is not written, however many follow', () => {
	chalk.level = 3;
	const rgb = Uint8Array.from([0, 3, 4, 5, 8, 0].flatMap(grey => [grey, 100, 100]));
	expect(paintPicture({width: 6, height: 2, rgb: Uint8Array.from([...rgb, ...rgb])}, {columns: 6, rows: 1})).toEqual([
		'\u001B[48;2;0;100;100m   \u001B[48;2;5;100;100m  \u001B[48;2;0;100;100m \u001B[39;49m',
	]);
});

test('colours of a picture that has too many bytes get coarser, and stay so for those after it', () => {
	chalk.level = 3;
	const noise = (spread: number): Uint8Array => Uint8Array.from({length: 32 * 32 * 3}, (_, index) => 100 + ((index * 7919) % spread));
	const picture = {width: 32, height: 32, rgb: noise(12)};
	const size = {columns: 32, rows: 16};
	const bytes = (lines: readonly string[]) => Buffer.byteLength(lines.join(''));
	const whole = paintPicture(picture, size);
	const linesOf = createPictureLines();
	const coarse = linesOf(picture, size, {mostBytes: bytes(whole) / 2});
	expect(bytes(coarse)).toBeLessThanOrEqual(bytes(whole) / 2);
	expect(linesOf(picture, size, {mostBytes: bytes(whole) / 2})).toEqual(coarse);
	expect(paintPicture(picture, size, {mostBytes: bytes(whole)})).toEqual(whole);
	// Never so coarse that nothing is left of it.
	expect(bytes(paintPicture({...picture, rgb: noise(155)}, size, {mostBytes: 1}))).toBeGreaterThan(bytes(coarse));
});

test('pictures one after the other come out as each alone, at any size and with any colours', () => {
	const pictures = fc.record({
		rgb: fc.uint8Array({minLength: 24, maxLength: 24, max: 1}).map(all => all.map(value => value * 200)),
		size: fc.constantFrom({columns: 2, rows: 2}, {columns: 1, rows: 2}, {columns: 2, rows: 1}),
		level: fc.constantFrom(0 as const, 3 as const),
		isAscii: fc.boolean(),
	});
	fc.assert(
		fc.property(fc.array(pictures, {minLength: 2, maxLength: 6}), all => {
			const linesOf = createPictureLines();
			for (const {rgb, size, level, isAscii} of all) {
				chalk.level = level;
				const picture = {width: 2, height: 4, rgb};
				expect(linesOf(picture, size, {isAscii})).toEqual(paintPicture(picture, size, {isAscii}));
			}
		}),
	);
});

test('without colour, brightness becomes ink', () => {
	chalk.level = 0;
	expect(paintPicture(image, {columns: 3, rows: 1})).toEqual(['** ']);
});

test('with sixteen colours a shade between two of them is mixed of several, and a colour that is one of them stays', () => {
	chalk.level = 1;
	const plain = (grey: readonly [number, number, number]) => ({
		width: 8,
		height: 8,
		rgb: Uint8Array.from(Array.from({length: 64}, () => grey).flat()),
	});
	const codes = (grey: readonly [number, number, number]) => {
		const lines = paintPicture(plain(grey), {columns: 8, rows: 4}).join('');
		return new Set(lines.match(/(?<=[[;])\d+(?=[;m])/g)?.flatMap(code => (Number(code) % 10 < 8 ? [Number(code) % 10] : [])));
	};
	expect(codes([178, 178, 178]).size).toBeGreaterThan(1);
	expect(codes([0, 0, 0])).toEqual(new Set([0]));
});
