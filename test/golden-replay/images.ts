import path from 'node:path';
import type {CodeId, TokenId} from '../../src/decoder/ids.ts';
import {cropToFit, type Size} from '../../src/model/families/a/crop.ts';
import {withNewlines} from '../../src/model/families/a/layout.ts';
import type {ImageTokenizer} from '../../src/model/images/image-tokenizer.ts';
import {paintPreview, tokensByRatio} from '../../src/model/images/inpainting.ts';
import {type Planes, toBytes, toPlanes} from '../../src/model/images/planes.ts';
import {type Pixels, resize} from '../../src/model/images/resize.ts';
import {readTensors} from '../model/recipe.ts';
import {readJsonAs, readPicture} from './files.ts';
import {near, same, type Tally} from './tally.ts';

type Encoded = {
	readonly name: string;
	readonly png: string;
	readonly latent_h: number;
	readonly latent_w: number;
	readonly codes: readonly number[];
	readonly encode_img_with_breaks?: readonly number[];
	readonly resized_png?: string;
};
type Decoded = {readonly name: string; readonly png?: string; readonly h: number; readonly w: number; readonly codes: readonly CodeId[]};
type Painted = {
	readonly image: string;
	readonly mode: 'inpainting' | 'outpainting';
	readonly mask_h_ratio: number;
	readonly mask_w_ratio: number;
	readonly tokens: readonly number[];
	readonly vis_png: string;
};
type Cropped = {
	readonly in_png: string;
	readonly out_png: string;
	readonly crop_size_list: readonly Size[];
	readonly in_size: Size;
	readonly out_size: Size;
};
type Golden = {
	readonly encode?: readonly Encoded[];
	readonly decode?: readonly Decoded[];
	readonly paint?: readonly Painted[];
	readonly crop?: readonly Cropped[];
};

const pixelTolerance = 1e-5;
/** Deep chains of norms amplify rounding: the golden README names these. */
const latentTolerance = {latents: 1e-3, z: 1e-4};

/** Replay vqvae/golden: codes, latents, pixels, pre-processing and painting. */
export async function replayImages(name: string, images: ImageTokenizer, folder: string, tally: Tally): Promise<void> {
	const {encode = [], decode = [], paint = [], crop = []} = await readJsonAs<Golden>(folder, 'golden.json');
	const tensors = await readTensors(path.join(folder, 'golden.safetensors'));
	const truth = (key: string) => (tensors.has(key) ? tensors.floats(key) : undefined);

	for (const row of encode) await tally.check(`${name}: codes of ${row.name}`, () => checkEncoded(row));
	for (const row of decode) await tally.check(`${name}: pixels of ${row.name}`, () => checkDecoded(row));
	for (const row of paint) await tally.check(`${name}: ${row.mode} of ${row.image}`, () => checkPainted(row));
	for (const {in_png, out_png, crop_size_list, out_size} of crop) {
		await tally.check(`${name}: crop of ${in_png}`, async () => {
			const cropped = cropToFit(await readPicture(folder, in_png), crop_size_list);
			same('its size', [cropped.width, cropped.height], out_size);
			near('its pixels', cropped.rgb, (await readPicture(folder, out_png)).rgb, 1);
		});
	}

	async function checkEncoded({name: key, png, latent_h, latent_w, codes, encode_img_with_breaks: broken, resized_png}: Encoded) {
		// A picture of another size than its codes say is squashed to it (family M).
		const picture = resize(await readPicture(folder, png), latent_w * images.patch, latent_h * images.patch, 'bicubic');
		if (resized_png) near('the squashed picture', picture.rgb, (await readPicture(folder, resized_png)).rgb, 1);
		const planes = toPlanes(picture.rgb, picture.width, picture.height, images.black);
		const pixels = truth(`${key}.pixels`);
		if (pixels) near('the network input', planes.data, pixels, pixelTolerance);
		const given = await images.encode(planes);
		same('the codes', given, codes);
		if (tensors.has(`${key}.codes`)) same('the stored codes', given, tensors.integers(`${key}.codes`));
		for (const kind of ['latents', 'z'] as const) {
			const latent = truth(`${key}.${kind}`);
			if (latent) near(`the ${kind}`, await images.latent(planes), latent, latentTolerance[kind]);
		}
		if (broken) same('the tokens with newlines', brokenTokens(given, latent_w, broken), broken);
	}

	async function checkDecoded({name: key, png, h, w, codes}: Decoded) {
		const planes = await images.decode(codes, h, w);
		const raw = truth(`${key}.pixels_raw`);
		if (!raw) throw new Error('golden.safetensors does not hold its pixels');
		near('the raw pixels', planes.data, raw, pixelTolerance);
		if (png) checkBytes(planes, images, await readPicture(folder, png));
	}

	async function checkPainted({image, mode, mask_h_ratio, mask_w_ratio, tokens, vis_png}: Painted) {
		const picture = await readPicture(folder, `${image}.png`);
		const ratios = {mode, heightRatio: mask_h_ratio, widthRatio: mask_w_ratio};
		const isPainted = tokensByRatio(picture, images.patch, ratios);
		const codes = await images.encode(toPlanes(picture.rgb, picture.width, picture.height, images.black));
		const columns = picture.width / images.patch;
		const newline = tokens[columns]!;
		const mask = tokens.find((token, index) => isPainted[index - Math.floor(index / (columns + 1))] && token !== newline) ?? -1;
		const offset = tokens.reduce((found, token, index) => {
			const place = index - Math.floor(index / (columns + 1));
			return (index + 1) % (columns + 1) !== 0 && !isPainted[place] ? token - codes[place]! : found;
		}, 0);
		const expected = codes.map((code, place) => (isPainted[place] ? mask : code + offset));
		same('the tokens', withNewlines(expected as TokenId[], columns, newline as TokenId), tokens);
		near('what it shows', paintPreview(picture, ratios).rgb, (await readPicture(folder, vis_png)).rgb, 1);
	}
}

/** The codes as tokens between their marks, which are read from the recorded ones together with the offset of code 0. */
function brokenTokens(codes: readonly CodeId[], columns: number, recorded: readonly number[]): number[] {
	const offset = recorded[1]! - codes[0]!;
	const tokens = codes.map(code => code + offset);
	return [recorded[0]!, ...withNewlines(tokens as TokenId[], columns, recorded[columns + 1] as TokenId), recorded.at(-1)!];
}

/** 8-bit pixels as the released code writes them, to one unit. */
export function checkBytes(planes: Planes, {black}: ImageTokenizer, expected: Pixels): void {
	same('the size', [planes.width, planes.height], [expected.width, expected.height]);
	near('the 8-bit pixels', toBytes(planes, black, black === -1 ? 'down' : 'nearest'), expected.rgb, 1);
}
