import {exitCodes, UserError} from '../errors.ts';
import {readWhole} from '../files/read-file.ts';
import type {PictureFormat} from './formats.ts';
import {imageFormats, isHevc, sniffImage} from './magic.ts';
import type {Pixels} from './pixels.ts';

export {type Pixels, resample, thumbnail, thumbnailOf, toPixels, toRgbImage, upscaleNearest} from './pixels.ts';

/** Most of an image file that is read (bytes). */
export const maxImageBytes = 50_000_000;
const maxPixels = 64_000_000;
/** Loaded on first use: sharp costs about 100 ms, which `--help` need not pay. */
const loadSharp = async () => (await import('sharp')).default;

/** Load what encodes and decodes now, while nothing else is to be done, and not with the first picture. If that fails, the first picture tells. */
export const prepareImages = async (): Promise<void> =>
	// A first picture, however small, takes several times as long as a second.
	encodePng({width: 1, height: 1, rgb: new Uint8Array(3)}).then(
		() => {},
		() => {},
	);

/** A PNG file of exactly these pixels: 8-bit truecolour, no metadata, the same bytes for the same pixels. */
export async function encodePng({width, height, rgb}: Pixels): Promise<Uint8Array> {
	const sharp = await loadSharp();
	return sharp(rgb, {raw: {width, height, channels: 3}})
		.png({compressionLevel: 9})
		.toBuffer();
}

/** A file of these pixels in another format, with an XMP packet if one is given (JPEG: none). WebP keeps every pixel. */
export async function encodeAs({width, height, rgb}: Pixels, format: Exclude<PictureFormat, 'png'>, xmp?: string): Promise<Uint8Array> {
	const sharp = await loadSharp();
	const image = sharp(rgb, {raw: {width, height, channels: 3}});
	if (xmp !== undefined) image.withXmp(xmp);
	switch (format) {
		case 'jpeg':
			return image.jpeg({quality: 95, chromaSubsampling: '4:4:4'}).toBuffer();
		case 'webp':
			return image.webp({lossless: true}).toBuffer();
		case 'avif':
			return image.avif({quality: 80, chromaSubsampling: '4:4:4'}).toBuffer();
	}
}

/** The XMP packet of an image file; undefined if it has none. `name` is what messages call it. */
export async function readXmpPacket(bytes: Uint8Array, name: string): Promise<string | undefined> {
	const sharp = await loadSharp();
	const {xmp} = await sharp(checkedFormat(bytes, name))
		.metadata()
		.catch((cause: unknown) => {
			throw damaged(name, cause);
		});
	return xmp?.toString('utf8');
}

/** The pixels of an SVG document drawn at this size (px) over a transparent ground; `rgba` is row-major, straight alpha. */
export async function rasterizeSvg(svg: string, width: number, height: number): Promise<{width: number; height: number; rgba: Uint8Array}> {
	const sharp = await loadSharp();
	// For an SVG, resize sets the scale at which librsvg draws: nothing is resampled.
	const rgba = await sharp(Buffer.from(svg)).resize(width, height, {fit: 'fill'}).ensureAlpha().raw().toBuffer();
	return {width, height, rgba};
}

/** The picture at exactly this size (px), smooth: for enlarging, or for shrinking to many sizes. */
export async function scalePixels({width, height, rgb}: Pixels, toWidth: number, toHeight: number): Promise<Pixels> {
	const sharp = await loadSharp();
	const scaled = sharp(rgb, {raw: {width, height, channels: 3}}).resize(toWidth, toHeight, {fit: 'fill'});
	return {width: toWidth, height: toHeight, rgb: await scaled.raw().toBuffer()};
}

