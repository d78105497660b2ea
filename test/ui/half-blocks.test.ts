import chalk from 'chalk';
import {afterEach, expect, test} from 'vitest';
import {paintPicture} from '../../src/ui/half-blocks.ts';

afterEach(() => {
	chalk.level = 0;
});

const image = {width: 3, height: 2, rgb: Uint8Array.from([255, 0, 0, 255, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0])};

test('a cell is two pixels, and cells alike are one piece', () => {
	chalk.level = 3;
	expect(paintPicture(image, {columns: 3, rows: 1})).toEqual(['\u001B[38;2;255;0;0;48;2;255;255;255m▀▀\u001B[48;2;0;0;0m \u001B[39;49m']);
});

test('a colour that nobody can tell from the one before it is not written, however many follow', () => {
	chalk.level = 3;
	const rgb = Uint8Array.from([0, 3, 4, 5, 8, 0].flatMap(grey => [grey, 100, 100]));
	expect(paintPicture({width: 6, height: 2, rgb: Uint8Array.from([...rgb, ...rgb])}, {columns: 6, rows: 1})).toEqual([
		'\u001B[48;2;0;100;100m   \u001B[48;2;5;100;100m  \u001B[48;2;0;100;100m \u001B[39;49m',
	]);
});

test('without colour, brightness becomes ink', () => {
	chalk.level = 0;
	expect(paintPicture(image, {columns: 3, rows: 1})).toEqual(['** ']);
});
