import type {RgbImage} from '../../events/events.ts';
import {resample, thumbnailOf, thumbnailSide, toPixels} from '../../picture/codec.ts';
import {paintPicture} from '../terminal/half-blocks.ts';
import {sixelOf} from '../terminal/sixel.ts';
import type {Size} from '../terminal/size.ts';
import {itermInTmux, kittyInTmux, mostTmuxRows} from '../terminal/through-tmux.ts';
import {fitPicture} from './layout.ts';

const margin = 2;
/** Rows that the file's name and the next prompt take. */
export const rowsBelow = 4;
/** Rows that a printed picture may have in any window: what is too high for it can be scrolled to. */
const leastRows = 16;

/** Size in cells of a finished picture that is printed: as large as the window shows it whole. Undefined when it would be too small to see. */
function printedSize({columns, rows}: Size, {width, height}: Pick<RgbImage, 'width' | 'height'>): Size | undefined {
	const room = {columns: Math.max(1, columns - margin), rows: Math.max(leastRows, rows - rowsBelow)};
	return fitPicture(room, width / height);
}

/** A finished picture in half blocks, to be printed once. */
export function pictureLines(image: RgbImage, {isAscii, ...window}: Size & {readonly isAscii: boolean}): string[] {
	const size = printedSize(window, image);
	if (!size) return [];
	const isSmall = Math.max(size.columns, size.rows * 2) <= thumbnailSide;
	return paintPicture(isSmall ? thumbnailOf(image) : toPixels(image), size, {isAscii}).map(line => ` ${line}`);
}

/** Whether a picture of so many rows is as good as the printed one would be. */
export const isAsPrinted = (rows: number, window: Size): boolean => {
	const whole = printedSize(window, {width: 1, height: 1});
	return whole === undefined || rows >= 0.8 * whole.rows;
};

/** Pixels that a row of cells has at least; with more the picture is smaller than it could be. */
const rowPx = 16;

/**
A finished picture at the best that a terminal with graphics can do; undefined where it would be too small to see. To be called only after
Ink is gone, and only if stdout is that terminal: on Kitty terminal-image writes to stdout by itself, and what it returns is for stdout too.
@param way - by the terminal's own protocol, in sixels, or through tmux
*/
export async function drawnPicture(
	way: 'native' | 'sixel' | 'tmux-kitty' | 'tmux-iterm2',
	{image, png}: {readonly image: RgbImage; readonly png: Uint8Array},
	window: Size,
): Promise<string | undefined> {
	const size = printedSize(window, image);
	if (!size) return undefined;
	switch (way) {
		case 'native': {
			const {default: terminalImage} = await import('terminal-image');
			// Half blocks, where the terminal draws no pictures after all, need codecs that the built program does without.
			return terminalImage.buffer(png, {height: size.rows}).catch(() => undefined);
		}
		case 'sixel': {
			const height = size.rows * rowPx;
			return sixelOf(resample(toPixels(image), Math.round((height * image.width) / image.height), height));
		}
		case 'tmux-kitty':
			drawn = (drawn % mostDrawn) + 1;
			return kittyInTmux(png, fewerRows(size), drawn);
		case 'tmux-iterm2':
			return itermInTmux(png, size);
	}
}

/** Numbers of the pictures that a Kitty was handed through tmux: the oldest of so many goes. */
const mostDrawn = 250;
let drawn = 0;

const fewerRows = (size: Size): Size => {
	const rows = Math.min(size.rows, mostTmuxRows);
	return {rows, columns: Math.max(1, Math.round((size.columns * rows) / size.rows))};
};
