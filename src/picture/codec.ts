import type {PictureFormat} from './formats.ts';
import type {Pixels} from './pixels.ts';
import {loadSharp, maxPixels} from './sharp.ts';

export {decodeImage, maxImageBytes, readImageFile, readRgb} from './decode.ts';
export {type Pixels, resample, thumbnail, thumbnailOf, thumbnailSide, toPixels, toRgbImage, upscaleNearest} from './pixels.ts';

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

/** The pixels of an SVG document drawn at this size (px) over a transparent ground; `rgba` is row-major, straight alpha. */
export async function rasterizeSvg(svg: string, width: number, height: number): Promise<{width: number; height: number; rgba: Uint8Array}> {
	const sharp = await loadSharp();
	// For an SVG, resize sets the scale at which librsvg draws: nothing is resampled.
	const rgba = await sharp(Buffer.from(svg)).resize(width, height, {fit: 'fill'}).ensureAlpha().raw().toBuffer();
	return {width, height, rgba};
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

/** The pixels at another size (px), their shape not kept. */
export async function resize({width, height, rgb}: Pixels, newWidth: number, newHeight: number): Promise<Pixels> {
	if (width === newWidth && height === newHeight) return {width, height, rgb};
	const sharp = await loadSharp();
	const image = sharp(rgb, {raw: {width, height, channels: 3}, limitInputPixels: maxPixels});
	return {width: newWidth, height: newHeight, rgb: await image.resize(newWidth, newHeight, {fit: 'fill'}).raw().toBuffer()};
}
