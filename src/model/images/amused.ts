import type {CodeId} from '../../decoder/ids.ts';
import {floatsOf, integersOf, type Place} from '../../runtime/session.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {finite} from '../not-finite.ts';
import {type AmusedConfig, amusedCodes, amusedDecoder, amusedEncoder, amusedPatch} from './amused-graph.ts';
import {checkCodes, checkTiles, codedPicture, drawnPicture, type ImageTokenizer} from './image-tokenizer.ts';
import {openHalf} from './open-half.ts';
import type {Planes} from './planes.ts';

/** The image tokenizer of family A: aMUSEd's VQ, whose codes are entries of a learned codebook. */
export function openAmused(weights: Weights, config: AmusedConfig, place: Place): ImageTokenizer {
	const patch = amusedPatch(weights);
	const codebookSize = amusedCodes(weights);
	const open = (graph: Uint8Array) => openHalf(graph, weights.folder, place, config.isFrugal);
	const [encoder, decoder] = [open(amusedEncoder(weights, config)), open(amusedDecoder(weights, config))];

	const encode = async (planes: Planes) => {
		checkTiles(planes, patch);
		const pixels = {data: planes.data, dims: [1, 3, planes.height, planes.width]};
		const given = await encoder.run({pixels}, ['latent', 'codes']);
		return {latent: finite(floatsOf(given.latent), codedPicture), codes: integersOf(given.codes) as CodeId[]};
	};
	return {
		patch,
		codebookSize,
		black: 0,
		latent: async planes => (await encode(planes)).latent,
		encode: async planes => (await encode(planes)).codes,
		async decode(codes, rows, columns) {
			checkCodes(codes, rows, columns, codebookSize);
			const {pixels} = await decoder.run({codes: {data: BigInt64Array.from(codes, BigInt), dims: [1, rows, columns]}}, ['pixels']);
			return {data: finite(floatsOf(pixels), drawnPicture), width: columns * patch, height: rows * patch};
		},
		async [Symbol.asyncDispose]() {
			await encoder[Symbol.asyncDispose]();
			await decoder[Symbol.asyncDispose]();
		},
	};
}
