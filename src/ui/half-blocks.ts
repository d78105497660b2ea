import chalk from 'chalk';
import {type Pixels, resample} from '../output/png.ts';
import type {Size} from './layout.ts';

/** From dark to bright, for terminals without colour. */
const ramp = ' .:-=+*#%@';

/**
A picture as terminal lines of this size, two pixels a cell: a half block in the upper pixel's colour on the lower one's.
Without colour, a character whose ink is the cell's brightness.
*/
export function paintPicture(image: Pixels, {columns, rows}: Size): string[] {
	const pixels = resample(image, columns, rows * 2);
	return Array.from({length: rows}, (_, row) => (chalk.level === 0 ? inkLine(pixels, row) : colourLine(pixels, row)));
}

function colourLine({width, rgb}: Pixels, row: number): string {
	let line = '';
	let run = 1;
	for (let x = 0; x < width; x += run) {
		const upper = (row * 2 * width + x) * 3;
		const lower = upper + width * 3;
		run = 1;
		// Cells alike are one piece: plain skies cost next to nothing.
		while (x + run < width && isSame(rgb, upper, upper + run * 3) && isSame(rgb, lower, lower + run * 3)) run++;
		line += chalk.rgb(rgb[upper]!, rgb[upper + 1]!, rgb[upper + 2]!).bgRgb(rgb[lower]!, rgb[lower + 1]!, rgb[lower + 2]!)('▀'.repeat(run));
	}
	return line;
}

const isSame = (rgb: Uint8Array, one: number, other: number) =>
	rgb[one] === rgb[other] && rgb[one + 1] === rgb[other + 1] && rgb[one + 2] === rgb[other + 2];

function inkLine({width, rgb}: Pixels, row: number): string {
	return Array.from({length: width}, (_, x) => {
		const upper = (row * 2 * width + x) * 3;
		const brightness = (luminance(rgb, upper) + luminance(rgb, upper + width * 3)) / 2;
		return ramp[Math.min(ramp.length - 1, Math.floor((brightness / 256) * ramp.length))];
	}).join('');
}

/** 0-255, Rec. 709 weights. */
const luminance = (rgb: Uint8Array, at: number) => 0.2126 * rgb[at]! + 0.7152 * rgb[at + 1]! + 0.0722 * rgb[at + 2]!;
