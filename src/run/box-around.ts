import type {Job} from './job.ts';

/** A rectangle in pixels of the picture that was given, from its top left corner. */
export type PixelBox = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** Place of a picture's part in the one that the model takes. */
export type InputPlace = NonNullable<Job['inputPlace']>;

/** The rectangle around codes, in pixels of the picture that was given. @param codes - row-major indices, one at least */
export function boxAround(
	codes: readonly number[],
	{columns, patch, place: {seen, at}}: {readonly columns: number; readonly patch: number; readonly place: InputPlace},
): PixelBox {
	const [down, across] = [codes.map(code => Math.floor(code / columns)), codes.map(code => code % columns)];
	const x = (column: number) => seen.left + Math.round((Math.min(at.width, Math.max(0, column * patch - at.left)) * seen.width) / at.width);
	const y = (row: number) => seen.top + Math.round((Math.min(at.height, Math.max(0, row * patch - at.top)) * seen.height) / at.height);
	const [left, top] = [x(least(across)), y(least(down))];
	return {x: left, y: top, width: x(most(across) + 1) - left, height: y(most(down) + 1) - top};
}

const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const most = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);
