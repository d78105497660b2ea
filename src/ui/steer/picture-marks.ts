import type {Pixels} from '../../picture/codec.ts';
import type {Size} from '../terminal/size.ts';
import {codesMeant, currentPlan, type SteerState} from './steer-state.ts';

/** Marks on a picture: sets of codes, row-major, in a grid. */
export type PictureMarks = {
	readonly grid: {readonly rows: number; readonly columns: number};
	/** To be masked again. */
	readonly forgotten: ReadonlySet<number>;
	readonly kept: ReadonlySet<number>;
	/** Marked for the next key. */
	readonly marked: ReadonlySet<number>;
	/** The cursor, while it is in the picture. */
	readonly cursor: number | undefined;
};

export function marksOf(state: SteerState): PictureMarks {
	const {look, focus, code, marked, anchor} = state;
	const plan = currentPlan(state);
	const isMarking = marked.size > 0 || anchor !== undefined;
	return {
		grid: look.grid,
		forgotten: plan.codes,
		kept: new Set([...plan.keptCodes, ...look.fixedCodes]),
		marked: new Set(isMarking ? codesMeant(state) : []),
		cursor: focus === 'picture' ? code : undefined,
	};
}

/** From and to of a code along one side that is `length` long. */
const span = (index: number, count: number, length: number): readonly [number, number] => [
	Math.ceil((index * length) / count),
	Math.max(Math.ceil((index * length) / count) + 1, Math.ceil(((index + 1) * length) / count)),
];

function boxOf(code: number, {rows, columns}: PictureMarks['grid'], width: number, height: number) {
	const [left, right] = span(code % columns, columns, width);
	const [top, bottom] = span(Math.floor(code / columns), rows, height);
	return {left, right: Math.min(right, width), top, bottom: Math.min(bottom, height)};
}

type Colour = readonly [red: number, green: number, blue: number];
const colours = {forgotten: [0, 190, 210], kept: [70, 120, 255], marked: [255, 215, 80], cursor: [255, 255, 255], dark: [0, 0, 0]} as const;

/** The picture with its marks, to be drawn pixel by pixel: hatched what goes, framed what is kept, is marked, or has the cursor. */
export function markPixels({width, height, rgb: before}: Pixels, {grid, forgotten, kept, marked, cursor}: PictureMarks): Pixels {
	const rgb = Uint8Array.from(before);
	const put = (x: number, y: number, colour: Colour) => rgb.set(colour, (y * width + x) * 3);
	const hatch = (code: number) => {
		const {left, right, top, bottom} = boxOf(code, grid, width, height);
		for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) if ((x + y) % 3 === 0) put(x, y, colours.forgotten);
	};
	const frame = (code: number, colour: Colour, other: Colour = colour) => {
		const {left, right, top, bottom} = boxOf(code, grid, width, height);
		for (let y = top; y < bottom; y++) {
			for (let x = left; x < right; x++) {
				const isEdge = x === left || x === right - 1 || y === top || y === bottom - 1;
				if (isEdge) put(x, y, (x + y) % 2 === 0 ? colour : other);
			}
		}
	};
	for (const code of forgotten) hatch(code);
	for (const code of kept) frame(code, colours.kept);
	for (const code of marked) frame(code, colours.marked);
	if (cursor !== undefined) frame(cursor, colours.cursor, colours.dark);
	return {width, height, rgb};
}

/** The same for a picture that is drawn in characters, one a cell. */
export function markLines(lines: readonly string[], {columns, rows}: Size, marks: PictureMarks): string[] {
	const cells = lines.map(line => [...line]);
	const {grid, forgotten, kept, marked, cursor} = marks;
	const each = (code: number, draw: (row: number, column: number, box: ReturnType<typeof boxOf>) => string | undefined) => {
		const box = boxOf(code, grid, columns, rows);
		for (let row = box.top; row < box.bottom; row++) {
			for (let column = box.left; column < box.right; column++) {
				const drawn = draw(row, column, box);
				if (drawn !== undefined) cells[row]!.splice(column, 1, drawn);
			}
		}
	};
	for (const code of forgotten) each(code, () => '~');
	for (const code of kept) each(code, (_, column, {left, right}) => (column === left || column === right - 1 ? '|' : undefined));
	for (const code of marked) each(code, (_, column) => (column % 2 === 0 ? '>' : '<'));
	if (cursor !== undefined) each(cursor, (_, column, {left, right}) => (column === left ? '[' : column === right - 1 ? ']' : undefined));
	return cells.map(row => row.join(''));
}

/** The code at a cell of a picture; undefined beside it. */
export function codeAtCell(
	{row, column}: {readonly row: number; readonly column: number},
	{columns, rows}: Size,
	grid: PictureMarks['grid'],
) {
	if (row < 0 || column < 0 || row >= rows || column >= columns) return undefined;
	return Math.floor((row * grid.rows) / rows) * grid.columns + Math.floor((column * grid.columns) / columns);
}
