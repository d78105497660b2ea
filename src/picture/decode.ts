import {exitCodes, UserError} from '../errors.ts';
import {readWhole} from '../files/read-file.ts';
import type {PixelSize} from '../pixels.ts';
import {imageFormats, isHevc, sniffImage} from './magic.ts';
import type {Pixels} from './pixels.ts';
import {loadSharp, maxPixels} from './sharp.ts';
import {type TiffChannels, tiffChannels} from './tiff.ts';

/** Most of an image file that is read (bytes). */
export const maxImageBytes = 50_000_000;

/**
The pixels of an image file that a user names: upright by its EXIF orientation, alpha flattened on white, any colour space
turned into sRGB, first frame only. Fails with a `UserError` if there is no such file (66) or it is not an image we read (65).
*/
export async function readRgb(path: string): Promise<Pixels> {
	return decodeImage(await readImageFile(path), path);
}

/** Like `readRgb`, of bytes already in memory. `name` is what messages call them. @param mostPixels - Of what is unfolded */
export async function decodeImage(bytes: Uint8Array, name: string, mostPixels = maxPixels): Promise<Pixels> {
	const tiff = sniffImage(bytes) === 'tiff' ? tiffChannels(bytes) : undefined;
	if (tiff && tiff.extra.length > 0) return onWhite(await decodeLayers(bytes, name));
	const image = await openChecked(bytes, name, mostPixels);
	return decode({bytes, name, mostPixels}, async () => {
		const {data, info} = await image
			.rotate()
			.flatten({background: '#ffffff'})
			.toColourspace('srgb')
			.raw({depth: 'uchar'})
			.toBuffer({resolveWithObject: true});
		return {width: info.width, height: info.height, rgb: info.channels === 3 ? data : greyToRgb(data)};
	});
}

/** A picture whose transparency is kept: its colours as they are where it is clear, too. */
export type Layers = Pixels & {
	/** One byte a pixel, 255 where it covers what is below; undefined for a picture without. */
	readonly alpha?: Uint8Array;
	/** Whether the colours are multiplied by it already. */
	readonly isAssociated?: boolean;
};

/** Like `decodeImage`, with the picture's transparency. Channels that are neither colour nor transparency are dropped. */
export async function decodeLayers(bytes: Uint8Array, name: string): Promise<Layers> {
	const isTiff = sniffImage(bytes) === 'tiff';
	const image = await openChecked(bytes, name, maxPixels);
	return decode({bytes, name, mostPixels: maxPixels}, async () => {
		const {data, info} = await image.rotate().toColourspace('srgb').raw({depth: 'uchar'}).toBuffer({resolveWithObject: true});
		const {width, height, channels} = info;
		const colours = channels < 3 ? 1 : 3;
		const rgb = new Uint8Array(width * height * 3);
		for (let pixel = 0, to = 0; pixel < width * height; pixel++)
			for (let channel = 0; channel < 3; channel++) rgb[to++] = data[pixel * channels + (colours === 1 ? 0 : channel)]!;
		const [meaning] = isTiff ? (tiffChannels(bytes)?.extra ?? []) : [2];
		if (channels === colours || (meaning !== 1 && meaning !== 2)) return {width, height, rgb};
		const alpha = new Uint8Array(width * height);
		for (let pixel = 0; pixel < alpha.length; pixel++) alpha[pixel] = data[pixel * channels + colours]!;
		return {width, height, rgb, alpha, isAssociated: meaning === 1};
	});
}

/** The picture on a white ground. */
function onWhite({width, height, rgb, alpha, isAssociated}: Layers): Pixels {
	if (!alpha) return {width, height, rgb};
	return {
		width,
		height,
		rgb: rgb.map((value, index) => {
			const cover = alpha[Math.floor(index / 3)]!;
			return Math.min(255, Math.round(isAssociated ? value + 255 - cover : 255 + ((value - 255) * cover) / 255));
		}),
	};
}

