import {cellsOf} from './cells.ts';
import type {PictureLimit} from './frame-budget.ts';

/** A private-use character stands for what is drawn beside Ink, at its upper left corner; texts never hold one (see printable.ts). */
const firstMarker = 0xe000;
const marker = /([\uE000-\uE031])( *)/g;

/** The slot of the reasoning; pictures have those before it, from 0 on. */
export const reasoningSlot = 49;

/** Lines that stand in a frame, one below the other. */
export type Drawing = {
	readonly lines: readonly string[];
	/** Cells that each line takes; a shorter one is filled up where something follows it. */
	readonly columns: number;
	/** Cells that the frame keeps free for it; as many as it has by default. */
	readonly kept?: number;
	/** No line is shorter. */
	readonly isFull?: boolean;
};

/** Holds the lines of pictures, and of the reasoning, beside the frame. */
export type Canvas = {
	/** The most that one picture may have. */
	readonly picture: PictureLimit;
	/**
	Show this from the next frame on.
	@param slot - 0 .. 49.
	*/
	readonly show: (drawing: Drawing, slot?: number) => void;
	/** A frame with each drawing in the rows and columns that are kept free for it from its marker on. */
	readonly fill: (frame: string) => string;
	/** Rows of the first picture in the last frame; 0 when it has none. */
	readonly rows: () => number;
	/** Columns that were last given to a drawing. */
	readonly columns: (slot?: number) => number;
	/** Upper left corner of the first picture in the last frame, and the lines of that frame; undefined when it has none. */
	readonly corner: () => {readonly row: number; readonly column: number; readonly frameRows: number} | undefined;
};

/** A drawing, and its lines filled up to its columns, made when they are first needed. */
type Slot = Drawing & {readonly filled: string[]};

const nothing: Slot = {lines: [], columns: 1, filled: []};

/**
Keeps pictures and reasoning out of Ink, which takes every cell apart at every frame (about 40 ms for a picture of 40 x 20 cells): the frame
holds one marker and empty rows, and the lines come in when it is painted.
*/
export function createCanvas(picture: PictureLimit = {rows: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY}): Canvas {
	const slots = new Map<number, Slot>();
	let rows = 0;
	let corner: ReturnType<Canvas['corner']>;
	const slotOf = (character: string) => character.charCodeAt(0) - firstMarker;
	return {
		picture,
		show: (drawing, slot = 0) => void slots.set(slot, {...drawing, filled: []}),
		fill(frame) {
			rows = 0;
			corner = undefined;
			const lines = frame.split('\n');
			for (let top = 0; top < lines.length; top++) {
				const template = lines[top]!;
				const marked = Array.from(template.matchAll(marker), ([, character = '']) => slotOf(character));
				if (marked.length === 0) continue;
				const drawn = marked.map(slot => slots.get(slot) ?? nothing);
				if (marked.includes(0)) {
					rows = slots.get(0)?.lines.length ?? 0;
					corner = {row: top, column: columnOf(template, slot => slots.get(slot) ?? nothing), frameRows: lines.length};
				}
				const height = Math.max(1, ...drawn.map(({lines}) => lines.length));
				for (let row = 0; row < height; row++)
					lines[top + row] = drawRow(template, row, character => slots.get(slotOf(character)) ?? nothing);
				top += height - 1;
			}
			return lines.join('\n');
		},
		rows: () => rows,
		columns: (slot = 0) => slots.get(slot)?.columns ?? 0,
		corner: () => corner,
	};
}

/** Cells before the first picture in its first row. */
function columnOf(template: string, slotAt: (slot: number) => Slot): number {
	const before = template.slice(0, template.indexOf(markerOf()));
	// Something stands in place of the picture, so that what is before it is filled up.
	return cellsOf(drawRow(`${before}.`, 0, character => slotAt(character.charCodeAt(0) - firstMarker))) - 1;
}

/** A row of what is beside each other: the first row of the frame says where everything stands in all of them. */
function drawRow(template: string, row: number, slotAt: (character: string) => Slot): string {
	let isOpenEnded = false;
	const line = template.replace(marker, (found, character: string, blanks: string, offset: number) => {
		const slot = slotAt(character);
		const isLast = offset + found.length === template.length;
		isOpenEnded = isLast && slot.lines[row] === undefined;
		return isLast ? (slot.lines[row] ?? '') : `${filledLine(slot, row)}${blanks.slice((slot.kept ?? slot.columns) - 1)}`;
	});
	return isOpenEnded ? line.trimEnd() : line;
}

function filledLine({lines, columns, isFull = false, filled}: Slot, row: number): string {
	const line = lines[row] ?? '';
	if (isFull && lines[row] !== undefined) return line;
	filled[row] ??= `${line}${' '.repeat(Math.max(0, columns - cellsOf(line)))}`;
	return filled[row];
}

/** Placeholder of a drawing in the frame, at its upper left corner. */
export const markerOf = (slot = 0): string => String.fromCharCode(firstMarker + slot);
