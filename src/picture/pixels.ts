import {createHash} from 'node:crypto';
import type {RgbImage} from '../events/events.ts';
import type {Pixels} from '../pixels.ts';

export type {Pixels};

/** Longest side (px) of a preview on the screen and in a transcript: both read the same pixels, so a replay paints the same frames. */
export const thumbnailSide = 48;

/** The pixels of an event's image. */
export const toPixels = ({width, height, rgb}: RgbImage): Pixels => ({width, height, rgb: Buffer.from(rgb, 'base64')});

/** The event form of pixels: plain JSON. */
export const toRgbImage = ({width, height, rgb}: Pixels): RgbImage => ({
	width,
	height,
	rgb: Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength).toString('base64'),
});

/** sha256 (hex) of pixels: tells whether a picture is the one that an edit started from. */
export const pixelsDigest = ({width, height, rgb}: Pixels): string =>
	createHash('sha256').update(`${width}x${height}\n`).update(rgb).digest('hex');

/** Each pixel becomes a `factor` x `factor` block: hard edges, for contact sheets. */
export function upscaleNearest({width, height, rgb}: Pixels, factor: number): Pixels {
	const out = new Uint8Array(width * height * factor * factor * 3);
	const stride = width * factor * 3;
	for (let y = 0; y < height; y++) {
		const first = y * factor * stride;
		for (let x = 0; x < width * factor; x++) {
			const from = (y * width + Math.floor(x / factor)) * 3;
			out.set(rgb.subarray(from, from + 3), first + x * 3);
		}
		for (let copy = 1; copy < factor; copy++) out.copyWithin(first + copy * stride, first, first + stride);
	}
	return {width: width * factor, height: height * factor, rgb: out};
}

/** The picture at exactly this size (px): every new pixel is the mean of the area it covers. For shrinking. */
export function resample(image: Pixels, width: number, height: number): Pixels {
	if (image.width === width && image.height === height) return image;
	const columns = spans(image.width, width);
	const rgb = new Uint8Array(width * height * 3);
	let to = 0;
	for (const {first: top, weights: rowWeights} of spans(image.height, height)) {
		for (const {first: left, weights: columnWeights} of columns) {
			let red = 0;
			let green = 0;
			let blue = 0;
			for (let down = 0; down < rowWeights.length; down++) {
				let from = ((top + down) * image.width + left) * 3;
				for (let right = 0; right < columnWeights.length; right++) {
					const weight = rowWeights[down]! * columnWeights[right]!;
					red += weight * image.rgb[from++]!;
					green += weight * image.rgb[from++]!;
					blue += weight * image.rgb[from++]!;
				}
			}
			rgb[to++] = Math.round(red);
			rgb[to++] = Math.round(green);
			rgb[to++] = Math.round(blue);
		}
	}
	return {width, height, rgb};
}

/** The picture with its longest side at most 48 px, its shape kept: all that a preview needs. Doing it twice changes nothing. */
export function thumbnail(image: Pixels): Pixels {
	const scale = Math.min(1, thumbnailSide / Math.max(image.width, image.height));
	return resample(image, Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
}

const thumbnails = new WeakMap<RgbImage, Pixels>();

/** The thumbnail of an event's image, made once: the screen shows it, and it is written down. */
export function thumbnailOf(image: RgbImage): Pixels {
	const small = thumbnails.get(image) ?? thumbnail(toPixels(image));
	thumbnails.set(image, small);
	return small;
}

/** The old pixels that a new one covers along one axis, weighted by the share covered; the weights add up to 1. */
type Span = {readonly first: number; readonly weights: readonly number[]};

function spans(from: number, to: number): Span[] {
	const scale = from / to;
	return Array.from({length: to}, (_, index) => {
		const start = index * scale;
		const end = start + scale;
		const first = Math.floor(start);
		const count = Math.min(from, Math.ceil(end)) - first;
		const shareOf = (at: number) => (Math.min(end, at + 1) - Math.max(start, at)) / scale;
		return {first, weights: Array.from({length: count}, (_, offset) => shareOf(first + offset))};
	});
}
