import type {Pixels} from '../../picture/codec.ts';

/** The SGR parameters that give a cell's ink or ground the colour of the pixel at `at` in `rgb`, as near as the terminal has it. */
export type ColourCode = (rgb: Uint8Array, at: number, plane: 'ink' | 'ground') => string;

/** @param level - 1 sixteen colours, 2 256, 3 all. */
export function colourCodes(level: 1 | 2 | 3): ColourCode {
	if (level === 3) return (rgb, at, plane) => `${plane === 'ink' ? 38 : 48};2;${rgb[at]};${rgb[at + 1]};${rgb[at + 2]}`;
	if (level === 2) return (rgb, at, plane) => `${plane === 'ink' ? 38 : 48};5;${nearest256(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!)}`;
	return (rgb, at, plane) => {
		const index = nearest16(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
		return `${(plane === 'ink' ? 30 : 40) + (index & 7) + (index > 7 ? 60 : 0)}`;
	};
}

/** Steps of a channel in the cube of 6 x 6 x 6 colours that xterm's palette holds from 16 on. */
const cube = [0, 95, 135, 175, 215, 255];
/** The nearest step to each value of a channel. */
const nearestStep = Uint8Array.from({length: 256}, (_, value) => nearestIndex(cube, value));

/** The nearest of the cube and the 24 greys from 232 on; the 16 before them differ from theme to theme. */
function nearest256(red: number, green: number, blue: number): number {
	const [r, g, b] = [nearestStep[red]!, nearestStep[green]!, nearestStep[blue]!];
	const step = Math.max(0, Math.min(23, Math.round(((red + green + blue) / 3 - 8) / 10)));
	const grey = 8 + 10 * step;
	const toCube = distance(red, green, blue, cube[r]!, cube[g]!, cube[b]!);
	return distance(red, green, blue, grey, grey, grey) < toCube ? 232 + step : 16 + 36 * r + 6 * g + b;
}

/** Red, green and blue of xterm's sixteen; themes change them, but keep their order. */
const sixteen: readonly (readonly [number, number, number])[] = [
	[0, 0, 0],
	[205, 0, 0],
	[0, 205, 0],
	[205, 205, 0],
	[0, 0, 238],
	[205, 0, 205],
	[0, 205, 205],
	[229, 229, 229],
	[127, 127, 127],
	[255, 0, 0],
	[0, 255, 0],
	[255, 255, 0],
	[92, 92, 255],
	[255, 0, 255],
	[0, 255, 255],
	[255, 255, 255],
];

/** Ranks of ordered dithering (Bayer, 4 x 4). Error diffusion would change far from where a picture changes. */
const ranks = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];
/** Part of the error that a colour makes good of those before it: with all of it, far colours are mixed. */
const goodPart = 0.75;

/** A picture in the sixteen colours alone, mixed where none of them is near: every pixel has exactly one of them. */
export function dithered({width, height, rgb}: Pixels): Pixels {
	const mixed = new Uint8Array(rgb.length);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const at = (y * width + x) * 3;
			const mix = mixOf(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
			mixed.set(sixteen[mix[ranks[(y & 3) * 4 + (x & 3)]!]!]!, at);
		}
	}
	return {width, height, rgb: mixed};
}

/** Mixtures by the five highest bits of red, green and blue: a picture has few others. */
const mixes = new Map<number, Uint8Array>();

/** Sixteen of the colours, from dark to bright, whose mean is near this one (pattern dithering after T. Knoll). */
function mixOf(red: number, green: number, blue: number): Uint8Array {
	const key = ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
	const known = mixes.get(key);
	if (known) return known;
	const wanted = [red, green, blue].map(value => (value & 0xf8) | (value >> 5)) as [number, number, number];
	const error = [0, 0, 0];
	const mix = Uint8Array.from(ranks, () => {
		const [r, g, b] = wanted.map((value, channel) => value + goodPart * error[channel]!) as [number, number, number];
		const index = nearest16(r, g, b);
		for (const [channel, value] of sixteen[index]!.entries()) error[channel]! += wanted[channel]! - value;
		return index;
	}).sort((one, other) => brightness(one) - brightness(other));
	mixes.set(key, mix);
	return mix;
}

const brightness = (index: number): number => {
	const [red, green, blue] = sixteen[index]!;
	return 2 * red + 5 * green + blue;
};

function nearest16(red: number, green: number, blue: number): number {
	let best = 0;
	let least = Number.POSITIVE_INFINITY;
	for (const [index, [r, g, b]] of sixteen.entries()) {
		const far = distance(red, green, blue, r, g, b);
		if (far < least) [best, least] = [index, far];
	}
	return best;
}

function nearestIndex(steps: readonly number[], value: number): number {
	let best = 0;
	for (const [index, step] of steps.entries()) if (Math.abs(step - value) < Math.abs(steps[best]! - value)) best = index;
	return best;
}

/** Squared, with the eye's weights for the channels. */
const distance = (r: number, g: number, b: number, r2: number, g2: number, b2: number): number =>
	2 * (r - r2) ** 2 + 4 * (g - g2) ** 2 + 3 * (b - b2) ** 2;
