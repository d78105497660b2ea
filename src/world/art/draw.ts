import {rasterizeSvg} from '../../picture/codec.ts';
import type {Pixels} from '../../pixels.ts';
import {
	type Cell,
	type Colour,
	cells,
	colours,
	geometry,
	type Noun,
	nouns,
	type Place,
	places,
	type Scene,
	type Size,
	sizes,
	type Time,
	times,
	type Weather,
	weathers,
} from '../scene/scene.ts';
import {backgroundCount, backgroundIndex, backgroundSvg} from './backgrounds.ts';
import {spriteCount, spriteIndex, spriteSheetSvg, spriteSide} from './sprites.ts';

/** Everything a picture is put together from. */
export type Artwork = {
	/** Shape (72, 144, 144, 3), in the order of `backgroundIndex`. */
	readonly backgrounds: Uint8Array;
	/** Shape (384, 48, 48, 4), straight alpha, in the order of `spriteIndex`. */
	readonly sprites: Uint8Array;
};

export const backgroundBytes = geometry.side ** 2 * 3;
export const spriteBytes = spriteSide ** 2 * 4;

let artwork: Promise<Artwork> | undefined;
/** Draws all sprites and backgrounds once in a process (about a second). */
export const loadArtwork = (): Promise<Artwork> => (artwork ??= rasterizeArtwork());

/** The picture of a scene: 144 x 144 px. */
export const drawScene = async (scene: Scene): Promise<Pixels> => composeScene(await loadArtwork(), scene);

/** The picture of a scene, put together from artwork that is loaded already. */
export function composeScene({backgrounds, sprites}: Artwork, scene: Scene): Pixels {
	const {side} = geometry;
	const start = backgroundIndex(scene) * backgroundBytes;
	const rgb = backgrounds.slice(start, start + backgroundBytes);
	for (const {noun, colour, size, cell} of scene.objects) composeSprite(rgb, cell, sprites, spriteIndex(noun, colour, size));
	return {width: side, height: side, rgb};
}

/** The pixels of one sprite: 48 x 48, RGBA with straight alpha. */
export async function spriteRgba(noun: Noun, colour: Colour, size: Size): Promise<Uint8Array> {
	const start = spriteIndex(noun, colour, size) * spriteBytes;
	return (await loadArtwork()).sprites.slice(start, start + spriteBytes);
}

/** The pixels of one background: 144 x 144, RGB. */
export async function backgroundRgb(place: Place, time: Time, weather: Weather): Promise<Uint8Array> {
	const start = backgroundIndex({place, time, weather}) * backgroundBytes;
	return (await loadArtwork()).backgrounds.slice(start, start + backgroundBytes);
}

/** Index of a cell's first byte in a picture. */
export function cellStart(cell: Cell): number {
	const index = cells.indexOf(cell);
	return (Math.floor(index / geometry.cellsPerSide) * geometry.side + (index % geometry.cellsPerSide)) * spriteSide * 3;
}

/** out = floor((alpha * sprite + (255 - alpha) * out + 127) / 255): whole numbers, so that training and the judge get the same bytes. */
function composeSprite(rgb: Uint8Array, cell: Cell, sprites: Uint8Array, index: number): void {
	const start = cellStart(cell);
	for (let y = 0; y < spriteSide; y++) {
		let from = index * spriteBytes + y * spriteSide * 4;
		let to = start + y * geometry.side * 3;
		for (let x = 0; x < spriteSide; x++, from += 4, to += 3) {
			const alpha = sprites[from + 3]!;
			if (alpha === 0) continue;
			for (let c = 0; c < 3; c++) rgb[to + c] = Math.floor((alpha * sprites[from + c]! + (255 - alpha) * rgb[to + c]! + 127) / 255);
		}
	}
}

async function rasterizeArtwork(): Promise<Artwork> {
	const backgrounds = new Uint8Array(backgroundCount * backgroundBytes);
	for (const place of places) {
		for (const time of times) {
			for (const weather of weathers) {
				const {rgba} = await rasterizeSvg(backgroundSvg(place, time, weather), geometry.side, geometry.side);
				const start = backgroundIndex({place, time, weather}) * backgroundBytes;
				for (let i = 0; i < backgroundBytes; i++) backgrounds[start + i] = rgba[Math.floor(i / 3) * 4 + (i % 3)]!;
			}
		}
	}
	const sprites = new Uint8Array(spriteCount * spriteBytes);
	const stride = colours.length * spriteSide * 4;
	for (const noun of nouns) {
		const {rgba} = await rasterizeSvg(spriteSheetSvg(noun), colours.length * spriteSide, sizes.length * spriteSide);
		for (const [row, size] of sizes.entries()) {
			for (const [column, colour] of colours.entries()) {
				const to = spriteIndex(noun, colour, size) * spriteBytes;
				for (let y = 0; y < spriteSide; y++) {
					const from = (row * spriteSide + y) * stride + column * spriteSide * 4;
					sprites.set(rgba.subarray(from, from + spriteSide * 4), to + y * spriteSide * 4);
				}
			}
		}
	}
	return {backgrounds, sprites};
}
