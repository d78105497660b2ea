import {basename} from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {readStdin, type Stdin, stdinName} from '../files/stdin.ts';
import {decodeImage, encodePng, maxImageBytes, type Pixels, readImageFile} from '../picture/codec.ts';
import type {Placement} from '../picture/fit.ts';
import type {Fit} from '../picture/fits.ts';
import {readMask} from '../picture/read-mask.ts';
import {type Box, boxMask, boxOf, inverted} from '../picture/region.ts';
import type {Repaint} from '../run/job.ts';
import type {FoundModel} from '../store/find-model.ts';
import {placeFor} from './place-input.ts';
import type {RepaintOption} from './request.ts';

/** The picture to edit, and the part of it that is changed. */
export type InputPicture = {
	/** The user's name for it, without folders. */
	readonly name: string;
	/** The bytes of its file, and of its mask's. */
	readonly file: Uint8Array;
	readonly maskFile?: Uint8Array | undefined;
	/** Upright, at its own size. */
	readonly original: Pixels;
	/** As the model takes it. */
	readonly pixels: Pixels;
	/** Placement of a part of `original` in `pixels`. */
	readonly placement: Placement;
	readonly repaint?: Repaint | undefined;
	/** The mask at the size of `original`, white where the picture may change. */
	readonly mask?: Pixels | undefined;
};

export type InputOptions = {
	/** Name for it, if not that of its file. */
	readonly name?: string | undefined;
	/** The bytes of its file, if they are not to be read. */
	readonly file?: Uint8Array | undefined;
	/** The same of its mask. */
	readonly maskFile?: Uint8Array | undefined;
	readonly repaint?: RepaintOption | undefined;
	/** Way of bringing it to the model's size; by default as the model was trained. */
	readonly fit?: Fit | undefined;
	readonly stdin: Stdin;
};

/** Read the picture to edit, and its mask. @throws UserError: 66 when a file is missing, 65 when it is no picture or the two do not fit */
export async function readInput(
	path: string,
	model: FoundModel,
	{name, file: given, maskFile: givenMask, repaint, fit, stdin}: InputOptions,
): Promise<InputPicture> {
	const isPiped = path === stdinName;
	const shown = name ?? (isPiped ? 'stdin' : path);
	const file = given ?? (isPiped ? await readStdin(stdin, maxImageBytes) : await readImageFile(path));
	const original = await decodeImage(file, shown);
	const {placement, prepare} = await placeFor(model, original, fit);
	const input = {name: basename(shown), file, original, pixels: await prepare(original), placement};
	if (!repaint || 'mode' in repaint || 'codes' in repaint) return {...input, repaint};
	const turned = (mask: Pixels) => (repaint.isInverted ? inverted(mask) : mask);
	if (!('maskFile' in repaint)) {
		const box = 'box' in repaint ? repaint.box : boxOf(repaint.region, original);
		const drawn = boxMask(original, box);
		if (!drawn) throw outside(box, shown, original);
		const mask = turned(drawn);
		return {...input, mask, repaint: {mask: await prepare(mask)}};
	}
	const maskFile = givenMask ?? (await readImageFile(repaint.maskFile));
	const {mask: read, notice} = await readMask(maskFile, repaint.maskFile, original);
	const mask = turned(read);
	if (original.width !== mask.width || original.height !== mask.height) {
		throw new UserError(
			`The mask \`${repaint.maskFile}\` is ${mask.width}x${mask.height} px, and \`${shown}\` ${original.width}x${original.height} px.`,
			{hint: 'Give a mask of the size of the picture, white where it is to be changed.', exitCode: exitCodes.badData},
		);
	}
	return {...input, maskFile, mask, repaint: {mask: await prepare(mask), ...(notice !== undefined && {notice})}};
}

const outside = ({x, y}: Box, shown: string, {width, height}: Pixels): UserError =>
	new UserError(`The box begins at ${x},${y}, and \`${shown}\` has ${width}x${height} px.`, {
		hint: 'Give a box that lies in the picture: x,y,width,height from its top left corner.',
		exitCode: exitCodes.badData,
	});

/** A picture that was drawn before, to be edited further. */
export async function drawnInput(name: string, drawn: Pixels, model: FoundModel): Promise<InputPicture> {
	const {placement, prepare} = await placeFor(model, drawn);
	return {name, file: await encodePng(drawn), original: drawn, pixels: await prepare(drawn), placement};
}
