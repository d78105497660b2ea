/** A private-use character stands for a picture's row; texts never hold one (see printable.ts). */
const firstMarker = 0xe000;
const marker = /[\uE000-\uF8FF]/g;

/** Holds the picture's lines beside the frame. */
export type Canvas = {
	/** The lines to show from the next frame on. */
	readonly show: (lines: readonly string[]) => void;
	/** A frame with each marker replaced by its line. */
	readonly fill: (frame: string) => string;
};

/**
Keeps pictures out of Ink, which takes every coloured cell apart at every frame (about 40 ms for 40 x 20 cells): the frame
holds one marker a row, and the line comes in when it is painted. Nothing may stand right of a picture.
*/
export function createCanvas(): Canvas {
	let lines: readonly string[] = [];
	return {
		show(next) {
			lines = next;
		},
		fill: frame => frame.replace(marker, character => lines[character.charCodeAt(0) - firstMarker] ?? ''),
	};
}

/** What the frame holds in place of a picture of so many lines. */
export const markers = (count: number): string =>
	Array.from({length: count}, (_, row) => String.fromCharCode(firstMarker + row)).join('\n');