/** An animation of frames of one size (px), shown over and over. `delaysMs` is how long each stands: 20 or more, which viewers keep. */
export async function encodeAnimation(frames: readonly Pixels[], delaysMs: readonly number[], format: 'gif' | 'webp'): Promise<Uint8Array> {
	const sharp = await loadSharp();
	const [{width, height} = {width: 0, height: 0}] = frames;
	const raw = {width, height: height * frames.length, channels: 3, pageHeight: height} as const;
	const film = sharp(Buffer.concat(frames.map(({rgb}) => rgb)), {raw, limitInputPixels: false});
	const delay = delaysMs.map(Math.round);
	// A palette of each frame's own: one that is kept from before makes new colours grey.
	const gif = {delay, loop: 0, effort: 4, dither: 0, interPaletteMaxError: 0};
	const encoded = format === 'gif' ? film.gif(gif) : film.webp({delay, loop: 0, quality: 85, effort: 4});
	return encoded.toBuffer();
}

/**
The pixels of an image file that a user names: upright by its EXIF orientation, alpha flattened on white, any colour space
turned into sRGB, first frame only. Fails with a `UserError` if there is no such file (66) or it is not an image we read (65).
*/
export async function readRgb(path: string): Promise<Pixels> {
	return decodeImage(await readImageFile(path), path);
}

/** Like `readRgb`, of bytes already in memory. `name` is what messages call them. */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<Pixels> {
	const sharp = await loadSharp();
	const image = sharp(checkedFormat(bytes, name), {limitInputPixels: maxPixels, failOn: 'error'}).rotate();
	return decode(image, name).catch((cause: unknown) => {
		throw isHevc(bytes) ? undecodable(name, cause) : cause;
	});
}

/** The pixels at another size (px), their shape not kept. */
export async function resize({width, height, rgb}: Pixels, newWidth: number, newHeight: number): Promise<Pixels> {
	if (width === newWidth && height === newHeight) return {width, height, rgb};
	const sharp = await loadSharp();
	const image = sharp(rgb, {raw: {width, height, channels: 3}, limitInputPixels: maxPixels});
	return {width: newWidth, height: newHeight, rgb: await image.resize(newWidth, newHeight, {fit: 'fill'}).raw().toBuffer()};
}

/** The bytes of an image's file. @throws UserError: 66 when there is none, 65 when it is too large */
export const readImageFile = async (path: string): Promise<Uint8Array> => readWhole(path, {kind: 'image', maxBytes: maxImageBytes});

function checkedFormat(bytes: Uint8Array, name: string): Uint8Array {
	if (sniffImage(bytes)) return bytes;
	throw new UserError(`\`${name}\` is not an image that can be read.`, {
		hint: `Give one of these: ${imageFormats.join(', ')}.`,
		exitCode: exitCodes.badData,
	});
}

type SharpImage = ReturnType<Awaited<ReturnType<typeof loadSharp>>>;

async function decode(image: SharpImage, name: string): Promise<Pixels> {
	const {data, info} = await image
		.flatten({background: '#ffffff'})
		.toColourspace('srgb')
		.raw({depth: 'uchar'})
		.toBuffer({resolveWithObject: true})
		.catch((cause: unknown) => {
			throw cause instanceof Error && cause.message.includes('pixel limit') ? tooManyPixels(name, cause) : damaged(name, cause);
		});
	return {width: info.width, height: info.height, rgb: info.channels === 3 ? data : greyToRgb(data)};
}

const damaged = (name: string, cause: unknown) =>
	new UserError(`\`${name}\` is damaged.`, {
		hint: 'Open it in an image viewer, save it anew and try again.',
		exitCode: exitCodes.badData,
		cause,
	});

const undecodable = (name: string, cause: unknown) =>
	new UserError(`\`${name}\` is a HEIC photo, whose HEVC compression cannot be read here.`, {
		hint: 'Save it as JPEG or PNG; phones can be set to take photos in the most compatible format.',
		exitCode: exitCodes.badData,
		cause,
	});

const tooManyPixels = (name: string, cause: unknown) =>
	new UserError(`The image \`${name}\` has more than ${maxPixels / 1e6} megapixels.`, {
		hint: 'Scale it down and try again.',
		exitCode: exitCodes.badData,
		cause,
	});

function greyToRgb(grey: Uint8Array): Uint8Array {
	return Uint8Array.from({length: grey.length * 3}, (_, index) => grey[Math.floor(index / 3)]!);
}
