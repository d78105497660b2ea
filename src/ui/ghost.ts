import type {Pixels} from '../output/png.ts';

/** Image codes as the last step left them, row-major, null where still masked, and the grid that they fill. */
export type Codes = {readonly codes: readonly (number | null)[]; readonly rows: number; readonly columns: number};

/** How much of a guess's colour is kept, and its range of brightness (0-255). */
const saturation = 0.18;
const darkest = 52;
const brightest = 138;

/**
The picture with what is only guessed so far pale: nearly grey and of middling brightness, so that the codes that are decided
stand out in full colour, at any size.
*/
export function paleGuesses({width, height, rgb}: Pixels, {codes, rows, columns}: Codes): Pixels {
	if (codes.length !== rows * columns || !codes.includes(null)) return {width, height, rgb};
	const pale = Uint8Array.from(rgb);
	for (let y = 0; y < height; y++) {
		const firstOfRow = Math.floor((y * rows) / height) * columns;
		for (let x = 0; x < width; x++) {
			if (codes[firstOfRow + Math.floor((x * columns) / width)] !== null) continue;
			const at = (y * width + x) * 3;
			const grey = 0.2126 * rgb[at]! + 0.7152 * rgb[at + 1]! + 0.0722 * rgb[at + 2]!;
			for (let channel = at; channel < at + 3; channel++) {
				const mixed = grey + (rgb[channel]! - grey) * saturation;
				pale[channel] = darkest + (mixed * (brightest - darkest)) / 255;
			}
		}
	}
	return {width, height, rgb: pale};
}
