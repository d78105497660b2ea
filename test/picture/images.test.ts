import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {crc32} from 'node:zlib';
import sharp from 'sharp';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {encodePng, readRgb} from '../../src/picture/codec.ts';
import {sniffImage} from '../../src/picture/magic.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada images ü '));
});
afterAll(async () => rm(folder, {recursive: true}));

/** Left half red, right half blue, 8 x 4 px. */
const halves = () => {
	const rgb = Uint8Array.from({length: 8 * 4 * 3}, (_, index) => {
		const isLeft = Math.floor(index / 3) % 8 < 4;
		return index % 3 === (isLeft ? 0 : 2) ? 255 : 0;
	});
	return sharp(rgb, {raw: {width: 8, height: 4, channels: 3}});
};
async function file(name: string, bytes: Uint8Array | string): Promise<string> {
	const at = path.join(folder, name);
	await writeFile(at, bytes);
	return at;
}
const pixel = ({width, rgb}: {width: number; rgb: Uint8Array}, x: number, y: number) => [
	...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

test.each(['png', 'webp', 'gif', 'tiff', 'avif'] as const)('a %s is read, whatever its name says', async format => {
	const bytes = await halves().toFormat(format, {lossless: true}).toBuffer();
	expect(sniffImage(bytes)).toBe(format === 'avif' ? 'heif' : format);
	const image = await readRgb(await file(`${format}.dat`, bytes));
	expect({width: image.width, height: image.height}).toEqual({width: 8, height: 4});
	const [red = 0, , blue = 0] = pixel(image, 0, 0);
	expect(red).toBeGreaterThan(200);
	expect(blue).toBeLessThan(60);
});

test('a photo stands upright by its EXIF orientation', async () => {
	const turned = await halves().withMetadata({orientation: 6}).jpeg({quality: 100, chromaSubsampling: '4:4:4'}).toBuffer();
	const image = await readRgb(await file('turned.jpg', turned));
	expect({width: image.width, height: image.height}).toEqual({width: 4, height: 8});
	expect(pixel(image, 0, 0)[0]).toBeGreaterThan(200);
	expect(pixel(image, 0, 7)[2]).toBeGreaterThan(200);
});

test('transparent pixels become white', async () => {
	const clear = sharp({create: {width: 2, height: 2, channels: 4, background: {r: 0, g: 0, b: 0, alpha: 0}}});
	expect(pixel(await readRgb(await file('clear.png', await clear.png().toBuffer())), 0, 0)).toEqual([255, 255, 255]);
});

test('transparent pixels of 16 bits become white too', async () => {
	const clear = sharp({create: {width: 2, height: 2, channels: 4, background: {r: 9, g: 9, b: 9, alpha: 0}}});
	const image = await readRgb(await file('clear16.png', await clear.toColourspace('rgb16').png().toBuffer()));
	expect(pixel(image, 0, 0)).toEqual([255, 255, 255]);
});

test.each(['gif', 'webp'] as const)('of an animated %s the first frame is read', async format => {
	const frames = Uint8Array.from({length: 8 * 8 * 3}, (_, index) => (index < 8 * 4 * 3 ? 250 : 3));
	const bytes = await sharp(frames, {raw: {width: 8, height: 8, channels: 3, pageHeight: 4}})
		.toFormat(format, {lossless: true})
		.toBuffer();
	expect((await sharp(bytes).metadata()).pages).toBe(2);
	const image = await readRgb(await file(`animated.${format}`, bytes));
	expect({height: image.height, value: pixel(image, 0, 0)}).toEqual({height: 4, value: [250, 250, 250]});
});

test('colours of a wide profile become those of sRGB', async () => {
	const green = sharp({create: {width: 2, height: 2, channels: 3, background: {r: 0, g: 255, b: 0}}});
	const bytes = await green.withIccProfile('p3').png().toBuffer();
	const [red = 9, value = 0, blue = 9] = pixel(await readRgb(await file('p3.png', bytes)), 0, 0);
	expect(red).toBeLessThan(6);
	expect(value).toBeGreaterThan(250);
	expect(blue).toBeLessThan(6);
});

test.each([
	{rule: 'grey', image: () => halves().greyscale().png()},
	{rule: '16 bits a channel', image: () => halves().toColourspace('rgb16').png()},
	{rule: 'CMYK', image: () => halves().toColourspace('cmyk').jpeg()},
	{rule: 'a palette', image: () => halves().png({palette: true})},
])('three bytes a pixel come out of $rule', async ({rule, image}) => {
	const {width, height, rgb} = await readRgb(await file(`${rule}.img`, await image().toBuffer()));
	expect({width, height, bytes: rgb.length}).toEqual({width: 8, height: 4, bytes: 96});
	expect(Math.max(...rgb)).toBeGreaterThan(40);
});

/** A PNG whose header says other sizes than it holds. */
async function lyingPng(width: number, height: number): Promise<Buffer> {
	const png = Buffer.from(await encodePng({width: 2, height: 2, rgb: new Uint8Array(12)}));
	png.writeUInt32BE(width, 16);
	png.writeUInt32BE(height, 20);
	png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
	return png;
}

test.each([
	{
		rule: 'SVG',
		bytes: async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
		says: 'is not an image that can be read',
	},
	{rule: 'PDF', bytes: async () => Buffer.from('%PDF-1.7'), says: 'is not an image that can be read'},
	{rule: 'an empty file', bytes: async () => Buffer.alloc(0), says: 'is not an image that can be read'},
	{rule: 'a PNG cut short', bytes: async () => (await halves().png().toBuffer()).subarray(0, 60), says: 'is damaged'},
	{
		rule: 'a HEIC photo',
		bytes: async () => Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1'),
		says: 'is a HEIC photo, whose HEVC compression cannot be read here',
	},
	{rule: 'more than 64 megapixels', bytes: async () => lyingPng(9000, 9000), says: 'more than 64 megapixels'},
])('$rule is refused with exit code 65', async ({rule, bytes, says}) => {
	const at = await file(`${rule}.png`, await bytes());
	await expect(readRgb(at)).rejects.toMatchObject({name: 'UserError', exitCode: 65, message: expect.stringContaining(says)});
});

test('a missing file and a folder are exit code 66', async () => {
	await expect(readRgb(path.join(folder, 'none.png'))).rejects.toMatchObject({exitCode: 66});
	await expect(readRgb(folder)).rejects.toMatchObject({exitCode: 66});
});
