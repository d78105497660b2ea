import {exitCodes, UserError} from '../errors.ts';
import {decodeLayers, type Layers} from './decode.ts';
import type {Pixels} from './pixels.ts';

/** A mask as black and white, white where it marks; and how it was read, where that has to be told. */
export type ReadMask = {readonly mask: Pixels; readonly notice?: string};

/** Shares of the pixels that are looked at. Brushes leave soft edges, and JPEG stains. */
const nearlyAll = 0.95;
const some = 0.005;
/** Smallest share of the pixels that counts as a hole: a square of 22 px in a megapixel. */
const smallestHole = 0.0005;
/** Thresholds of brightness and colour, of 255. */
const dark = 56;
const light = 200;
const colourful = 60;
/** Mean distance of the colours of one drawn shape from their mean, and of a picture from a copy of it. */
const oneColour = 24;
const samePicture = 16;

/**
Read a mask of a picture of the same size: white on black as it is; of one with transparency what is meant by it. White or coloured
strokes on nothing mark what they cover, a picture with a hole marks the hole.
@throws UserError (65) when it is no picture, or says nothing that could be told with certainty
*/
export async function readMask(bytes: Uint8Array, name: string, original: Pixels): Promise<ReadMask> {
	const layers = await decodeLayers(bytes, name);
	const {width, height, alpha} = layers;
	// Another size says enough against it, which the caller tells.
	if (width !== original.width || height !== original.height) return {mask: {width, height, rgb: layers.rgb}};
	const most = alpha ? alpha.reduce((one, other) => Math.max(one, other), 0) : 255;
	if (most === 0) throw unclear(name, 'is wholly transparent');
	// Half of what the strongest stroke covers: its soft edges are neither drawn nor clear.
	const isDrawn = (pixel: number) => !alpha || 2 * alpha[pixel]! >= most;
	const drawn = lookAt(layers, isDrawn);
	if (!alpha || drawn.share > 1 - smallestHole) {
		if (drawn.colourful <= 1 - nearlyAll) return {mask: {width, height, rgb: layers.rgb}};
		if (drawn.light > some && drawn.light + drawn.dark + drawn.middle >= nearlyAll) return {mask: {width, height, rgb: layers.rgb}};
		// Strokes of a colour on a black ground.
		if (drawn.dark >= some && drawn.colourful + drawn.dark >= nearlyAll) {
			return {mask: grey(width, height, pixel => brightness(layers.rgb, pixel))};
		}
		throw unclear(name, 'is a picture in colours');
	}
	const shape = () => grey(width, height, pixel => Math.min(255, (alpha[pixel]! * 255) / most));
	if (drawn.light >= nearlyAll) return {mask: shape()};
	const hole = () => ({
		mask: grey(width, height, pixel => 255 - Math.min(255, (alpha[pixel]! * 255) / most)),
		notice: `\`${name}\` is read as a picture with a part erased: that part is changed.`,
	});
	if (isCopy(layers, original, isDrawn)) return hole();
	// White and black strokes on nothing: the white ones mark.
	if (drawn.light > some && drawn.light + drawn.dark >= nearlyAll) {
		return {mask: grey(width, height, pixel => (brightness(layers.rgb, pixel) * Math.min(255, (alpha[pixel]! * 255) / most)) / 255)};
	}
	if (drawn.dark >= nearlyAll) throw unclear(name, 'is black and transparent: either of the two could be meant');
	if (drawn.spread <= oneColour || (drawn.colourful >= nearlyAll && drawn.share < 0.5)) {
		return {mask: shape(), notice: `\`${name}\` is read as strokes on a clear ground: the part that they cover is changed.`};
	}
	if (drawn.share >= 0.5) return hole();
	throw unclear(name, 'is a picture in colours, most of it transparent');
}

type Looks = {
	/** Share of all pixels that are drawn, 0-1; the others are shares of the drawn ones. */
	readonly share: number;
	readonly light: number;
	readonly dark: number;
	readonly middle: number;
	readonly colourful: number;
	/** Mean distance from the mean colour. */
	readonly spread: number;
};

function lookAt({width, height, rgb}: Pixels, isDrawn: (pixel: number) => boolean): Looks {
	const counts = {drawn: 0, light: 0, dark: 0, middle: 0, colourful: 0};
	const sums = [0, 0, 0];
	for (let pixel = 0; pixel < width * height; pixel++) {
		if (!isDrawn(pixel)) continue;
		counts.drawn++;
		for (let channel = 0; channel < 3; channel++) sums[channel]! += rgb[pixel * 3 + channel]!;
		counts[kindOf(rgb, pixel)]++;
	}
	const mean = sums.map(sum => sum / counts.drawn);
	let distance = 0;
	for (let pixel = 0; pixel < width * height; pixel++)
		if (isDrawn(pixel)) for (let channel = 0; channel < 3; channel++) distance += Math.abs(rgb[pixel * 3 + channel]! - mean[channel]!);
	const share = (count: number) => count / counts.drawn;
	return {
		share: counts.drawn / (width * height),
		light: share(counts.light),
		dark: share(counts.dark),
		middle: share(counts.middle),
		colourful: share(counts.colourful),
		spread: distance / (3 * counts.drawn),
	};
}

function kindOf(rgb: Uint8Array, pixel: number): 'light' | 'dark' | 'middle' | 'colourful' {
	const most = brightness(rgb, pixel);
	const least = Math.min(rgb[pixel * 3]!, rgb[pixel * 3 + 1]!, rgb[pixel * 3 + 2]!);
	if (most < dark) return 'dark';
	if (most - least >= colourful) return 'colourful';
	return least >= light ? 'light' : 'middle';
}

const brightness = (rgb: Uint8Array, pixel: number): number => Math.max(rgb[pixel * 3]!, rgb[pixel * 3 + 1]!, rgb[pixel * 3 + 2]!);

/** Whether the drawn part is the picture itself, perhaps saved again. */
function isCopy({rgb}: Layers, original: Pixels, isDrawn: (pixel: number) => boolean): boolean {
	let [distance, count] = [0, 0];
	for (let pixel = 0; pixel < rgb.length / 3; pixel++) {
		if (!isDrawn(pixel)) continue;
		count++;
		for (let at = pixel * 3; at < pixel * 3 + 3; at++) distance += Math.abs(rgb[at]! - original.rgb[at]!);
	}
	return distance / (3 * count) <= samePicture;
}

function grey(width: number, height: number, shade: (pixel: number) => number): Pixels {
	const rgb = new Uint8Array(width * height * 3);
	for (let pixel = 0; pixel < width * height; pixel++) rgb.fill(Math.round(shade(pixel)), pixel * 3, pixel * 3 + 3);
	return {width, height, rgb};
}

const unclear = (name: string, fault: string) =>
	new UserError(`The mask \`${name}\` ${fault}.`, {
		hint: 'Save it without transparency, white where the picture is to be changed and black elsewhere.',
		exitCode: exitCodes.badData,
	});
