import type {RgbImage} from '../../events/events.ts';
import {thumbnailOf} from '../../picture/codec.ts';
import {paintPicture} from '../terminal/half-blocks.ts';
import type {Size} from '../terminal/size.ts';
import {fitPicture} from './layout.ts';

const margin = 2;
/** Cells; a storybook picture of 144 px is not sharper when larger. */
const nativeRows = 18;
const mostRows = 20;

/** A finished picture in half blocks, as large as the window's width allows, to be printed once. */
export function pictureLines(image: RgbImage, {columns, isAscii}: Pick<Size, 'columns'> & {readonly isAscii: boolean}): string[] {
	const room = {columns: Math.max(1, columns - margin), rows: mostRows};
	const size = fitPicture(room, image.width / image.height);
	return size ? paintPicture(thumbnailOf(image), size, {isAscii}).map(line => ` ${line}`) : [];
}

/**
A finished picture at the best a terminal with a graphics protocol can do. To be called only after Ink is gone, and only if
stdout is that terminal: on Kitty terminal-image writes to stdout by itself, and what it returns is for stdout too.
*/
export async function nativePicture(png: Uint8Array): Promise<string> {
	const {default: terminalImage} = await import('terminal-image');
	return terminalImage.buffer(png, {height: nativeRows});
}
