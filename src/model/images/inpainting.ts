import {roundHalfToEven} from '../../decoder/schedule.ts';
import type {Pixels} from './resize.ts';

/** A rectangle around the centre, by its share of the height and the width: repaint inside it, or all but it. */
export type InpaintByRatio = {
	readonly mode: 'inpainting' | 'outpainting';
	readonly heightRatio: number;
	readonly widthRatio: number;
};

/** White (from this grey on) means repaint. */
const white = 128;
const grey = 127;

/**
Tokens of a picture to inpaint, row-major: those of which the rectangle covers more than half.
Source: `encode_img_with_paint`, MMaDA-Parallel-A/utils/image_utils.py.
*/
export function tokensByRatio({width, height}: {readonly width: number; readonly height: number}, patch: number, paint: InpaintByRatio) {
	const {left, top, right, bottom} = rectangle(width, height, paint);
	const isOutside = paint.mode === 'outpainting';
	return tokens(width, height, patch, (x, y) => (x >= left && x < right && y >= top && y < bottom) !== isOutside);
}

/** Tokens that a mask picture of the same size marks: those that are white by more than half. */
export function tokensByMask({width, height, rgb}: Pixels, patch: number): boolean[] {
	return tokens(width, height, patch, (x, y) => {
		const start = (y * width + x) * 3;
		return rgb[start]! + rgb[start + 1]! + rgb[start + 2]! >= 3 * white;
	});
}

/** The picture with the part to be painted grey, as the released code shows it: one pixel too much at the right and bottom when inside. */
export function paintPreview(image: Pixels, paint: InpaintByRatio): Pixels {
	const {left, top, right, bottom} = rectangle(image.width, image.height, paint);
	const rgb = Uint8Array.from(image.rgb);
	for (let y = 0; y < image.height; y++) {
		for (let x = 0; x < image.width; x++) {
			const isGrey =
				paint.mode === 'inpainting' ? x >= left && x <= right && y >= top && y <= bottom : x < left || x >= right || y < top || y >= bottom;
			if (isGrey) rgb.fill(grey, (y * image.width + x) * 3, (y * image.width + x) * 3 + 3);
		}
	}
	return {...image, rgb};
}

function rectangle(width: number, height: number, {heightRatio, widthRatio}: InpaintByRatio) {
	const high = roundHalfToEven(height * heightRatio);
	const wide = roundHalfToEven(width * widthRatio);
	const top = Math.floor((height - high) / 2);
	const left = Math.floor((width - wide) / 2);
	return {left, top, right: left + wide, bottom: top + high};
}

/** For every tile, whether more than half of its pixels are marked. */
function tokens(width: number, height: number, patch: number, isMarked: (x: number, y: number) => boolean): boolean[] {
	const columns = Math.floor(width / patch);
	return Array.from({length: columns * Math.floor(height / patch)}, (_, token) => {
		const left = (token % columns) * patch;
		const top = Math.floor(token / columns) * patch;
		let marked = 0;
		for (let y = top; y < top + patch; y++) for (let x = left; x < left + patch; x++) if (isMarked(x, y)) marked++;
		return 2 * marked > patch * patch;
	});
}
