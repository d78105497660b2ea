import {type Size, spareRows} from '../terminal/size.ts';
import {cellsPerToken, fitPicture} from './layout.ts';

/** Layout of several pictures in a window, each over a line of its own, with a reasoning below them. */
export type GridLayout = {
	/** Pictures beside each other; 0 when there is no room for any that can be seen. */
	readonly perRow: number;
	/** Size of each picture, in cells. */
	readonly picture: Size;
	readonly text: Size;
	/** Blank lines around the reasoning. */
	readonly isAiry: boolean;
};

export type GridNeeds = {
	readonly count: number;
	/** Width by height of a picture. */
	readonly aspect: number;
	/** Tokens of the reasoning. */
	readonly textLength: number;
	readonly helpRows: number;
	/** Most rows of a picture. */
	readonly pictureRows?: number | undefined;
};

/** Cells between two pictures. */
export const gridGap = 2;
const margin = 1;
/** Title and status line; a blank line around each part. */
const [partRows, blankRows] = [2, 3];
/** From so many rows on, a frame without pictures has blank lines too. */
const airyRows = 8;

/** The grid whose pictures are largest. The frame is never taller than `rows - 2`. */
export function gridLayout(
	{columns, rows}: Size,
	{count, aspect, textLength, helpRows, pictureRows = Number.POSITIVE_INFINITY}: GridNeeds,
): GridLayout {
	const width = Math.max(1, columns - 2 * margin);
	const frameRows = Math.max(partRows, rows - spareRows - helpRows);
	const wanted = Math.ceil((textLength * cellsPerToken) / width);
	let best = withoutPictures(width, frameRows, wanted);
	const free = frameRows - partRows - blankRows;
	const textRows = Math.max(1, Math.min(wanted, Math.max(3, Math.floor(rows / 5))));
	for (let perRow = 1; perRow <= count; perRow++) {
		const lines = Math.ceil(count / perRow);
		const room = {
			columns: Math.floor((width + gridGap) / perRow) - gridGap,
			// A line under each picture.
			rows: Math.min(pictureRows, Math.floor((free - textRows) / lines) - 1),
		};
		const picture = fitPicture(room, aspect);
		if (picture && picture.rows > best.picture.rows) best = {perRow, picture, text: {columns: width, rows: textRows}, isAiry: true};
	}
	return best;
}

function withoutPictures(columns: number, frameRows: number, wanted: number): GridLayout {
	const isAiry = frameRows >= airyRows;
	const rows = Math.min(wanted, frameRows - partRows - (isAiry ? blankRows - 1 : 0));
	return {perRow: 0, picture: {columns: 0, rows: 0}, text: {columns, rows}, isAiry};
}
