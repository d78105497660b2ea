import type {Output} from '../decoder/denoiser.ts';
import {type CodeId, type TokenId, toCode} from '../decoder/ids.ts';
import type {RgbImage} from '../events/events.ts';
import type {EngineModel} from './engine-model.ts';
import type {Pixels} from './job.ts';

/** Codes of the output picture, row-major; null where still masked. */
export const outputCodes = ({image}: Output, {mask, codeOffset}: EngineModel['tokens']): (CodeId | null)[] =>
	image.map(token => (token === mask ? null : toCode(token, codeOffset)));

/**
The picture of an output in progress: where a code is still masked the network's latest sample stands in, and where there is none yet
(before the first image step) grey.
*/
export async function pictureOf(model: EngineModel, output: Output, prediction?: readonly TokenId[]): Promise<RgbImage> {
	const {tokens, facts} = model;
	const best = output.image.map((token, row) => (token === tokens.mask ? (prediction?.[row] ?? tokens.mask) : token));
	const codes = outputCodes({...output, image: best}, tokens);
	const unknown = codes.flatMap((code, row) => (code === null ? [row] : []));
	const {rows, columns} = facts.grid;
	if (unknown.length === codes.length) return toRgbImage(greyPicture(columns * facts.patch, rows * facts.patch));
	const filler = codes.find(code => code !== null)!;
	const picture = await model.decodeImage(
		codes.map(code => code ?? filler),
		rows,
		columns,
	);
	return toRgbImage(greyOut(picture, unknown, columns));
}

const grey = 128;

const greyPicture = (width: number, height: number): Pixels => ({width, height, rgb: new Uint8Array(width * height * 3).fill(grey)});

/** The picture with the named tokens of a grid `columns` wide grey. */
function greyOut({width, height, rgb}: Pixels, tokens: readonly number[], columns: number): Pixels {
	const painted = Uint8Array.from(rgb);
	const patch = width / columns;
	for (const token of tokens) {
		const left = (token % columns) * patch;
		const top = Math.floor(token / columns) * patch;
		for (let y = top; y < top + patch; y++) painted.fill(grey, (y * width + left) * 3, (y * width + left + patch) * 3);
	}
	return {width, height, rgb: painted};
}

const toRgbImage = ({width, height, rgb}: Pixels): RgbImage => ({width, height, rgb: Buffer.from(rgb).toString('base64')});