/** Size of an image in bytes, as its header tells it (px). @throws UserError (65) when it is none, or damaged */
export async function imageSize(bytes: Uint8Array, name: string): Promise<PixelSize> {
	const sharp = await loadSharp();
	const {width, height} = await sharp(checkedFormat(bytes, name), {limitInputPixels: false})
		.metadata()
		.catch((cause: unknown) => {
			throw damaged(name, cause);
		});
	return {width, height};
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

/** The bytes of an image's file. @throws UserError: 66 when there is none, 65 when it is too large */
export const readImageFile = async (path: string): Promise<Uint8Array> => readWhole(path, {kind: 'image', maxBytes: maxImageBytes});

type SharpImage = ReturnType<Awaited<ReturnType<typeof loadSharp>>>;

/** An image of a kind whose channels we understand. @throws UserError (65) */
async function openChecked(bytes: Uint8Array, name: string, mostPixels: number): Promise<SharpImage> {
	const sharp = await loadSharp();
	const image = sharp(checkedFormat(bytes, name), {limitInputPixels: mostPixels, failOn: 'error'});
	const tiff = sniffImage(bytes) === 'tiff' ? tiffChannels(bytes) : undefined;
	if (!tiff) return image;
	if (tiff.space !== undefined) throw unknownKind(name, tiff);
	const {depth = '', space} = await image.metadata().catch((cause: unknown) => {
		throw tiff.colours === undefined || !/^(?:1|2|4|8|16)-bit$/.test(tiff.samples)
			? unknownKind(name, tiff, cause)
			: faultOf(name, mostPixels, cause);
	});
	if (depth === 'uchar' || depth === 'ushort') return image;
	// Floating-point colours are light as it adds up, 1 for white, which the library knows; of others it would cut the larger half off.
	if (depth !== 'float' || space !== 'scrgb') throw unknownKind(name, tiff);
	const {channels} = await image.stats().catch((cause: unknown) => {
		throw faultOf(name, mostPixels, cause);
	});
	if (channels.slice(0, 3).some(({mean}) => mean > brightest)) throw unknownKind(name, tiff);
	return image;
}

/** Mean of floating-point light above which it does not count to 1, but to 255 or more. */
const brightest = 8;

type Given = {readonly bytes: Uint8Array; readonly name: string; readonly mostPixels: number};

async function decode<T>({bytes, name, mostPixels}: Given, run: () => Promise<T>): Promise<T> {
	return run().catch((cause: unknown) => {
		throw isHevc(bytes) ? undecodable(name, cause) : faultOf(name, mostPixels, cause);
	});
}

function checkedFormat(bytes: Uint8Array, name: string): Uint8Array {
	if (sniffImage(bytes)) return bytes;
	throw new UserError(`\`${name}\` is not an image that can be read.`, {
		hint: `Give one of these: ${imageFormats.join(', ')}.`,
		exitCode: exitCodes.badData,
	});
}

const faultOf = (name: string, mostPixels: number, cause: unknown) =>
	cause instanceof Error && cause.message.includes('pixel limit') ? tooManyPixels(name, mostPixels, cause) : damaged(name, cause);

const damaged = (name: string, cause: unknown) =>
	new UserError(`\`${name}\` is damaged.`, {
		hint: 'Open it in an image viewer, save it again and try again.',
		exitCode: exitCodes.badData,
		cause,
	});

function unknownKind(name: string, {samples, colours, space}: TiffChannels, cause?: unknown) {
	const of = space ?? (colours === undefined ? 'an unknown colour space' : colours === 1 ? 'grey' : undefined);
	const kind = `${samples} samples${of === undefined ? '' : ` of ${of}`}`;
	return new UserError(`\`${name}\` is a TIFF with ${kind}, which cannot be read.`, {
		hint: 'Save it with 8 or 16 bits for each channel, in RGB.',
		exitCode: exitCodes.badData,
		cause,
	});
}

const undecodable = (name: string, cause: unknown) =>
	new UserError(`\`${name}\` is a HEIC photo, whose HEVC compression cannot be read here.`, {
		hint: 'Save it as JPEG or PNG; phones can be set to take photos in the most compatible format.',
		exitCode: exitCodes.badData,
		cause,
	});

const tooManyPixels = (name: string, mostPixels: number, cause: unknown) =>
	new UserError(`The image \`${name}\` has more than ${mostPixels / 1e6} megapixels.`, {
		hint: 'Scale it down and try again.',
		exitCode: exitCodes.badData,
		cause,
	});

function greyToRgb(grey: Uint8Array): Uint8Array {
	return Uint8Array.from({length: grey.length * 3}, (_, index) => grey[Math.floor(index / 3)]!);
}
