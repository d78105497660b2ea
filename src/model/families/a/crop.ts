import {roundHalfToEven} from '../../../decoder/schedule.ts';
import {type FilterName, type Pixels, resize} from '../../images/resize.ts';

/** Width and height, in pixels. */
export type Size = readonly [width: number, height: number];

/** Steps that bring a picture of family A to its image tokenizer, in order; a crop is left, top, right, bottom. */
export type CropStep =
	| {readonly type: 'resize'; readonly size: Size; readonly filter: FilterName}
	| {readonly type: 'crop'; readonly box: readonly [left: number, top: number, right: number, bottom: number]};

/** Family A was trained on pictures of about 512x512: 256 squares of this side (px). */
const cropSquare = 32;

/**
Sizes of about `squares` squares of `side` px whose sides differ by at most `maxRatio`, widest first.
Source: `generate_crop_size_list`, MMaDA-Parallel-A/utils/image_utils.py.
*/
export function cropSizes(squares: number, side = cropSquare, maxRatio = 4): Size[] {
	const sizes: Size[] = [];
	let [wide, high] = [squares, 1];
	while (wide > 0) {
		if (Math.max(wide, high) / Math.min(wide, high) <= maxRatio) sizes.push([wide * side, high * side]);
		if ((high + 1) * wide <= squares) high++;
		else wide--;
	}
	return sizes;
}

/** The size among `sizes` of which a picture covers the most; of equals the wider one. */
export function bestCrop([width, height]: Size, sizes: readonly Size[]): Size {
	const covered = ([w, h]: Size) => Math.min(w / width, h / height) / Math.max(w / width, h / height);
	const [best] = sizes.toSorted((a, b) => covered(b) - covered(a) || b[0] - a[0] || b[1] - a[1]);
	if (!best) throw new RangeError('There is no size to crop to.');
	return best;
}

/**
Steps that bring a picture to `target`: it is halved while it is at least twice as large, scaled to cover it, then cut. The released code cuts
at a random place; this is the middle. Source: `center_crop`, MMaDA-Parallel-A/utils/image_utils.py.
*/
export function cropSteps([width, height]: Size, target: Size): CropStep[] {
	const steps: CropStep[] = [];
	let [w, h] = [width, height];
	while (w >= 2 * target[0] && h >= 2 * target[1]) {
		[w, h] = [Math.floor(w / 2), Math.floor(h / 2)];
		steps.push({type: 'resize', size: [w, h], filter: 'box'});
	}
	const scale = Math.max(target[0] / w, target[1] / h);
	[w, h] = [roundHalfToEven(w * scale), roundHalfToEven(h * scale)];
	steps.push({type: 'resize', size: [w, h], filter: 'bicubic'});
	const [left, top] = [Math.floor((w - target[0]) / 2), Math.floor((h - target[1]) / 2)];
	steps.push({type: 'crop', box: [left, top, left + target[0], top + target[1]]});
	return steps;
}

/** Family A: the crop that fits the picture best. */
export function cropToFit(image: Pixels, sizes: readonly Size[] = cropSizes(256)): Pixels {
	const size: Size = [image.width, image.height];
	return cropSteps(size, bestCrop(size, sizes)).reduce(
		(picture, step) => (step.type === 'crop' ? cut(picture, step.box) : resize(picture, step.size[0], step.size[1], step.filter)),
		image,
	);
}

function cut(image: Pixels, [left, top, right, bottom]: readonly [number, number, number, number]): Pixels {
	const [width, height] = [right - left, bottom - top];
	const rgb = new Uint8Array(width * height * 3);
	for (let y = 0; y < height; y++) {
		const start = ((top + y) * image.width + left) * 3;
		rgb.set(image.rgb.subarray(start, start + width * 3), y * width * 3);
	}
	return {width, height, rgb};
}
