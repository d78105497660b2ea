import path from 'node:path';
import {z} from 'zod';
import type {CodeId} from '../decoder/ids.ts';
import {openSession} from '../runtime/session.ts';
import {damaged, readJson} from './files.ts';
import {lazy} from './lazy.ts';
import type {SessionPlace} from './llada.ts';
import {codeBits, halvings, type MagvitConfig, magvitDecoder, magvitEncoder} from './magvit-graph.ts';
import type {Planes} from './pixels.ts';
import {openWeights} from './weights.ts';

const configSchema = z.looseObject({
	norm_groups: z.int().min(1).max(4096).default(32),
	norm_eps: z.number().positive().default(1e-6),
	stem_patch: z.int().min(1).max(64).default(1),
});

/** A MAGVIT-v2 image tokenizer: pixels in [-1, 1] to codes of sign bits and back. */
export type ImageTokenizer = {
	/** Pixels per side of one code. */
	readonly patch: number;
	readonly codebookSize: number;
	/** Codes of a picture whose sides are multiples of the patch, row-major. */
	encode(planes: Planes): Promise<CodeId[]>;
	/** The encoder's last layer before it is turned into codes, (bits, rows, columns): for tests. */
	latent(planes: Planes): Promise<Float32Array>;
	/** The picture of row-major codes; values may leave [-1, 1] a little. */
	decode(codes: readonly CodeId[], rows: number, columns: number): Promise<Planes>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Open the image tokenizer in `folder`; each half opens with its first use. @throws UserError (exit 65 or 66) */
export async function openMagvit(folder: string, place: SessionPlace): Promise<ImageTokenizer> {
	const config = await readConfig(folder);
	const weights = await openWeights(folder);
	const bits = codeBits(weights);
	const patch = config.stemPatch * 2 ** halvings(weights);
	const graphs = {encoder: magvitEncoder(weights, config), decoder: magvitDecoder(weights, config)};
	const encoder = lazy(() => openSession(graphs.encoder, {...place, folder}));
	const decoder = lazy(() => openSession(graphs.decoder, {...place, folder}));

	const latent = async ({data, width, height}: Planes) => {
		if (width % patch !== 0 || height % patch !== 0)
			throw new RangeError(`A picture of ${width}x${height} is not made of tiles of ${patch} pixels.`);
		const result = await (await encoder.get()).run({pixels: {data, dims: [1, 3, height, width]}}, ['latent']);
		return Float32Array.from(result.latent.data, Number);
	};
	return {
		patch,
		codebookSize: 2 ** bits,
		latent,
		encode: async planes => signsToCodes(await latent(planes), bits),
		async decode(codes, rows, columns) {
			if (codes.length !== rows * columns) throw new RangeError(`${codes.length} codes for a grid of ${rows} x ${columns}.`);
			const result = await (await decoder.get()).run({latent: {data: codesToSigns(codes, bits), dims: [1, bits, rows, columns]}}, [
				'pixels',
			]);
			return {data: Float32Array.from(result.pixels.data, Number), width: columns * patch, height: rows * patch};
		},
		async [Symbol.asyncDispose]() {
			await encoder.dispose();
			await decoder.dispose();
		},
	};
}

async function readConfig(folder: string): Promise<MagvitConfig> {
	const file = path.join(folder, 'config.json');
	const parsed = configSchema.safeParse(await readJson(file));
	if (!parsed.success) throw damaged(file, 'is not the config of a MAGVIT-v2 image tokenizer', parsed.error);
	return {groups: parsed.data.norm_groups, epsilon: parsed.data.norm_eps, stemPatch: parsed.data.stem_patch};
}

/** Lookup-free quantisation: bit = value > 0, most significant first. (bits, n) -> (n,) */
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
