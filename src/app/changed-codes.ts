import {describeModel} from '../model/describe.ts';
import type {Pixels} from '../picture/codec.ts';
import {type Box, shadedParts} from '../picture/region.ts';
import {inpaintedCodes} from '../run/inpainting.ts';
import type {InputPicture} from './read-input.ts';

/** The part of a picture that an edit changes. */
export type ChangedCodes = {
	/** Row-major indices of its codes, ascending. */
	readonly codes: readonly number[];
	/** Codes of the whole picture. */
	readonly count: number;
	/** The rectangle around them, in pixels of the picture that was given. */
	readonly box: Box;
	/** The picture as the model takes it, with that part marked. */
	readonly preview: Pixels;
};

/** Work out the part that an edit of a picture changes; all of it without a mask. @throws UserError (65) when that is nothing */
export async function changedCodes({pixels, repaint, placement}: InputPicture, modelFolder: string): Promise<ChangedCodes> {
	const {patch} = await describeModel(modelFolder);
	const grid = {rows: pixels.height / patch, columns: pixels.width / patch};
	const count = grid.rows * grid.columns;
	const job = {input: pixels, repaint: repaint ?? {codes: Array.from({length: count}, (_, code) => code)}};
	const codes = inpaintedCodes(job, {grid, patch}) ?? [];
	const [rows, columns] = [codes.map(code => Math.floor(code / grid.columns)), codes.map(code => code % grid.columns)];
	const {seen, at} = placement;
	const x = (column: number) => seen.left + Math.round((Math.min(at.width, Math.max(0, column * patch - at.left)) * seen.width) / at.width);
	const y = (row: number) => seen.top + Math.round((Math.min(at.height, Math.max(0, row * patch - at.top)) * seen.height) / at.height);
	const [left, top] = [x(least(columns)), y(least(rows))];
	const box = {x: left, y: top, width: x(most(columns) + 1) - left, height: y(most(rows) + 1) - top};
	return {codes, count, box, preview: shadedParts(pixels, codes, patch)};
}

const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const most = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.max(a, b), 0);
