import type {Pixels} from '../../pixels.ts';

export type {Pixels};

/** Reach of a filter, in old pixels, and its weight at a distance. */
type Filter = {readonly reach: number; readonly weight: (distance: number) => number};

const filters = {
	box: {reach: 0.5, weight: x => (x > -0.5 && x <= 0.5 ? 1 : 0)},
	/** Keys' cubic with a = -0.5. */
	bicubic: {
		reach: 2,
		weight(distance) {
			const x = Math.abs(distance);
			if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
			return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
		},
	},
} satisfies Record<string, Filter>;

export type FilterName = keyof typeof filters;

/** Weights are whole multiples of 2^-22, as in Pillow. */
const one = 2 ** 22;

/**
The picture at another size, by the same arithmetic as Pillow's `Image.resize`, so that the networks see what they were trained on:
columns first, then rows, each rounded to bytes. Source: Pillow, src/libImaging/Resample.c.
*/
export function resize(image: Pixels, width: number, height: number, filter: FilterName): Pixels {
	return resizeRows(resizeColumns(image, width, filters[filter]), height, filters[filter]);
}

function resizeColumns(image: Pixels, width: number, filter: Filter): Pixels {
	if (image.width === width) return image;
	const rgb = new Uint8Array(width * image.height * 3);
	for (const [x, {first, weights}] of spans(image.width, width, filter).entries()) {
		for (let y = 0; y < image.height; y++) {
			for (let channel = 0; channel < 3; channel++) {
				const sum = weighted(image.rgb, (y * image.width + first) * 3 + channel, 3, weights);
				rgb[(y * width + x) * 3 + channel] = sum;
			}
		}
	}
	return {width, height: image.height, rgb};
}

function resizeRows(image: Pixels, height: number, filter: Filter): Pixels {
	if (image.height === height) return image;
	const stride = image.width * 3;
	const rgb = new Uint8Array(stride * height);
	for (const [y, {first, weights}] of spans(image.height, height, filter).entries()) {
		for (let x = 0; x < stride; x++) rgb[y * stride + x] = weighted(image.rgb, first * stride + x, stride, weights);
	}
	return {width: image.width, height, rgb};
}

/** The weighted sum of bytes that lie `stride` apart, as a byte. */
function weighted(bytes: Uint8Array, start: number, stride: number, weights: readonly number[]): number {
	let sum = one / 2;
	for (let index = 0; index < weights.length; index++) sum += bytes[start + index * stride]! * weights[index]!;
	return Math.min(255, Math.max(0, Math.floor(sum / one)));
}

/** For each new pixel the first old one it reads, and the weights from there on. */
function spans(from: number, to: number, {reach, weight}: Filter): {readonly first: number; readonly weights: readonly number[]}[] {
	const scale = from / to;
	const stretch = Math.max(scale, 1);
	return Array.from({length: to}, (_, index) => {
		const centre = (index + 0.5) * scale;
		const first = Math.max(0, Math.trunc(centre - reach * stretch + 0.5));
		const end = Math.min(from, Math.trunc(centre + reach * stretch + 0.5));
		const raw = Array.from({length: end - first}, (_unused, offset) => weight((offset + first - centre + 0.5) * (1 / stretch)));
		const total = raw.reduce((sum, value) => sum + value, 0);
		return {first, weights: raw.map(value => roundAway((value / total) * one))};
	});
}

const roundAway = (value: number): number => Math.trunc(value + (value < 0 ? -0.5 : 0.5));
