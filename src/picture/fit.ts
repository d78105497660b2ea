import type {PixelSize} from '../pixels.ts';
import {type Pixels, resize} from './codec.ts';
import type {Fit} from './fits.ts';
import {blend} from './mask.ts';

/** A rectangle of whole pixels. */
export type Rect = PixelSize & {readonly left: number; readonly top: number};

/** Placement of a part of a picture in a picture of another size. */
export type Placement = {
	readonly fit: Fit;
	/** Size of the picture itself. */
	readonly original: PixelSize;
	/** The part that went in, in the picture's own pixels. */
	readonly seen: Rect;
	/** Size of what it went into. */
	readonly target: PixelSize;
	/** Its place there. */
	readonly at: Rect;
};

/** Placement of a picture of size `original` in one of size `target`. */
export function place(original: PixelSize, target: PixelSize, fit: Fit): Placement {
	const seen = fit === 'crop' ? centred(original, target) : whole(original);
	const at = fit === 'pad' ? centred(target, original) : whole(target);
	return {fit, original: sizeOf(original), seen, target: sizeOf(target), at};
}

/** The picture at its new size. */
export async function fitTo(image: Pixels, {seen, target, at}: Placement): Promise<Pixels> {
	return drawOut(await resize(cut(image, seen), at.width, at.height), target, at);
}

/**
The input with the part that the model saw replaced by what it made of it, at the input's own size. `result` may have another size
than the model was given. `mask`, of the input's size, is white where the result may show.
*/
export async function putBack(input: Pixels, result: Pixels, {seen, target, at}: Placement, mask?: Pixels): Promise<Pixels> {
	const drawn = await resize(cut(result, scale(at, target, result)), seen.width, seen.height);
	const rgb = Uint8Array.from(input.rgb);
	for (let y = 0; y < seen.height; y++) {
		const start = ((seen.top + y) * input.width + seen.left) * 3;
		rgb.set(drawn.rgb.subarray(y * seen.width * 3, (y + 1) * seen.width * 3), start);
	}
	const back = {width: input.width, height: input.height, rgb};
	return mask ? blend(input, back, mask) : back;
}

const sizeOf = ({width, height}: PixelSize): PixelSize => ({width, height});
const whole = ({width, height}: PixelSize): Rect => ({left: 0, top: 0, width, height});

/** The largest rectangle of the shape of `shape` in the middle of `area`. */
function centred(area: PixelSize, shape: PixelSize): Rect {
	const factor = Math.min(area.width / shape.width, area.height / shape.height);
	const width = Math.min(area.width, Math.max(1, Math.round(shape.width * factor)));
	const height = Math.min(area.height, Math.max(1, Math.round(shape.height * factor)));
	return {left: Math.floor((area.width - width) / 2), top: Math.floor((area.height - height) / 2), width, height};
}

/** A rectangle of a picture of size `from` in the same picture at size `to`. */
function scale({left, top, width, height}: Rect, from: PixelSize, to: PixelSize): Rect {
	const [across, down] = [to.width / from.width, to.height / from.height];
	const [x, y] = [Math.floor(left * across), Math.floor(top * down)];
	return {
		left: x,
		top: y,
		width: Math.min(to.width - x, Math.max(1, Math.round(width * across))),
		height: Math.min(to.height - y, Math.max(1, Math.round(height * down))),
	};
}

function cut(image: Pixels, {left, top, width, height}: Rect): Pixels {
	if (width === image.width && height === image.height) return image;
	const rgb = new Uint8Array(width * height * 3);
	for (let y = 0; y < height; y++) {
		const start = ((top + y) * image.width + left) * 3;
		rgb.set(image.rgb.subarray(start, start + width * 3), y * width * 3);
	}
	return {width, height, rgb};
}

/** The picture at its place in a larger one, its border pixels repeated to the edges. */
function drawOut(image: Pixels, {width, height}: PixelSize, {left, top}: Rect): Pixels {
	if (width === image.width && height === image.height) return image;
	const rgb = new Uint8Array(width * height * 3);
	const clamp = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
	for (let y = 0; y < height; y++) {
		const row = clamp(y - top, image.height) * image.width;
		for (let x = 0; x < width; x++) {
			const from = (row + clamp(x - left, image.width)) * 3;
			rgb.set(image.rgb.subarray(from, from + 3), (y * width + x) * 3);
		}
	}
	return {width, height, rgb};
}
