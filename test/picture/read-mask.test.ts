import sharp from 'sharp';
import {expect, test} from 'vitest';
import type {Pixels} from '../../src/picture/codec.ts';
import {readMask} from '../../src/picture/read-mask.ts';

const side = 60;
type Rgba = readonly [number, number, number, number];
/** A disc of a third of the side at the left. */
const isInside = (x: number, y: number) => Math.hypot(x - 20, y - 30) < 12;
/** A picture with many colours. */
const photo = (x: number, y: number): Rgba => [(x * 4) % 256, (y * 4) % 256, (x * y) % 256, 255];
const clear: Rgba = [0, 0, 0, 0];

const original: Pixels = {
	width: side,
	height: side,
	rgb: Uint8Array.from({length: side * side * 3}, (_, index) => {
		const pixel = Math.floor(index / 3);
		return photo(pixel % side, Math.floor(pixel / side))[index % 3]!;
	}),
};

async function mask(paint: (x: number, y: number) => Rgba, format: 'png' | 'webp' | 'tiff' | 'gif' = 'png', blur = 0) {
	const rgba = Uint8Array.from({length: side * side * 4}, (_, index) => {
		const pixel = Math.floor(index / 4);
		return paint(pixel % side, Math.floor(pixel / side))[index % 4]!;
	});
	const image = sharp(rgba, {raw: {width: side, height: side, channels: 4}});
	return (blur > 0 ? image.blur(blur) : image).toFormat(format, format === 'tiff' ? {compression: 'deflate'} : {lossless: true}).toBuffer();
}

/** Which share of the disc, and of all else, is marked. */
async function marked(bytes: Uint8Array) {
	const {mask: read, notice} = await readMask(bytes, 'mask', original);
	const counts = {inside: [0, 0], outside: [0, 0]};
	for (let pixel = 0; pixel < side * side; pixel++) {
		const place = isInside(pixel % side, Math.floor(pixel / side)) ? counts.inside : counts.outside;
		place[1]!++;
		if (read.rgb[pixel * 3]! >= 128) place[0]!++;
	}
	const share = ([some = 0, all = 1]: number[]) => Math.round((some / all) * 20) / 20;
	return {inside: share(counts.inside), outside: share(counts.outside), isTold: notice !== undefined};
}

const shape = {inside: 1, outside: 0};

test.each([
	['white on black', await mask((x, y) => (isInside(x, y) ? [255, 255, 255, 255] : [0, 0, 0, 255])), false],
	['white strokes on nothing', await mask((x, y) => (isInside(x, y) ? [255, 255, 255, 255] : clear)), false],
	['white strokes on white nothing', await mask((x, y) => (isInside(x, y) ? [255, 255, 255, 255] : [255, 255, 255, 0])), false],
	['white strokes of a third', await mask((x, y) => (isInside(x, y) ? [255, 255, 255, 85] : clear)), false],
	['white strokes with soft edges', await mask((x, y) => (isInside(x, y) ? [255, 255, 255, 255] : [255, 255, 255, 0]), 'png', 1), false],
	[
		'white and black strokes on nothing',
		await mask((x, y) => (isInside(x, y) ? [255, 255, 255, 255] : y < 10 ? [0, 0, 0, 255] : clear)),
		false,
	],
	['the picture with a hole', await mask((x, y) => (isInside(x, y) ? clear : photo(x, y))), true],
	[
		'the picture with a hole whose colours are kept',
		await mask((x, y) => (isInside(x, y) ? ([...photo(x, y).slice(0, 3), 0] as unknown as Rgba) : photo(x, y))),
		true,
	],
	['the picture with a hole, as WebP', await mask((x, y) => (isInside(x, y) ? clear : photo(x, y)), 'webp'), true],
	['the picture with a hole, as TIFF', await mask((x, y) => (isInside(x, y) ? clear : photo(x, y)), 'tiff'), true],
	['another picture with a hole', await mask((x, y) => (isInside(x, y) ? clear : photo(y, side - x))), true],
	['red strokes on nothing', await mask((x, y) => (isInside(x, y) ? [230, 20, 30, 255] : clear)), true],
	['blue strokes of half', await mask((x, y) => (isInside(x, y) ? [20, 20, 200, 128] : clear)), true],
	['grey strokes', await mask((x, y) => (isInside(x, y) ? [128, 128, 128, 200] : clear)), true],
	['strokes of two colours', await mask((x, y) => (isInside(x, y) ? (x < 20 ? [230, 20, 30, 255] : [20, 230, 30, 255]) : clear)), true],
	['red strokes on black', await mask((x, y) => (isInside(x, y) ? [230, 20, 30, 255] : [0, 0, 0, 255])), false],
	['green strokes, as GIF', await mask((x, y) => (isInside(x, y) ? [20, 230, 30, 255] : clear), 'gif'), true],
])('a mask means what it shows: %s', async (_, bytes, isTold) => {
	expect(await marked(bytes)).toEqual({...shape, isTold});
});

test.each([
	['a picture without a hole', await mask(photo), 'is a picture in colours.'],
	['nothing at all', await mask(() => clear), 'is wholly transparent.'],
	[
		'black strokes on nothing',
		await mask((x, y) => (isInside(x, y) ? [0, 0, 0, 255] : clear)),
		'is black and transparent: either of the two could be meant.',
	],
	[
		'black with a hole',
		await mask((x, y) => (isInside(x, y) ? clear : [0, 0, 0, 255])),
		'is black and transparent: either of the two could be meant.',
	],
	['red strokes on white', await mask((x, y) => (isInside(x, y) ? [230, 20, 30, 255] : [255, 255, 255, 255])), 'is a picture in colours.'],
	[
		'a scrap of another picture',
		await mask((x, y) => (isInside(x, y) ? photo(y * 3, x * 5) : clear)),
		'is a picture in colours, most of it transparent.',
	],
])('a mask that could mean two things is refused: %s', async (_, bytes, fault) => {
	await expect(readMask(bytes, 'm.png', original)).rejects.toMatchObject({exitCode: 65, message: `The mask \`m.png\` ${fault}`});
});
