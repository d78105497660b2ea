import chalk from 'chalk';
import {type Pixels, resample} from '../../picture/codec.ts';
import {type ColourCode, colourCodes, dithered} from './colour-codes.ts';
import type {Size} from './size.ts';

/** From dark to bright, for terminals without colour or with ASCII only. */
const ramp = ' .:-=+*#%@';

export type PictureOptions = {
	/** Ink, even where there is colour. */
	readonly isAscii?: boolean;
	/** Bytes that all lines should have at most: colours get a little coarser until they have no more, or until it could be seen. */
	readonly mostBytes?: number;
};

/** A picture as cells of a terminal. */
export type PictureLines = (image: Pixels, size: Size, options?: PictureOptions) => readonly string[];

/**
A picture as terminal lines of this size, two pixels a cell: a half block in the upper pixel's colour on the lower one's.
Without colour, a character whose ink is the cell's brightness.
*/
export const paintPicture: PictureLines = (image, size, options) => createPictureLines()(image, size, options);

/** The same for one picture after the other: lines that are as they were are not made again. */
export function createPictureLines(): PictureLines {
	let before: Before | undefined;
	return (image, {columns, rows}, {isAscii = false, mostBytes = Number.POSITIVE_INFINITY} = {}) => {
		const {level} = chalk;
		const resampled = resample(image, columns, rows * 2);
		const pixels = level === 1 && !isAscii ? dithered(resampled) : resampled;
		const code = isAscii || level === 0 ? undefined : colourCodes(level);
		const style = `${columns} ${code ? level : 0}`;
		const known = before?.style === style ? before : undefined;
		// A picture is as coarse as the one before it, since colours that change back and forth must be written again.
		for (const tolerance of tolerances.filter(value => value >= (known?.tolerance ?? 0))) {
			const alike = known?.tolerance === tolerance ? known : undefined;
			const lines = Array.from({length: rows}, (_, row) => {
				const line = alike && isSameRow(alike.pixels, pixels, row) ? alike.lines[row] : undefined;
				return line ?? (code ? colourLine(pixels, row, {code, tolerance}) : inkLine(pixels, row));
			});
			before = {pixels, style, tolerance, lines};
			if (!code || mostBytes === Number.POSITIVE_INFINITY || bytesOf(lines) <= mostBytes) break;
		}
		return before?.lines ?? [];
	};
}

type Before = {readonly pixels: Pixels; readonly style: string; readonly tolerance: number; readonly lines: readonly string[]};

const bytesOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);

/** Whether a row of cells has the same pixels in both pictures, which are of one width. */
function isSameRow(one: Pixels, other: Pixels, row: number): boolean {
	const bytes = one.width * 2 * 3;
	const rowOf = ({rgb}: Pixels) => rgb.subarray(row * bytes, (row + 1) * bytes);
	return Buffer.compare(rowOf(one), rowOf(other)) === 0;
}

/** Channel differences (0-255) between neighbours that are not written: the first is never seen, and the others, which spare a slow line, hardly. */
const tolerances = [4, 6, 8, 10];

/** A colour of the terminal, and the pixel that it was made for. */
type Colour = {readonly at: number; readonly code: string};

/** Only changes of colour that can be seen are written: plain skies cost next to nothing, and the grain of a picture little. */
function colourLine({width, rgb}: Pixels, row: number, {code, tolerance}: {readonly code: ColourCode; readonly tolerance: number}): string {
	const isNear = (at: number, other: number) => Math.abs(rgb[at]! - rgb[other]!) <= tolerance;
	const isAlike = (at: number, other: number) => isNear(at, other) && isNear(at + 1, other + 1) && isNear(at + 2, other + 2);
	const colourAt = (at: number, plane: 'ink' | 'ground', last: Colour | undefined): Colour =>
		last && isAlike(last.at, at) ? last : {at, code: code(rgb, at, plane)};
	let line = '';
	let ink: Colour | undefined;
	let ground: Colour | undefined;
	for (let x = 0; x < width; x++) {
		const upper = (row * 2 * width + x) * 3;
		const nextGround = colourAt(upper + width * 3, 'ground', ground);
		// A cell of one colour needs no ink.
		const isPlain = colourAt(upper, 'ground', nextGround).code === nextGround.code;
		const nextInk = isPlain ? ink : colourAt(upper, 'ink', ink);
		const inkChange = nextInk === undefined || nextInk.code === ink?.code ? '' : nextInk.code;
		const groundChange = nextGround.code === ground?.code ? '' : nextGround.code;
		const both = inkChange !== '' && groundChange !== '' ? ';' : '';
		if (inkChange !== '' || groundChange !== '') line += `\u001B[${inkChange}${both}${groundChange}m`;
		line += isPlain ? ' ' : '▀';
		ink = nextInk;
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
