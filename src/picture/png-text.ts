import {crc32, inflateSync} from 'node:zlib';
import {exitCodes, UserError} from '../errors.ts';

/** Keyword -> text. Keywords: 1-79 Latin-1 characters; texts: any Unicode without NUL. */
export type PngText = Readonly<Record<string, string>>;

const signatureBytes = 8;
/** Chunk length, type and checksum. */
const frameBytes = 12;
const longestKeyword = 79;
/** Most bytes of one text; only wanted texts are unfolded. */
const maxTextBytes = 1_000_000;

/** The PNG with these texts as iTXt chunks (UTF-8, not compressed) right after its header. The pixels stay as they are. */
export function addPngText(png: Uint8Array, text: PngText): Uint8Array {
	const headerEnd = signatureBytes + frameBytes + readUint32(png, signatureBytes);
	const chunks = Object.entries(text).map(([keyword, value]) =>
		// Keyword, NUL, not compressed (0, 0), no language tag, no translated keyword.
		chunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(value.replaceAll('\0', ''), 'utf8')])),
	);
	return Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)]);
}

/**
The texts of a PNG (tEXt, zTXt and iTXt chunks; the first of a keyword counts). Damaged chunks fail with a `UserError` (65).
@param wanted - Keywords; all by default. Texts of others are not unfolded: they may be damaged, or as large as a folder.
*/
export function readPngText(png: Uint8Array, wanted?: readonly string[]): PngText {
	const found: Record<string, string> = {};
	for (const {type, data} of chunksOf(png)) {
		const keyword = keywordOf(type, data);
		if (keyword === undefined || Object.hasOwn(found, keyword) || (wanted && !wanted.includes(keyword))) continue;
		found[keyword] = textOf(type, data.subarray(keyword.length + 1));
	}
	return found;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
	const framed = Buffer.alloc(data.length + frameBytes);
	framed.writeUInt32BE(data.length, 0);
	framed.write(type, 4, 'latin1');
	framed.set(data, 8);
	framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
	return framed;
}

function* chunksOf(png: Uint8Array): Generator<{type: string; data: Uint8Array}> {
	let at = signatureBytes;
	while (at < png.length) {
		const end = at + frameBytes + (at + frameBytes <= png.length ? readUint32(png, at) : Number.POSITIVE_INFINITY);
		if (end > png.length || crc32(png.subarray(at + 4, end - 4)) !== readUint32(png, end - 4)) {
			throw new UserError(`The PNG is damaged at byte ${at}.`, {
				hint: 'Use the picture as it was saved; some programs cut or rewrite files.',
				exitCode: exitCodes.badData,
			});
		}
		const type = latin1(png.subarray(at + 4, at + 8));
		// Bytes behind it are no part of the picture, such as the film that some phones append.
		if (type === 'IEND') return;
		yield {type, data: png.subarray(at + 8, end - 4)};
		at = end;
	}
}

function keywordOf(type: string, data: Uint8Array): string | undefined {
	if (!['tEXt', 'zTXt', 'iTXt'].includes(type)) return;
	const split = data.subarray(0, longestKeyword + 1).indexOf(0);
	return split < 1 ? undefined : latin1(data.subarray(0, split));
}

/** @param data - Of the chunk, behind its keyword */
function textOf(type: string, data: Uint8Array): string {
	if (type === 'tEXt') return readLetters(data);
	if (type === 'zTXt') return readLetters(inflate(data.subarray(1)));
	const languageEnd = data.indexOf(0, 2);
	const text = data.subarray(data.indexOf(0, languageEnd + 1) + 1);
	return Buffer.from(data[0] === 1 ? inflate(text) : text).toString('utf8');
}

/** Latin-1, as the format has it, or UTF-8: libvips and ImageMagick write that there when they rewrite a picture. Only on purpose are both possible. */
function readLetters(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return latin1(bytes);
	}
}

function inflate(data: Uint8Array): Uint8Array {
	try {
		return inflateSync(data, {maxOutputLength: maxTextBytes});
	} catch (cause) {
		throw new UserError('A text in the PNG is damaged.', {
			hint: 'Use the picture as it was saved; some programs cut or rewrite files.',
			exitCode: exitCodes.badData,
			cause,
		});
	}
}

const readUint32 = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
