import {crc32} from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import {expect, test} from 'vitest';
import {decodeImage, encodePng} from '../../src/picture/codec.ts';
import {encodePicture, type Origin} from '../../src/picture/encode.ts';
import {formatOf, pictureExtensions} from '../../src/picture/formats.ts';
import {readPngText} from '../../src/picture/png-text.ts';
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

test('a PNG that a program rewrote with its texts still says what made it, in all letters', async () => {
	const file = await encodePicture(pixels, origin, {format: 'png'});
	// libvips keeps them as chunks of Latin-1 letters, and puts UTF-8 there.
	const rewritten = await sharp(file).keepMetadata().png({compressionLevel: 1}).toBuffer();
	expect(rewritten.includes('zTXtmmada') || rewritten.includes('tEXtmmada')).toBe(true);
	expect(await readOrigin(rewritten, 'x.png')).toEqual({...origin, sourceType: 'trainedAlgorithmicMedia'});
	const chunk = (keyword: string, letters: Buffer) => {
		const data = Buffer.concat([Buffer.from(`tEXt${keyword}\0`, 'latin1'), letters]);
		const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
		length.writeUInt32BE(data.length - 4);
		check.writeUInt32BE(crc32(data));
		return Buffer.concat([length, data, check]);
	};
	const png = Buffer.from(await encodePng(pixels));
	const with_ = Buffer.concat([png.subarray(0, 33), chunk('a', Buffer.from([0xe9, 0x20])), chunk('b', Buffer.from('é')), png.subarray(33)]);
	expect(readPngText(with_)).toEqual({a: 'é ', b: 'é'});
});

/** An XMP packet's segment, or a part of an extended one's, for a JPEG. */
function segment(identifier: string, data: Buffer): Buffer {
	const head = Buffer.alloc(4);
	const body = Buffer.concat([Buffer.from(`${identifier}\0`, 'latin1'), data]);
	head.writeUInt16BE(0xffe1, 0);
	head.writeUInt16BE(body.length + 2, 2);
	return Buffer.concat([head, body]);
}

test('a JPEG whose texts a program has put into an extended packet still says what made it', async () => {
	const jpeg = await sharp({create: {width: 8, height: 8, channels: 3, background: 'red'}})
		.jpeg()
		.toBuffer();
	const packet = (inside: string) =>
		Buffer.from(
			`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${inside}</rdf:RDF></x:xmpmeta>`,
		);
	const id = 'A5B3C2D1'.repeat(4);
	const main = packet(`<rdf:Description xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${id}"/>`);
	const json = {...origin, settings: {...origin.settings, instruction: 'ein Haus'}};
	const ours = Buffer.from(xmpPacket({'mmada:origin': JSON.stringify(json), 'mmada:reasoning': 'é'.repeat(50_000)}));
	const part = (start: number, end: number, {named = id, length = ours.length} = {}) => {
		const numbers = Buffer.alloc(8);
		numbers.writeUInt32BE(length, 0);
		numbers.writeUInt32BE(start, 4);
		return segment('http://ns.adobe.com/xmp/extension/', Buffer.concat([Buffer.from(named), numbers, ours.subarray(start, end)]));
	};
	const file = (...parts: Buffer[]) =>
		Buffer.concat([jpeg.subarray(0, 2), segment('http://ns.adobe.com/xap/1.0/', main), ...parts, jpeg.subarray(2)]);
	const half = 60_000;
	expect(await readOrigin(file(part(0, half), part(half, ours.length)), 'x')).toMatchObject({reasoning: 'é'.repeat(50_000)});
	for (const broken of [
		[part(0, half)],
		[part(0, half, {named: 'B'.repeat(32)}), part(half, ours.length, {named: 'B'.repeat(32)})],
		[part(0, half, {length: 0xffffffff})],
		[part(0, half, {length: 10})],
		[part(0, half), part(half, ours.length, {length: ours.length + 1})],
	])
		await expect(readOrigin(file(...broken), 'x')).rejects.toMatchObject({exitCode: 65, message: '`x` does not say what made it.'});
});
