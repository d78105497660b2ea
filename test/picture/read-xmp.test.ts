import {readdir, readFile} from 'node:fs/promises';
import {crc32, deflateSync} from 'node:zlib';
import {expect, test} from 'vitest';
import {encodePng} from '../../src/picture/codec.ts';
import {encodePicture} from '../../src/picture/encode.ts';
import {addPngText, readPngText} from '../../src/picture/png-text.ts';
import {readOrigin} from '../../src/picture/read-origin.ts';
import {readXmp} from '../../src/picture/read-xmp.ts';
import {xmpPacket} from '../../src/picture/xmp.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const folder = new URL('fixtures/', import.meta.url);
const rated = (await readdir(folder)).filter(name => name.startsWith('rated-by-'));

test.each(rated)('%s still says what made it', async name => {
	expect(await readOrigin(await readFile(new URL(name, folder)), name)).toMatchObject({
		software: 'mmada 0.1.0',
		settings: {instruction: 'a "red" cat & <dog>\n2nd line é', seed: 0},
		reasoning: 'asked: one\ntwo',
		sourceType: 'trainedAlgorithmicMedia',
	});
});

const wrapped = (inside: string, more = '') =>
	`<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:m="urn:mmada:xmp:1" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:d="http://purl.org/dc/elements/1.1/"${more}>${inside}</r:RDF></x:xmpmeta><?xpacket end="w"?>`;
const type = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
const json = '{"a": "x & <y>\\n"}';
const escaped = json.replaceAll('&', '&amp;').replaceAll('<', '&#x3C;').replaceAll('"', '&quot;');

test.each([
	[
		'elements',
		`<r:Description r:about=""><m:origin>${escaped}</m:origin><ext:DigitalSourceType>${type}</ext:DigitalSourceType></r:Description>`,
	],
	['attributes', `<r:Description m:origin="${escaped}" ext:DigitalSourceType='${type}'/>`],
	['CDATA', `<r:Description ext:DigitalSourceType="${type}"><m:origin><![CDATA[${json}]]></m:origin></r:Description>`],
	['two descriptions', `<r:Description m:origin="${escaped}"/><r:Description ext:DigitalSourceType="${type}"/>`],
	['a link', `<r:Description m:origin="${escaped}"><ext:DigitalSourceType r:resource="${type}"/></r:Description>`],
	[
		'a list',
		`<r:Description ext:DigitalSourceType="${type}"><m:origin><r:Bag>\n<r:li>${escaped}</r:li>\n<r:li>x</r:li></r:Bag></m:origin></r:Description>`,
	],
	[
		'a value with qualifiers',
		`<r:Description ext:DigitalSourceType="${type}"><m:origin r:parseType="Resource"><r:value>${escaped}</r:value><m:by>x</m:by></m:origin></r:Description>`,
	],
	[
		'behind those of another picture',
		`<r:Description ext:DigitalSourceType="${type}"><x:parts><r:Description m:origin="x"/><m:origin>y</m:origin></x:parts><m:origin>${escaped}</m:origin></r:Description>`,
	],
	[
		'before a fault',
		`<r:Description ext:DigitalSourceType="${type}"><m:origin>${escaped}</m:origin><m:reasoning>&unheard;</m:reasoning></r:Description>`,
	],
	['a namespace with a slash', `<r:Description xmlns:m="urn:mmada:xmp:1/" m:origin="${escaped}" ext:DigitalSourceType="${type}"/>`],
])('what made a picture is read from %s', (_, inside) => {
	expect(readXmp(wrapped(inside))).toEqual({texts: {'mmada:origin': json}, sourceType: 'trainedAlgorithmicMedia'});
});

test('names alone make nothing ours, and entities are not unfolded', () => {
	const other = `<r:Description xmlns:mmada="urn:other" mmada:origin="x"><mmada:origin>x</mmada:origin></r:Description>`;
	expect(readXmp(wrapped(other))).toEqual({texts: {}});
	const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
	expect(readXmp(`${bomb}${wrapped('<r:Description><m:origin>&b;</m:origin></r:Description>')}`)).toEqual({texts: {}});
});

