import type {Pixels} from '../../picture/codec.ts';

/** Image codes as the last step left them, row-major, null where still masked, and the grid that they fill. */
export type Codes = {readonly codes: readonly (number | null)[]; readonly rows: number; readonly columns: number};

/** Share of a prediction's colour that is kept, and its range of brightness (0-255). */
const saturation = 0.18;
const darkest = 52;
const brightest = 138;

/**
A picture as it looks while it is only guessed: nearly grey and of middling brightness, so that the codes that are decided stand out in
full colour, at any size.
*/
export function pale({width, height, rgb}: Pixels): Pixels {
	const scale = (brightest - darkest) / 255;
	const guessed = new Uint8Array(rgb.length);
	for (let at = 0; at < rgb.length; at += 3) {
		const grey = 0.2126 * rgb[at]! + 0.7152 * rgb[at + 1]! + 0.0722 * rgb[at + 2]!;
		guessed[at] = darkest + (grey + (rgb[at]! - grey) * saturation) * scale;
		guessed[at + 1] = darkest + (grey + (rgb[at + 1]! - grey) * saturation) * scale;
		guessed[at + 2] = darkest + (grey + (rgb[at + 2]! - grey) * saturation) * scale;
	}
	return {width, height, rgb: guessed};
}

/** The picture, and its pale form where codes are still masked. */
export function withGuesses(picture: Pixels, guessed: Pixels, {codes, rows, columns}: Codes): Pixels {
	if (codes.length !== rows * columns || !codes.includes(null)) return picture;
	const {width, height} = picture;
	const rgb = Uint8Array.from(picture.rgb);
	for (let y = 0; y < height; y++) {
		const firstOfRow = Math.floor((y * rows) / height) * columns;
		for (let column = 0; column < columns; column++) {
			if (codes[firstOfRow + column] !== null) continue;
			const start = (y * width + Math.ceil((column * width) / columns)) * 3;
			const end = (y * width + Math.ceil(((column + 1) * width) / columns)) * 3;
			rgb.set(guessed.rgb.subarray(start, end), start);
		}
	}
	return {width, height, rgb};
}
