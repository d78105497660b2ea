import {type Size, spareRows} from '../terminal/size.ts';
/** Layout of a run in a window: the place of each part, in cells. */
export type Layout = {
	/** Picture beside the text, below it, or no picture and a one-line bar. */
	readonly kind: 'side' | 'stacked' | 'bar';
	/** Most rows of the reasoning, and their width. */
	readonly text: Size;
	/** Absent where there is no room, or none is wanted. */
	readonly picture?: Size;
	readonly showsTitle: boolean;
	/** Blank lines around the body. */
	readonly isAiry: boolean;
};

export type LayoutNeeds = {
	/** Width by height of the picture. */
	readonly aspect: number;
	/** Tokens of the reasoning: what it will need at most. */
	readonly textLength: number;
	/** Lines shown under the title, and under the status line. */
	readonly notices: number;
	readonly helpRows?: number;
	readonly hasPreview: boolean;
	/** Rows that the picture should have; by default as many as fit. */
	readonly pictureRows?: number | undefined;
};

/** Windows smaller than this get plain lines instead of a screen. */
export const smallestWindow: Size = {columns: 20, rows: 6};
/** A picture that is smaller is too small to see. */
export const smallestPictureRows = 4;

const sideFrom = 72;
const stackedFrom: Size = {columns: 40, rows: 12};
const widestText = 76;
/** Beside a picture, in a window of `sideFrom` columns and in one that is half as wide again. */
const narrowestText = [28, 36] as const;
const lowestText = 3;
/** Blank columns between words and picture. */
export const gutter = 3;
/** Cells that a token takes in print, its blank included. */
export const cellsPerToken = 6;
const margin = 2;

/** Work out the layout of a window. The frame is never taller than `rows - 2`. */
export function layoutFor({columns, rows}: Size, {notices, helpRows = 0, ...needs}: LayoutNeeds): Layout {
	const frameRows = Math.max(1, rows - spareRows) - helpRows;
	if (columns < stackedFrom.columns || frameRows < stackedFrom.rows - spareRows) {
		const showsTitle = frameRows >= 4;
		const textRows = Math.max(0, frameRows - 1 - (showsTitle ? 1 : 0));
		return {kind: 'bar', text: {columns: Math.max(1, columns - margin), rows: textRows}, showsTitle, isAiry: false};
	}
	// Title, notices, blank, body, blank, status.
	const bodyRows = Math.max(1, frameRows - 4 - notices);
	const body = columns >= sideFrom ? besideText(columns, bodyRows, needs) : belowText(columns, bodyRows, needs);
	return {showsTitle: true, isAiry: true, kind: columns >= sideFrom ? 'side' : 'stacked', ...body};
}

type Body = Pick<Layout, 'text' | 'picture'>;
type BodyNeeds = Omit<LayoutNeeds, 'notices' | 'helpRows'>;

function besideText(columns: number, rows: number, {aspect, hasPreview, pictureRows = rows}: BodyNeeds): Body {
	const kept = columns < 1.5 * sideFrom ? narrowestText[0] : narrowestText[1];
	const room = {columns: columns - margin - kept - gutter, rows: Math.min(rows, pictureRows)};
	const picture = hasPreview ? fitPicture(room, aspect) : undefined;
	const textColumns = Math.min(widestText, columns - margin - (picture ? picture.columns + gutter : 0));
	return {text: {columns: textColumns, rows}, ...(picture && {picture})};
}

function belowText(columns: number, rows: number, {aspect, textLength, hasPreview, pictureRows}: BodyNeeds): Body {
	const textColumns = Math.min(widestText, columns - margin);
	const wantedRows = Math.ceil((textLength * cellsPerToken) / textColumns);
	const keptRows = Math.max(1, Math.min(wantedRows, Math.max(lowestText, Math.floor(rows / 3)), rows - smallestPictureRows - 1));
	const room = {columns: columns - margin, rows: Math.min(rows - keptRows - 1, pictureRows ?? rows)};
	const picture = hasPreview ? fitPicture(room, aspect) : undefined;
	if (!picture) return {text: {columns: textColumns, rows}};
	return {text: {columns: textColumns, rows: Math.max(1, Math.min(wantedRows, rows - picture.rows - 1))}, picture};
}

/** The size of a picture in a room: a cell is twice as high as wide and holds two pixels. Undefined if it would be too small to see. */
export function fitPicture(room: Size, aspect: number): Size | undefined {
	const rows = Math.min(room.rows, Math.floor(room.columns / (2 * aspect)));
	if (rows < smallestPictureRows) return undefined;
	return {rows, columns: Math.min(room.columns, Math.max(1, Math.round(rows * 2 * aspect)))};
}
