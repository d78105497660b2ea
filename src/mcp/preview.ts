import {encodeAs, encodePng, type Pixels, resample} from '../picture/codec.ts';

/** A picture small enough for a message. */
export type Preview = {readonly data: string; readonly mimeType: 'image/png' | 'image/jpeg'};

/** Longest side (px), and most letters of base64: clients end messages of more than a megabyte. */
const longestSide = 512;
const mostLetters = 700_000;

/** The picture, made smaller where it has to be. */
export async function previewOf(picture: Pixels): Promise<Preview> {
	for (let side = longestSide; ; side = Math.floor(side / 2)) {
		const small = shrunk(picture, side);
		const png = base64(await encodePng(small));
		if (png.length <= mostLetters) return {data: png, mimeType: 'image/png'};
		const jpeg = base64(await encodeAs(small, 'jpeg'));
		if (jpeg.length <= mostLetters) return {data: jpeg, mimeType: 'image/jpeg'};
	}
}

function shrunk(picture: Pixels, side: number): Pixels {
	const scale = Math.min(1, side / Math.max(picture.width, picture.height));
	return resample(picture, Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale)));
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
