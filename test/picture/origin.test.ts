import fc from 'fast-check';
import sharp from 'sharp';
import {expect, test} from 'vitest';
import {decodeImage, encodePng} from '../../src/picture/codec.ts';
import {encodePicture, type Origin} from '../../src/picture/encode.ts';
import {formatOf, pictureExtensions} from '../../src/picture/formats.ts';
import {readOrigin} from '../../src/picture/read-origin.ts';
import {readXmp} from '../../src/picture/read-xmp.ts';
import {xmpPacket} from '../../src/picture/xmp.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const [started] = scriptedRun();
if (started?.type !== 'started') throw new TypeError('The fixture changed.');
const {settings, model} = started;
const pixels = {width: 16, height: 16, rgb: new Uint8Array(16 * 16 * 3).fill(120)};
const origin: Origin = {
	software: 'mmada 0.1.0',
	settings: {...settings, instruction: 'ein "Haus" & <家>\r\nmit 🐈 \uFFFE', seed: 0},
	model,
	reasoning: 'asked: ]]> & &amp; "x"',
	output: {size: 'auto', fit: 'pad'},
	input: {name: 'a b.png', digest: 'ab', fit: 'crop'},
};

test.each(pictureExtensions)('a %s carries what made it and the mark, and both can be left out', async extension => {
	const format = formatOf(extension);
	const file = await encodePicture(pixels, origin, {format});
	expect((await sharp(file).metadata()).format).toBe(format === 'avif' ? 'heif' : format);
	expect(await readOrigin(file, 'x')).toEqual({...origin, sourceType: 'trainedAlgorithmicMedia'});

	const unmarked = await encodePicture(pixels, origin, {format, hasAiMark: false});
	expect(await readOrigin(unmarked, 'x')).toEqual(origin);
	expect(Buffer.from(unmarked).toString('latin1')).not.toContain('digitalsourcetype');

	const bare = await encodePicture(pixels, origin, {format, hasMetadata: false});
	await expect(readOrigin(bare, 'x')).rejects.toMatchObject({exitCode: 65, message: expect.stringContaining('trainedAlgorithmicMedia')});
	expect(Buffer.from(bare).toString('latin1')).not.toContain('mmada');

	const nothing = await encodePicture(pixels, origin, {format, hasMetadata: false, hasAiMark: false});
	await expect(readOrigin(nothing, 'x')).rejects.toMatchObject({exitCode: 65, message: '`x` does not say what made it.'});
});

test('PNG and WebP keep every pixel', async () => {
	const noise = {...pixels, rgb: pixels.rgb.map((_, index) => (index * 97) % 256)};
	for (const format of ['png', 'webp'] as const) {
		const back = await decodeImage(await encodePicture(noise, origin, {format}), 'x');
		expect([...back.rgb]).toEqual([...noise.rgb]);
	}
});

test('a JPEG, which has little room, keeps the settings when the reasoning is too long', async () => {
	const long = await encodePicture(pixels, {...origin, reasoning: 'x'.repeat(70_000)}, {format: 'jpeg'});
	expect(await readOrigin(long, 'x')).toMatchObject({settings: origin.settings, reasoning: '', sourceType: 'trainedAlgorithmicMedia'});
	const longer = {...origin, settings: {...settings, instruction: 'x'.repeat(70_000)}};
	await expect(readOrigin(await encodePicture(pixels, longer, {format: 'jpeg'}), 'x')).rejects.toMatchObject({
		message: expect.stringContaining('trainedAlgorithmicMedia'),
	});
	expect(await decodeImage(long, 'x')).toMatchObject({width: 16, height: 16});
});

test('any text comes back from XMP', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), fc.string({unit: 'grapheme'}), (one, other) => {
			// What XML cannot hold in any way is left out.
			const kept = (text: string) => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
			expect(readXmp(xmpPacket({'dc:description': one, 'mmada:origin': other})).texts).toEqual({
				'dc:description': kept(one),
				'mmada:origin': kept(other),
			});
		}),
	);
});

test('a picture of another program is refused with one sentence', async () => {
	await expect(readOrigin(await encodePng(pixels), 'x.png')).rejects.toMatchObject({
		name: 'UserError',
		exitCode: 65,
		message: '`x.png` does not say what made it.',
	});
});