test('small files that unfold into large ones are read in a moment', {timeout: 120_000}, async () => {
	const large = 1_000_000;
	const bombs = [
		'<d:a>'.repeat(large / 5),
		`<r:Description><d:description>${'<r:li>'.repeat(large / 6)}`,
		`<r:Description>${'<m:origin>'.repeat(large / 10)}`,
		`<r:Description>${'<d:a/>'.repeat(2 * large)}`,
		`<r:Description ${Array.from({length: large / 10}, (_, index) => `m:a${index}=""`).join(' ')}/>`,
		`<r:Description><m:origin>${'&quot;'.repeat(2 * large)}`,
		`<${'a'.repeat(2 * large)}`,
		'<!--'.repeat(large),
		'<?'.repeat(large),
		'&'.repeat(large),
	];
	for (const bomb of bombs) expect(Object.keys(readXmp(wrapped(bomb))), bomb.slice(0, 40)).toEqual(['texts']);
	expect(readXmp(wrapped(`<r:Description m:origin="x"/>${' '.repeat(30 * large)}`)).texts).toEqual({});

	const png = await encodePng({width: 2, height: 2, rgb: new Uint8Array(12)});
	const folded = deflateSync(Buffer.alloc(large, 'x'));
	const head = png.subarray(0, 33);
	const many = Array.from({length: 3000}, (_, index) => foldedText(`key ${index}`, folded));
	const same = Array.from({length: 3000}, () => foldedText('XML:com.adobe.xmp', folded));
	await expect(readOrigin(Buffer.concat([head, ...many, ...same, png.subarray(33)]), 'x')).rejects.toThrow(
		'`x` does not say what made it.',
	);
});

/** A folded text in an iTXt chunk. */
function foldedText(keyword: string, folded: Uint8Array): Uint8Array {
	const data = Buffer.concat([Buffer.from(`${keyword}\0\u0001\0\0\0`, 'latin1'), folded]);
	const body = Buffer.concat([Buffer.from('iTXt'), data]);
	const framed = Buffer.alloc(body.length + 8);
	framed.writeUInt32BE(data.length, 0);
	framed.set(body, 4);
	framed.writeUInt32BE(crc32(body), body.length + 4);
	return framed;
}

const [started] = scriptedRun();
if (started?.type !== 'started') throw new TypeError('The fixture changed.');
const {settings, model} = started;
const origin = {software: 'mmada 0.1.0', settings, model, reasoning: 'a house'};
const pixels = {width: 4, height: 4, rgb: new Uint8Array(48).fill(90)};

test('bytes behind the end of a PNG, and texts of others that are damaged or large, are none of ours', async () => {
	const png = await encodePicture(pixels, origin);
	const foreign = [foldedText('Raw profile type exif', Buffer.from('no zlib')), foldedText('Title', deflateSync(Buffer.alloc(4_000_000)))];
	const changed = Buffer.concat([png.subarray(0, 33), ...foreign, png.subarray(33), Buffer.from('\0\0\0\u0001behind the end')]);
	expect(await readOrigin(changed, 'x')).toEqual({...origin, sourceType: 'trainedAlgorithmicMedia'});
	expect(readPngText(changed, ['Software'])).toEqual({Software: 'mmada 0.1.0'});

	const plain = await encodePng(pixels);
	const withComment = Buffer.concat([plain.subarray(0, 33), foldedText('Comment', Buffer.from('no zlib')), plain.subarray(33)]);
	await expect(readOrigin(withComment, 'x')).rejects.toThrow('`x` does not say what made it.');
});

test('a PNG that another program made of our WebP says it in its packet', async () => {
	const packet = xmpPacket({'mmada:origin': JSON.stringify({software: 'mmada 0.1.0', settings, model}), 'mmada:reasoning': 'a house'});
	const png = addPngText(await encodePng(pixels), {'XML:com.adobe.xmp': packet});
	expect(await readOrigin(png, 'x')).toEqual(origin);
});
