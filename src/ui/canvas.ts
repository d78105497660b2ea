import stringWidth from 'string-width';

/** A private-use character stands for a line of what is drawn beside Ink; texts never hold one (see printable.ts). */
const firstMarker = 0xe000;
const rowsPerSlot = 128;
const marker = /([\uE000-\uF8FF])( *)/g;

/** The slot of the reasoning; pictures have those before it, from 0 on. */
export const reasoningSlot = 49;

/** Lines that stand in a frame, one below the other. */
export type Drawing = {
	readonly lines: readonly string[];
	/** Cells that each line takes; a shorter one is filled up where something follows it. */
	readonly columns: number;
	/** Cells that the frame keeps free for it: as many, unless given. */
	readonly kept?: number;
};

/** Holds the lines of pictures, and of the reasoning, beside the frame. */
export type Canvas = {
	/**
	What to show from the next frame on.
	@param slot - 0 .. 49.
	*/
	readonly show: (drawing: Drawing, slot?: number) => void;
	/** A frame with each marker, and the blanks that keep its place free, replaced by its line. */
	readonly fill: (frame: string) => string;
	/** Rows of the first picture in the last frame; 0 when it has none. */
	readonly rows: () => number;
};

/**
Keeps pictures and reasoning out of Ink, which takes every cell apart at every frame (about 40 ms for a picture of 40 x 20 cells): the frame holds one marker a row, and the line comes in when it is painted.
*/
export function createCanvas(): Canvas {
	const slots = new Map<number, Drawing>();
	let rows = 0;
	return {
		show: (drawing, slot = 0) => void slots.set(slot, drawing),
		fill(frame) {
			rows = 0;
			return frame.replace(marker, (found, character: string, blanks: string, offset: number) => {
				const index = character.charCodeAt(0) - firstMarker;
				const slot = Math.floor(index / rowsPerSlot);
				if (slot === 0) rows++;
				const {lines, columns, kept = columns} = slots.get(slot) ?? {lines: [], columns: 1};
				const line = lines[index % rowsPerSlot] ?? '';
				const next = frame[offset + found.length] ?? '\n';
				if (next === '\n') return line;
				return `${line}${' '.repeat(Math.max(0, columns - stringWidth(line)))}${blanks.slice(kept - 1)}`;
			});
		},
		rows: () => rows,
	};
}

/** What the frame holds in place of so many lines. */
export const markers = (count: number, slot = 0): string =>
	Array.from({length: count}, (_, row) => String.fromCharCode(firstMarker + slot * rowsPerSlot + row)).join('\n');
