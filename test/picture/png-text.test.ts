import fc from 'fast-check';
import {expect, test} from 'vitest';
import {decodeImage, encodePng, toPixels} from '../../src/picture/codec.ts';
import {encodePicture} from '../../src/picture/encode.ts';
import {addPngText, readPngText} from '../../src/picture/png-text.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const pixels = {width: 3, height: 2, rgb: Uint8Array.from({length: 18}, (_, index) => index * 14)};

test('texts come back as they were, and the pixels stay', async () => {
	const plain = await encodePng(pixels);
	await fc.assert(
		fc.asyncProperty(fc.string({unit: 'grapheme'}), async text => {
			const withoutNul = text.replaceAll('\0', '');
			expect(readPngText(addPngText(plain, {Description: text, Comment: 'second'}))).toEqual({Description: withoutNul, Comment: 'second'});
		}),
	);
	const back = await decodeImage(addPngText(plain, {Description: 'ein Haus — 家'}), 'test.png');
	expect([...back.rgb]).toEqual([...pixels.rgb]);
});

test('a PNG cut inside a chunk or with a changed byte is refused with exit code 65', async () => {
	const png = addPngText(await encodePng(pixels), {Description: 'x'});
	for (let cut = 1; cut < 12; cut++) {
		expect(() => readPngText(png.subarray(0, png.length - cut))).toThrow(expect.objectContaining({name: 'UserError', exitCode: 65}));
	}
	for (let at = 8; at < png.length; at++) {
		const changed = Uint8Array.from(png, (byte, index) => (index === at ? byte ^ 1 : byte));
		expect(() => readPngText(changed)).toThrow(expect.objectContaining({name: 'UserError', exitCode: 65}));
	}
});

test('a picture says what made it, for people, programs and archives', async () => {
	const [started, ...rest] = scriptedRun();
	const finished = rest.at(-1);
	if (started?.type !== 'started' || finished?.type !== 'finished') throw new TypeError('The fixture changed.');
	const {settings, model} = started;
	const png = await encodePicture(toPixels(finished.image), {software: 'mmada 0.1.0', settings, model, reasoning: finished.text});
	const text = readPngText(png);
	expect(Object.keys(text)).toEqual(['Description', 'Comment', 'Software', 'mmada', 'XML:com.adobe.xmp']);
	expect(text.Description).toBe('a red balloon above a small blue house at night');
	expect(JSON.parse(text.mmada ?? '')).toEqual({software: 'mmada 0.1.0', settings, model});
	expect(text['XML:com.adobe.xmp']).toContain('digitalsourcetype/trainedAlgorithmicMedia"');
});
