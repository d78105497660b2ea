import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {decodeImage} from '../../src/picture/codec.ts';
import {decodeLayers} from '../../src/picture/decode.ts';

const folder = new URL('fixtures/tiff/', import.meta.url);
const read = async (name: string) => readFile(new URL(`${name}.tif`, folder));

/** Left and right, in the upper and the lower half. */
const quarters = ({width, height, rgb}: {width: number; height: number; rgb: Uint8Array}) =>
	[0.25, 0.75].flatMap(down =>
		[0.25, 0.75].map(across => {
			const at = (Math.floor(height * down) * width + Math.floor(width * across)) * 3;
			return [...rgb.subarray(at, at + 3)].join(',');
		}),
	);

const [red, blue, white] = ['200,30,10', '10,40,220', '255,255,255'];
const [light, dark] = ['200,200,200', '10,10,10'];
const whole = [red, blue, red, blue];
const half = [red, blue, white, white];
const grey = [light, dark, light, dark];
const halfGrey = [light, dark, white, white];

test.each([
	...['rgb', 'palette', 'rgb16', 'jpegc'].map(name => ({name, rule: 'colours', seen: whole})),
	...['rgb-sel', 'rgb-sel2', 'rgb-sel-planar', 'rgb16-sel'].map(name => ({name, rule: 'a saved selection is dropped', seen: whole})),
	{name: 'rgb-alpha-sel', rule: 'a selection beside transparency is dropped', seen: whole},
	...['rgb-alpha', 'rgb-assoc', 'rgb-half-sel'].map(name => ({name, rule: 'transparency lies on white', seen: half})),
	...['grey', 'grey-inv', 'grey16'].map(name => ({name, rule: 'greys', seen: grey})),
	...['grey-sel', 'grey-sel2', 'grey-sel3'].map(name => ({name, rule: 'a selection beside greys is dropped', seen: grey})),
	...['grey-alpha', 'grey16-alpha'].map(name => ({name, rule: 'transparency of greys', seen: halfGrey})),
	{name: 'bilevel', rule: 'one bit', seen: [white, '0,0,0', white, '0,0,0']},
	...['cmyk', 'cmyk16', 'cmyk-sel'].map(name => ({name, rule: 'inks', seen: ['217,54,19', '27,56,133', '217,54,19', '27,56,133']})),
	{name: 'cmyk-alpha', rule: 'inks with transparency', seen: ['217,54,19', '27,56,133', white, white]},
	// 200 of 255 in light that adds up is 229 in sRGB.
	...['rgbf', 'rgbh', 'rgbf-sel'].map(name => ({name, rule: 'light', seen: ['229,96,56', '56,110,239', '229,96,56', '56,110,239']})),
	{name: 'rgbf-hdr', rule: 'light above white', seen: ['255,182,110', '110,208,255', '255,182,110', '110,208,255']},
])('a TIFF comes out as it looks: $rule ($name)', async ({name, seen}) => {
	const image = quarters(await decodeImage(await read(name), name));
	for (const [index, colour] of image.entries()) {
		const wanted = seen[index]!.split(',');
		for (const [channel, value] of colour.split(',').entries())
			expect(Math.abs(Number(value) - Number(wanted[channel])), `${image}`).toBeLessThan(3);
	}
});

test.each([
	['grey32', '32-bit samples of grey'],
	['greyf', '32-bit floating-point samples of grey'],
	['rgb32', '32-bit samples'],
	['rgbd', '64-bit floating-point samples'],
	['rgbf-255', '32-bit floating-point samples'],
	['rgbs16', '16-bit signed samples'],
	['rgbs8', '8-bit signed samples'],
	['lab', '8-bit samples of Lab'],
	['lab-vips', '32-bit floating-point samples of Lab'],
	['ycc', '8-bit samples of YCbCr'],
])('a TIFF that would come out wrong is refused by name: %s', async (name, kind) => {
	await expect(decodeImage(await read(name), 'x.tif')).rejects.toMatchObject({
		exitCode: 65,
		message: `\`x.tif\` is a TIFF with ${kind}, which cannot be read.`,
	});
});

test('a directory cut anywhere is a damaged picture or none, never a fault of ours', async () => {
	const file = await read('rgb-sel');
	for (let length = 8; length < file.length; length += 7) {
		await expect(decodeImage(file.subarray(0, length), 'x.tif')).rejects.toMatchObject({name: 'UserError', exitCode: 65});
	}
});

test('layers keep the transparency, and its colours', async () => {
	const {rgb, alpha} = await decodeLayers(await read('rgb-alpha'), 'x');
	expect(quarters({width: 16, height: 8, rgb})).toEqual(whole);
	expect([alpha?.[0], alpha?.at(-1)]).toEqual([255, 0]);
	expect(await decodeLayers(await read('rgb-sel'), 'x')).not.toHaveProperty('alpha');
});
