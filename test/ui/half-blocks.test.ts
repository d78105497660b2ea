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

test('without colour, brightness becomes ink', () => {
	chalk.level = 0;
	expect(paintPicture(image, {columns: 3, rows: 1})).toEqual(['** ']);
});
