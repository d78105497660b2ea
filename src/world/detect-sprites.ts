import type {Artwork} from './draw.ts';
import {spriteCount, spriteSide} from './sprites.ts';

/** How far a channel may be off (0-255) and still count more: one wrong spot must not outvote the rest of a cell. */
export const clip = 48;
const pixels = spriteSide ** 2;

/** The pixels that each sprite covers, sprite after sprite: sprite s has the entries `starts[s]` to `starts[s + 1]`. */
export type Coverage = {
	readonly starts: Uint32Array;
	/** Pixel in the cell, row-major (0-2303). */
	readonly pixel: Uint16Array;
	/** Alpha, red, green, blue of each entry. */
	readonly rgba: Uint8Array;
};

export function coverage(sprites: Artwork['sprites']): Coverage {
	const starts = new Uint32Array(spriteCount + 1);
	const pixel: number[] = [];
	const rgba: number[] = [];
	for (let sprite = 0; sprite < spriteCount; sprite++) {
		for (let p = 0; p < pixels; p++) {
			const at = (sprite * pixels + p) * 4;
			if (sprites[at + 3] === 0) continue;
			pixel.push(p);
			rgba.push(sprites[at + 3]!, sprites[at]!, sprites[at + 1]!, sprites[at + 2]!);
		}
		starts[sprite + 1] = pixel.length;
	}
	return {starts, pixel: Uint16Array.from(pixel), rgba: Uint8Array.from(rgba)};
}

/** What a cell shows best: the sprite (-1: none), its cost and the cost of the next best reading; mean clipped differences (0-`clip`). */
export type Match = {readonly sprite: number; readonly cost: number; readonly runnerUp: number};

/** First every fourth pixel of every sprite is looked at, then all pixels of so many of the best. */
const stride = 4;
const finalists = 24;

/**
The best reading of a cell. Only what a sprite covers can change the cost, so each is charged for that alone.
@param seen - The picture's cell, RGB, shape (48, 48, 3).
@param behind - The background's cell, same shape.
@param presence - How much a sprite must gain over an empty cell (mean clipped difference) to be seen at all.
*/
export function matchCell(seen: Uint8Array, behind: Uint8Array, covered: Coverage, presence: number): Match {
	const scale = pixels * 3;
	const none = emptyCost(seen, behind);
	const empty = none.reduce((sum, cost) => sum + cost, 0);
	const rough = Float64Array.from({length: spriteCount}, (_, sprite) => gain(sprite, stride, seen, behind, covered, none) * stride);
	const best = [...rough.keys()]
		.sort((a, b) => rough[b]! - rough[a]!)
		.slice(0, finalists)
		.map(sprite => ({sprite, cost: (empty - gain(sprite, 1, seen, behind, covered, none)) / scale}))
		.sort((a, b) => a.cost - b.cost);
	const cost = empty / scale;
	if (best[0]!.cost >= cost - presence) return {sprite: -1, cost, runnerUp: best[0]!.cost + presence};
	return {...best[0]!, runnerUp: Math.min(best[1]!.cost, cost - presence)};
}

/** Clipped difference of each pixel of a cell from the bare background, shape (48, 48). */
function emptyCost(seen: Uint8Array, behind: Uint8Array): Uint8Array {
	const none = new Uint8Array(pixels);
	for (let p = 0; p < pixels; p++) {
		for (let i = 3 * p; i < 3 * p + 3; i++) none[p]! += Math.min(clip, Math.abs(seen[i]! - behind[i]!));
	}
	return none;
}

/** How much better a sprite explains every `step`-th of the pixels that it covers than the bare background does. The hot loop. */
function gain(
	sprite: number,
	step: number,
	seen: Uint8Array,
	behind: Uint8Array,
	{starts, pixel, rgba}: Coverage,
	none: Uint8Array,
): number {
	const end = starts[sprite + 1]!;
	let sum = 0;
	for (let entry = starts[sprite]!; entry < end; entry += step) {
		const p = pixel[entry]!;
		const alpha = rgba[4 * entry]!;
		sum += none[p]!;
		for (let c = 0; c < 3; c++) {
			const i = 3 * p + c;
			const paint = rgba[4 * entry + 1 + c]!;
			const value = alpha === 255 ? paint : ((alpha * paint + (255 - alpha) * behind[i]! + 127) / 255) | 0;
			const off = seen[i]! - value;
			sum -= off < -clip || off > clip ? clip : off < 0 ? -off : off;
		}
	}
	return sum;
}
