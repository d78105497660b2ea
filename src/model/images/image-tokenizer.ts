import type {CodeId} from '../../decoder/ids.ts';
import type {Planes} from './planes.ts';

/** Facts of an image tokenizer before it is used. */
export type ImageFacts = {
	/** Pixels per side of one code. */
	readonly patch: number;
	readonly codebookSize: number;
};

/** Pictures to codes and back. */
export type ImageTokenizer = ImageFacts & {
	/** Value of a black pixel; a white one is 1. */
	readonly black: 0 | -1;
	/** Codes of a picture whose sides are multiples of the patch, row-major. */
	encode(planes: Planes): Promise<CodeId[]>;
	/** The encoder's last layer before it is turned into codes, (channels, rows, columns): for tests. */
	latent(planes: Planes): Promise<Float32Array>;
	/** The picture of row-major codes; values may go a little beyond black and white. */
	decode(codes: readonly CodeId[], rows: number, columns: number): Promise<Planes>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Results of the two halves, as errors call them. */
export const codedPicture = 'What the image tokenizer makes of the picture';
export const drawnPicture = 'What the image tokenizer draws';

/** @throws RangeError when the sides are not whole tiles. */
export function checkTiles({width, height}: Planes, patch: number): void {
	if (width % patch === 0 && height % patch === 0 && width > 0 && height > 0) return;
	throw new RangeError(`A picture of ${width}x${height} is not made of tiles of ${patch} pixels.`);
}

/** @throws RangeError when the codes do not fill the grid, or are none of the codebook. */
export function checkCodes(codes: readonly CodeId[], rows: number, columns: number, codebookSize: number): void {
	if (codes.length !== rows * columns) throw new RangeError(`${codes.length} codes for a grid of ${rows} x ${columns}.`);
	const wrong = codes.find(code => !Number.isInteger(code) || code < 0 || code >= codebookSize);
	if (wrong !== undefined) throw new RangeError(`${wrong} is none of ${codebookSize} image codes.`);
}
