import type {Pixels} from './pixels.ts';

/** Parts of a picture that have a name. */
export const regions = ['left', 'right', 'top', 'bottom', 'sky'] as const;
export type Region = (typeof regions)[number];

/** A rectangle in pixels of a picture, from its top left corner. */
export type Box = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** The rectangle of a named part: halves; the sky is the upper two thirds, where things fly. */
export function boxOf(region: Region, {width, height}: Pick<Pixels, 'width' | 'height'>): Box {
	const whole = {x: 0, y: 0, width, height};
	const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
	switch (region) {
		case 'left':
			return {...whole, width: halfWidth};
		case 'right':
			return {...whole, x: width - halfWidth, width: halfWidth};
		case 'top':
			return {...whole, height: halfHeight};
		case 'bottom':
			return {...whole, y: height - halfHeight, height: halfHeight};
		case 'sky':
			return {...whole, height: Math.ceil((2 * height) / 3)};
	}
}

/** A mask of a picture's size, white within a rectangle; undefined where the two do not meet. */
export function boxMask({width, height}: Pick<Pixels, 'width' | 'height'>, box: Box): Pixels | undefined {
	const [right, bottom] = [Math.min(width, box.x + box.width), Math.min(height, box.y + box.height)];
	if (box.x >= right || box.y >= bottom) return undefined;
	const rgb = new Uint8Array(3 * width * height);
	for (let row = box.y; row < bottom; row++) rgb.fill(255, 3 * (row * width + box.x), 3 * (row * width + right));
	return {width, height, rgb};
}

/** The same mask with white and black exchanged. */
export const inverted = (mask: Pixels): Pixels => ({...mask, rgb: mask.rgb.map(value => 255 - value)});

/** Squares along the longer side of a picture that a shaded part is checked with. */
const squares = 24;

/** A picture with some of its parts under a chequered veil. @param parts - row-major indices of squares of `patch` pixels */
export function shadedParts({width, height, rgb}: Pixels, parts: readonly number[], patch: number): Pixels {
	const side = Math.max(1, Math.round(Math.max(width, height) / squares));
	const columns = Math.floor(width / patch);
	const out = Uint8Array.from(rgb);
	for (const part of parts) {
		const [left, top] = [(part % columns) * patch, Math.floor(part / columns) * patch];
		for (let y = top; y < top + patch; y++) {
			for (let x = left; x < left + patch; x++) {
				const veil = (Math.floor(x / side) + Math.floor(y / side)) % 2 === 0 ? 255 : 0;
				for (let at = 3 * (y * width + x), channel = 0; channel < 3; channel++)
					out[at + channel] = Math.round(0.35 * (rgb[at + channel] ?? 0) + 0.65 * veil);
			}
		}
	}
	return {width, height, rgb: out};
}
