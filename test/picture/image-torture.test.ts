import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import sharp from 'sharp';
import {expect, test} from 'vitest';
import {encodePicture} from '../../src/picture/encode.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';
import {trials} from '../torture.ts';
import {mutate} from './mutate.ts';

const reader = fileURLToPath(new URL('fixtures/reader.mjs', import.meta.url));
const longestMs = 10_000;
const mostBytes = 1_000_000_000;

/** What a photo is to a decoder: smooth here, rough there, and not the same twice. */
const size = {width: 61, height: 47};
const rough = (channels: number) =>
	Uint8Array.from({length: size.width * size.height * channels}, (_, index) => (index * 7 + (index % 13) * (index % 29)) % 256);
const photo = () => sharp(rough(3), {raw: {...size, channels: 3}});
const clear = () => sharp(rough(4), {raw: {...size, channels: 4}});
const frames = () => sharp(rough(3).slice(0, size.width * 45 * 3), {raw: {width: size.width, height: 45, channels: 3, pageHeight: 15}});

/** One of each format that is read, in its variants, and some that are refused. */
const makers: Readonly<Record<string, () => Promise<Uint8Array>>> = {
	png: async () => photo().png().toBuffer(),
	'png with what made it': async () => {
		const [started] = scriptedRun();
		if (started?.type !== 'started') throw new TypeError('The fixture changed.');
		const {settings, model} = started;
		return encodePicture({...size, rgb: rough(3)}, {software: 'mmada', settings, model, reasoning: 'a cat'});
	},
	'png of 16 bits, interlaced': async () => clear().toColourspace('rgb16').png({progressive: true}).toBuffer(),
	'png with a palette': async () => photo().png({palette: true, colours: 16}).toBuffer(),
	'grey png': async () => photo().greyscale().png().toBuffer(),
	jpeg: async () => photo().withMetadata({orientation: 6}).jpeg().toBuffer(),
	'progressive jpeg of CMYK': async () => photo().toColourspace('cmyk').jpeg({progressive: true}).toBuffer(),
	'lossy webp': async () => clear().webp().toBuffer(),
	'lossless webp': async () => photo().webp({lossless: true}).toBuffer(),
	'animated webp': async () => frames().webp().toBuffer(),
	gif: async () => photo().gif().toBuffer(),
	'animated gif': async () => frames().gif().toBuffer(),
	'tiff by LZW': async () => photo().tiff({compression: 'lzw', predictor: 'horizontal'}).toBuffer(),
	'tiff in tiles': async () => clear().tiff({compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16}).toBuffer(),
	'tiff of JPEG': async () => photo().tiff({compression: 'jpeg'}).toBuffer(),
	'tiff of one bit': async () =>
		photo().greyscale().threshold().toColourspace('b-w').tiff({bitdepth: 1, compression: 'deflate', predictor: 'none'}).toBuffer(),
	avif: async () => photo().avif({quality: 40, effort: 0}).toBuffer(),
	'avif with alpha': async () => clear().avif({quality: 40, effort: 0}).toBuffer(),
	heic: async () => Buffer.concat([Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic', 'latin1'), rough(3).subarray(0, 500)]),
	bmp: async () => Buffer.concat([Buffer.from('BM\u0046\0\0\0\0\0\0\0\u0036\0\0\0\u0028\0\0\0', 'latin1'), rough(3).subarray(0, 500)]),
	svg: async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'),
};

type Outcome = {
	readonly isRead: boolean;
	readonly name?: string;
	readonly exitCode?: number;
	readonly message?: string;
	readonly stack?: string;
	readonly rssBytes: number;
};

async function ask(child: ChildProcess, bytes: Uint8Array): Promise<Outcome> {
	const asked = new AbortController();
	const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(longestMs)]);
	try {
		const answer = once(child, 'message', {signal});
		const death = once(child, 'exit', {signal}).then(([code, how]) => {
			throw new Error(`The reader died: ${code ?? how}.`);
		});
		death.catch(() => {});
		child.send(bytes);
		const [outcome] = (await Promise.race([answer, death])) as [Outcome];
		return outcome;
	} finally {
		asked.abort();
	}
}

test('every one of these is read before it is damaged, or refused by its kind', async () => {
	const child = fork(reader, [], {serialization: 'advanced', execArgv: []});
	try {
		for (const [kind, make] of Object.entries(makers)) {
			const outcome = await ask(child, await make());
			const isRefused = ['heic', 'bmp', 'svg'].includes(kind);
			expect(outcome, kind).toMatchObject(isRefused ? {exitCode: 65} : {isRead: true});
		}
	} finally {
		child.disconnect();
	}
});

test('damaged images are read or refused: no crash, no hang, no more memory than 1 GB', {timeout: 3_600_000}, async () => {
	const files = await Promise.all(Object.entries(makers).map(async ([kind, make]) => ({kind, bytes: await make()})));
	const others = files.map(({bytes}) => bytes);
	const child = fork(reader, [], {serialization: 'advanced', execArgv: []});
	try {
		for await (const {number, random} of trials('damaged-images', {few: 200, many: 20_000})) {
			const {kind, bytes} = files[number % files.length]!;
			const {bytes: damaged, damage} = mutate(bytes, random, others);
			const outcome = await ask(child, damaged).catch((cause: unknown) => {
				throw new Error(`try ${number}, ${kind}: ${damage}`, {cause});
			});
			expect(outcome.rssBytes, `try ${number}, ${kind}: ${damage}`).toBeLessThan(mostBytes);
			if (outcome.isRead) continue;
			expect(outcome, `try ${number}, ${kind}: ${damage}: ${outcome.stack}`).toMatchObject({name: 'UserError', exitCode: 65});
			expect(outcome.message, `try ${number}, ${kind}: ${damage}`).toMatch(/^[^\n]+\.$/);
		}
	} finally {
		child.disconnect();
	}
});
