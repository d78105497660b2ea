import {describeModel} from '../model/describe.ts';
import type {Pixels} from '../picture/codec.ts';
import {type Box, shadedParts} from '../picture/region.ts';
import {boxAround} from '../run/box-around.ts';
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
	const box = boxAround(codes, {columns: grid.columns, patch, place: placement});
	return {codes, count, box, preview: shadedParts(pixels, codes, patch)};
}
