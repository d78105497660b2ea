import {encodePng} from '../picture/codec.ts';
import {decodeLayers} from '../picture/decode.ts';

/**
A mask as mmada reads it, white where the picture may change. In the OpenAI API a mask is clear where the picture may change, whatever its
colours; one without clear parts says it in white. @throws UserError (65) when it is no picture
*/
export async function readableMask(bytes: Uint8Array, name: string): Promise<Uint8Array> {
	const {width, height, alpha} = await decodeLayers(bytes, name);
	if (!alpha?.some(cover => cover < half)) return bytes;
	const rgb = new Uint8Array(width * height * 3);
	for (const [pixel, cover] of alpha.entries()) rgb.fill(255 - cover, pixel * 3, pixel * 3 + 3);
	return encodePng({width, height, rgb});
}

/** Cover (0-255) below which a pixel counts as clear. */
const half = 128;
