import type {Pixels} from '../../picture/codec.ts';

/** Levels of red, green and blue in the palette: 252 colours, within the 256 registers that terminals have. */
const levels = [6, 7, 6] as const;
/** Thresholds of ordered dithering (Bayer, 4 x 4), -0.5 to 0.5. */
const thresholds = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map(rank => (rank + 0.5) / 16 - 0.5);
/** Rows of pixels that one character holds, a bit each. */
const bandRows = 6;
const firstCharacter = 63;

/** A picture as a sixel sequence, a pixel a pixel: for terminals that list it among their attributes. */
export function sixelOf({width, height, rgb}: Pixels): string {
	const registers = registersOf({width, height, rgb});
	const used = [...new Set(registers)];
	const palette = used.map(register => `#${register};2;${percents(register).join(';')}`).join('');
	const bands = Array.from({length: Math.ceil(height / bandRows)}, (_, band) => bandText(registers, {width, height}, band));
	return `\u001BPq"1;1;${width};${height}${palette}${bands.join('-')}\u001B\\`;
}

/** The palette's register of each pixel. */
function registersOf({width, height, rgb}: Pixels): Uint8Array {
	const registers = new Uint8Array(width * height);
	for (let pixel = 0; pixel < registers.length; pixel++) {
		const threshold = thresholds[(Math.floor(pixel / width) & 3) * 4 + ((pixel % width) & 3)]!;
		let register = 0;
		for (const [channel, count] of levels.entries()) {
			const level = Math.round((rgb[pixel * 3 + channel]! / 255) * (count - 1) + threshold * 0.9);
			register = register * count + Math.max(0, Math.min(count - 1, level));
		}
		registers[pixel] = register;
	}
	return registers;
}

/** Red, green and blue of a register, 0 to 100. */
function percents(register: number): number[] {
	const [, greens, blues] = levels;
	const parts = [Math.floor(register / (greens * blues)), Math.floor(register / blues) % greens, register % blues];
	return parts.map((level, channel) => Math.round((level * 100) / (levels[channel]! - 1)));
}

/** Six rows of pixels, colour by colour over one another. */
function bandText(registers: Uint8Array, {width, height}: {readonly width: number; readonly height: number}, band: number): string {
	const top = band * bandRows;
	const rows = Math.min(bandRows, height - top);
	const masks = new Map<number, Uint8Array>();
	for (let row = 0; row < rows; row++) {
		for (let x = 0; x < width; x++) {
			const register = registers[(top + row) * width + x]!;
			let mask = masks.get(register);
			if (!mask) {
				mask = new Uint8Array(width);
				masks.set(register, mask);
			}
			mask[x]! |= 1 << row;
		}
	}
	return [...masks].map(([register, mask]) => `#${register}${runLengths(mask)}`).join('$');
}

function runLengths(mask: Uint8Array): string {
	let text = '';
	for (let from = 0; from < mask.length; ) {
		let to = from + 1;
		while (to < mask.length && mask[to] === mask[from]) to++;
		const character = String.fromCharCode(firstCharacter + mask[from]!);
		// Blanks at the end need not be drawn.
		if (to < mask.length || mask[from] !== 0) text += to - from > 3 ? `!${to - from}${character}` : character.repeat(to - from);
		from = to;
	}
	return text;
}
