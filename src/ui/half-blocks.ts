import chalk from 'chalk';
import {type Pixels, resample} from '../output/png.ts';
import {type ColourCode, colourCodes} from './colour-codes.ts';
import type {Size} from './layout.ts';

/** From dark to bright, for terminals without colour or with ASCII only. */
const ramp = ' .:-=+*#%@';

/**
A picture as terminal lines of this size, two pixels a cell: a half block in the upper pixel's colour on the lower one's.
Without colour, a character whose ink is the cell's brightness.
@param isAscii - Ink, even where there is colour.
*/
export function paintPicture(image: Pixels, {columns, rows}: Size, {isAscii = false} = {}): string[] {
	const pixels = resample(image, columns, rows * 2);
	const {level} = chalk;
	if (isAscii || level === 0) return Array.from({length: rows}, (_, row) => inkLine(pixels, row));
	const code = colourCodes(level);
	return Array.from({length: rows}, (_, row) => colourLine(pixels, row, code));
}

/** Only changes of colour are written: plain skies cost next to nothing. */
function colourLine({width, rgb}: Pixels, row: number, code: ColourCode): string {
	let line = '';
	let ink = '';
	let ground = '';
	for (let x = 0; x < width; x++) {
		const upper = (row * 2 * width + x) * 3;
		const lower = upper + width * 3;
		const nextGround = code(rgb, lower, 'ground');
		const nextInk = code(rgb, upper, 'ink');
		// A cell of one colour needs no ink.
		const isPlain = code(rgb, upper, 'ground') === nextGround;
		const changes = [...(isPlain || nextInk === ink ? [] : [nextInk]), ...(nextGround === ground ? [] : [nextGround])];
		line += `${changes.length > 0 ? `\u001B[${changes.join(';')}m` : ''}${isPlain ? ' ' : '▀'}`;
		if (!isPlain) ink = nextInk;
		ground = nextGround;
	}
	return `${line}\u001B[39;49m`;
}

function inkLine({width, rgb}: Pixels, row: number): string {
	return Array.from({length: width}, (_, x) => {
		const upper = (row * 2 * width + x) * 3;
		const brightness = (luminance(rgb, upper) + luminance(rgb, upper + width * 3)) / 2;
		return ramp[Math.min(ramp.length - 1, Math.floor((brightness / 256) * ramp.length))];
	}).join('');
}

/** 0-255, Rec. 709 weights. */
const luminance = (rgb: Uint8Array, at: number) => 0.2126 * rgb[at]! + 0.7152 * rgb[at + 1]! + 0.0722 * rgb[at + 2]!;
