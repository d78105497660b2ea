import {backgroundCount} from '../art/backgrounds.ts';
import {loadArtwork} from '../art/draw.ts';
import {spriteCount, spriteSide} from '../art/sprites.ts';
import {geometry} from '../scene/scene.ts';
import {writeSafetensors} from './safetensors-writer.ts';

/**
All artwork as one safetensors file, for training to put pictures together by itself, with the maths of `composeSprite`:
`backgrounds` U8 (72, 144, 144, 3) at (place * 3 + time) * 4 + weather; `sprites` U8 (384, 48, 48, 4) at (noun * 8 + colour) * 2 + size.
*/
export async function exportSprites(): Promise<Uint8Array> {
	const {backgrounds, sprites} = await loadArtwork();
	const {side} = geometry;
	return writeSafetensors([
		{name: 'backgrounds', dtype: 'U8', shape: [backgroundCount, side, side, 3], data: backgrounds},
		{name: 'sprites', dtype: 'U8', shape: [spriteCount, spriteSide, spriteSide, 4], data: sprites},
	]);
}
