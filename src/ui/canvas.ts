/** A private-use character stands for a picture's row; texts never hold one (see printable.ts). */
const firstMarker = 0xe000;
const rowsPerSlot = 128;
const marker = /([\uE000-\uF8FF])( *)/g;

/** Holds the lines of pictures beside the frame. */
export type Canvas = {
	/**
	The lines to show from the next frame on, each so many cells wide.
	@param slot - Which picture of the frame, 0 .. 49.
	*/
	readonly show: (lines: readonly string[], columns: number, slot?: number) => void;
	/** A frame with each marker, and the blanks that keep its place free, replaced by its line. */
	readonly fill: (frame: string) => string;
	/** Rows of the first picture in the last frame; 0 when it has none. */
	readonly rows: () => number;
};

/**
Keeps pictures out of Ink, which takes every coloured cell apart at every frame (about 40 ms for 40 x 20 cells): the frame
holds one marker a row, and the line comes in when it is painted.
*/
export function createCanvas(): Canvas {
	const slots = new Map<number, {readonly lines: readonly string[]; readonly columns: number}>();
	let rows = 0;
	return {
		show: (lines, columns, slot = 0) => void slots.set(slot, {lines, columns}),
		fill(frame) {
			rows = 0;
			return frame.replace(marker, (_, character: string, blanks: string) => {
				const index = character.charCodeAt(0) - firstMarker;
				const slot = Math.floor(index / rowsPerSlot);
				if (slot === 0) rows++;
				const {lines = [], columns = 1} = slots.get(slot) ?? {};
				return `${lines[index % rowsPerSlot] ?? ' '.repeat(columns)}${blanks.slice(columns - 1)}`;
			});
		},
		rows: () => rows,
	};
}

/** What the frame holds in place of a picture of so many lines. */
export const markers = (count: number, slot = 0): string =>
	Array.from({length: count}, (_, row) => String.fromCharCode(firstMarker + slot * rowsPerSlot + row)).join('\n');
