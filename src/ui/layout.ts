/** Terminal cells. */
export type Size = {readonly columns: number; readonly rows: number};

/** How a run is laid out in a window: what goes where, in cells. */
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
	/** Lines shown under the title. */
	readonly notices: number;
	readonly hasPreview: boolean;
};

/** Windows smaller than this get plain lines instead of a screen. */
export const smallestWindow: Size = {columns: 20, rows: 6};

const sideFrom = 100;
const stackedFrom: Size = {columns: 60, rows: 12};
/** Ink wipes the scrollback when a frame is as tall as the window, so two rows stay free. */
const spareRows = 2;
const widestText = 76;
/** A bigger picture costs more to paint and shows no more. */
const largestPicture: Size = {columns: 40, rows: 20};
const smallestPictureRows = 4;
/** Cells that a token takes in print, its blank included. */
const cellsPerToken = 6;
const margin = 2;

/** Work out the layout of a window. The frame is never taller than `rows - 2`. */
export function layoutFor({columns, rows}: Size, {aspect, textLength, notices, hasPreview}: LayoutNeeds): Layout {
	const frameRows = Math.max(1, rows - spareRows);
	if (columns < stackedFrom.columns || rows < stackedFrom.rows) {
		const showsTitle = frameRows >= 4;
		const textRows = Math.max(0, frameRows - 1 - (showsTitle ? 1 : 0));
		return {kind: 'bar', text: {columns: Math.max(1, columns - margin), rows: textRows}, showsTitle, isAiry: false};
	}
	// Title, notices, blank, body, blank, status.
	const bodyRows = Math.max(1, frameRows - 4 - notices);
	const base = {showsTitle: true, isAiry: true};
	if (columns >= sideFrom) {
		const picture = hasPreview ? fitPicture({columns: largestPicture.columns, rows: bodyRows}, aspect) : undefined;
		const textColumns = Math.min(widestText, columns - margin - (picture ? picture.columns + 2 * margin : 0));
		return {...base, kind: 'side', text: {columns: textColumns, rows: bodyRows}, ...(picture && {picture})};
	}
	const textColumns = Math.min(widestText, columns - margin);
	const wantedRows = Math.ceil((textLength * cellsPerToken) / textColumns);
	const textRows = Math.max(1, Math.min(wantedRows, bodyRows - smallestPictureRows - 1));
	const picture = hasPreview ? fitPicture({columns: largestPicture.columns, rows: bodyRows - textRows - 1}, aspect) : undefined;
	return {...base, kind: 'stacked', text: {columns: textColumns, rows: picture ? textRows : bodyRows}, ...(picture && {picture})};
}

/** Whether a run shows its picture while it goes. */
export const hasRoomForPicture = (window: Size): boolean =>
	layoutFor(window, {aspect: 1, textLength: 0, notices: 0, hasPreview: true}).picture !== undefined;

/** The size of a picture in a room: a cell is twice as high as wide and holds two pixels. Undefined if it would be too small to see. */
export function fitPicture(room: Size, aspect: number): Size | undefined {
	const mostRows = Math.min(room.rows, largestPicture.rows);
	const rows = Math.min(mostRows, Math.floor(room.columns / (2 * aspect)));
	if (rows < smallestPictureRows) return undefined;
	return {rows, columns: Math.min(room.columns, Math.max(1, Math.round(rows * 2 * aspect)))};
}
