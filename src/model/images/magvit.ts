import type {CodeId} from '../../decoder/ids.ts';
import {floatsOf, type Place} from '../../runtime/session.ts';
import {damaged} from '../checkpoint/json-file.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {finite} from '../not-finite.ts';
import {checkCodes, checkTiles, codedPicture, drawnPicture, type ImageTokenizer} from './image-tokenizer.ts';
import {type MagvitConfig, magvitBits, magvitDecoder, magvitEncoder, magvitGrid, magvitPatch} from './magvit-graph.ts';
import {openHalf} from './open-half.ts';
import type {Planes} from './planes.ts';

/** The image tokenizer of family M and of the bundled model: codes are signs (lookup-free quantisation). */
export function openMagvit(weights: Weights, config: MagvitConfig, place: Place): ImageTokenizer {
	const bits = magvitBits(weights);
	const patch = magvitPatch(weights, config);
	const grid = magvitGrid(weights);
	const codebookSize = 2 ** bits;
	const open = (graph: Uint8Array) => openHalf(graph, weights.folder, place, config.isFrugal);
	const [encoder, decoder] = [open(magvitEncoder(weights, config)), open(magvitDecoder(weights, config))];

	const latent = async (planes: Planes) => {
		checkTiles(planes, patch);
		const result = await encoder.run({pixels: {data: planes.data, dims: [1, 3, planes.height, planes.width]}}, ['latent']);
		return finite(floatsOf(result.latent), codedPicture);
	};
	return {
		patch,
		codebookSize,
		black: -1,
		latent,
		encode: async planes => signsToCodes(await latent(planes), bits),
		async decode(codes, rows, columns) {
			checkCodes(codes, rows, columns, codebookSize);
			if (grid && (grid.rows !== rows || grid.columns !== columns))
				throw damaged(weights.folder, `draws grids of ${grid.rows} x ${grid.columns} codes, and the model makes ${rows} x ${columns}`);
			const signs = {data: codesToSigns(codes, bits), dims: [1, bits, rows, columns]};
			const {pixels} = await decoder.run({latent: signs}, ['pixels']);
			return {data: finite(floatsOf(pixels), drawnPicture), width: columns * patch, height: rows * patch};
		},
		async [Symbol.asyncDispose]() {
			await encoder[Symbol.asyncDispose]();
			await decoder[Symbol.asyncDispose]();
		},
	};
}

/** Bit = value > 0, most significant first. (bits, n) -> (n,) */
function signsToCodes(latent: Float32Array, bits: number): CodeId[] {
	const count = latent.length / bits;
	return Array.from({length: count}, (_, place) => {
		let code = 0;
		for (let bit = 0; bit < bits; bit++) code = code * 2 + (latent[bit * count + place]! > 0 ? 1 : 0);
		return code as CodeId;
	});
}

/** The inverse of `signsToCodes`: +1 for a set bit, -1 for another. (n,) -> (bits, n) */
function codesToSigns(codes: readonly CodeId[], bits: number): Float32Array {
	return Float32Array.from({length: bits * codes.length}, (_, index) => {
		const bit = Math.floor(index / codes.length);
		return ((codes[index % codes.length]! >> (bits - 1 - bit)) & 1) * 2 - 1;
	});
}
