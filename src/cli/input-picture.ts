import {exitCodes, UserError} from '../errors.ts';
import {familyOf} from '../model/family.ts';
import {imagePatch} from '../model/open-image-tokenizer.ts';
import {prepareForFamily} from '../model/prepare-image.ts';
import {type Pixels, readFitted, readRgb} from '../output/png.ts';
import type {Repaint} from '../run/protocol.ts';
import type {FoundModel} from '../store/find-model.ts';
import type {RepaintOption} from './setting-flags.ts';

/** The picture to edit as the model takes it, and the part of it that is painted anew. */
export type InputPicture = {readonly pixels: Pixels; readonly repaint?: Repaint | undefined};

/** Read the picture to edit, and its mask. @throws UserError: 66 when a file is missing, 65 when it is no picture or the two do not fit */
export async function readInput(file: string, repaint: RepaintOption | undefined, model: FoundModel): Promise<InputPicture> {
	const pixels = await prepare(file, model);
	if (!repaint || !('maskFile' in repaint)) return {pixels, repaint};
	const [picture, mask] = [await readRgb(file), await readRgb(repaint.maskFile)];
	if (picture.width !== mask.width || picture.height !== mask.height) {
		throw new UserError(
			`The mask \`${repaint.maskFile}\` is ${mask.width}x${mask.height} px, and \`${file}\` ${picture.width}x${picture.height} px.`,
			{hint: 'Give a mask of the size of the picture, white where it is to be painted anew.', exitCode: exitCodes.badData},
		);
	}
	return {pixels, repaint: {mask: await prepare(repaint.maskFile, model)}};
}

/** A picture brought to the model's size the way it was trained. */
async function prepare(file: string, {config, folder}: FoundModel): Promise<Pixels> {
	if (config.storybook) {
		const {rows, columns, patch} = config.storybook;
		return readFitted(file, columns * patch, rows * patch);
	}
	const {imageTokens} = config.released;
	const side = imageTokens === undefined ? undefined : Math.floor(Math.sqrt(imageTokens)) * (await imagePatch(folder));
	return prepareForFamily(await readRgb(file), await familyOf(folder, config), side);
}
