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

/**
The picture at exactly this size (px): every new pixel is the mean of the area it covers. For shrinking. First down, then across, in loops that are
plain enough to be fast the first time: a short run on a slow machine calls it a few times only.
*/
export function resample(image: Pixels, width: number, height: number): Pixels {
	if (image.width === width && image.height === height) return image;
	const rows = spans(image.height, height);
	const columns = spans(image.width, width);
	const rgb = new Uint8Array(width * height * 3);
	const sums = new Float64Array(image.width * 3);
	for (let y = 0; y < height; y++) {
		sumRows(sums, image.rgb, rows, y);
		meanColumns(rgb.subarray(y * width * 3, (y + 1) * width * 3), sums, columns);
	}
	return {width, height, rgb};
}

/** The old rows that new row `y` covers, weighted, as one. */
function sumRows(sums: Float64Array, rgb: Uint8Array, {first, starts, weights}: Spans, y: number): void {
	sums.fill(0);
	const end = starts[y + 1]!;
	let from = first[y]! * sums.length;
	for (let at = starts[y]!; at < end; at++) {
		const weight = weights[at]!;
		for (let index = 0; index < sums.length; index++) sums[index]! += weight * rgb[from++]!;
	}
}

/** A new row of pixels out of such a row. */
function meanColumns(row: Uint8Array, sums: Float64Array, {first, starts, weights}: Spans): void {
	for (let x = 0, to = 0; to < row.length; x++) {
		// A half more, since what is stored is cut off behind the point.
		let [red, green, blue] = [0.5, 0.5, 0.5];
		const end = starts[x + 1]!;
		let from = first[x]! * 3;
		for (let at = starts[x]!; at < end; at++) {
			const weight = weights[at]!;
			red += weight * sums[from++]!;
			green += weight * sums[from++]!;
			blue += weight * sums[from++]!;
		}
		row[to++] = red;
		row[to++] = green;
		row[to++] = blue;
	}
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

/**
The old pixels that each new one covers along one axis: the first of them, and where its weights begin, which are the shares covered and add up
to 1.
*/
type Spans = {readonly first: Int32Array; readonly starts: Int32Array; readonly weights: Float64Array};

function spans(from: number, to: number): Spans {
	const scale = from / to;
	const first = Int32Array.from({length: to}, (_, index) => Math.floor(index * scale));
	const starts = new Int32Array(to + 1);
	const weights: number[] = [];
	for (let index = 0; index < to; index++) {
		const [start, end] = [index * scale, index * scale + scale];
		for (let at = first[index]!; at < Math.min(from, Math.ceil(end)); at++)
			weights.push((Math.min(end, at + 1) - Math.max(start, at)) / scale);
		starts[index + 1] = weights.length;
	}
	return {first, starts, weights: Float64Array.from(weights)};
}
