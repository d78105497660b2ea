import {spriteCount, spriteSide} from '../art/sprites.ts';
import {geometry} from '../scene/scene.ts';

/*
The detector compares block means instead of pixels: how sharp a picture is then hardly matters, so that a soft picture of a
small thing is still nearer to that thing than to nothing.
*/
/** Side of a block, in pixels. */
const block = 2;
const cellBlocks = spriteSide / block;
const pictureBlocks = geometry.side / block;
/** Difference of a channel (0-255) at which it is clipped: one wrong spot must not outvote the rest of a cell. */
const clip = 48;

/** The means of an RGB picture's blocks, shape (72, 72, 3), of the bytes from `start` on. */
export function blockMeans(rgb: Uint8Array, start = 0): Float32Array {
	const means = new Float32Array(pictureBlocks ** 2 * 3);
	const {side} = geometry;
	for (let i = 0; i < side * side * 3; i++) {
		const pixel = Math.floor(i / 3);
		const at = Math.floor(Math.floor(pixel / side) / block) * pictureBlocks + Math.floor((pixel % side) / block);
		means[at * 3 + (i % 3)]! += rgb[start + i]! / block ** 2;
	}
	return means;
}

/** The blocks of one cell (0-8, row-major), shape (24, 24, 3), cut out of `blockMeans`. */
export function cutCell(means: Float32Array, cell: number): Float32Array {
	const out = new Float32Array(cellBlocks ** 2 * 3);
	const top = Math.floor(cell / geometry.cellsPerSide) * cellBlocks;
	const left = (cell % geometry.cellsPerSide) * cellBlocks;
	for (let y = 0; y < cellBlocks; y++) {
		const from = ((top + y) * pictureBlocks + left) * 3;
		out.set(means.subarray(from, from + cellBlocks * 3), y * cellBlocks * 3);
	}
	return out;
}

/** The blocks that each sprite touches, sprite after sprite: sprite s has the entries `starts[s]` to `starts[s + 1]`. */
export type Coverage = {
	readonly starts: Uint32Array;
	/** Block in the cell, row-major (0-575). */
	readonly at: Uint16Array;
	/** Four numbers an entry: share of the background that shows through (0-1), then red, green, blue to add to it. */
	readonly paint: Float32Array;
};

/** Sums up sprites, RGBA of shape (384, 48, 48, 4), as block means. */
export function coverage(sprites: Uint8Array): Coverage {
	const starts = new Uint32Array(spriteCount + 1);
	const at: number[] = [];
	const paint: number[] = [];
	for (let sprite = 0; sprite < spriteCount; sprite++) {
		for (let index = 0; index < cellBlocks ** 2; index++) {
			const mean = [1, 0, 0, 0];
			for (let part = 0; part < block ** 2; part++) {
				const y = Math.floor(index / cellBlocks) * block + Math.floor(part / block);
				const x = (index % cellBlocks) * block + (part % block);
				const from = ((sprite * spriteSide + y) * spriteSide + x) * 4;
				const alpha = sprites[from + 3]! / 255 / block ** 2;
				mean[0]! -= alpha;
				for (let c = 0; c < 3; c++) mean[c + 1]! += alpha * sprites[from + c]!;
			}
			if (mean[0] === 1) continue;
			at.push(index);
			paint.push(...mean);
		}
		starts[sprite + 1] = at.length;
	}
	return {starts, at: Uint16Array.from(at), paint: Float32Array.from(paint)};
}

/** Mean clipped difference (0-48) of two arrays of block means. */
export function difference(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += Math.min(clip, Math.abs(a[i]! - b[i]!));
	return sum / a.length;
}

/** Best reading of a cell: the sprite (-1: none), its cost, and the cost of the next best reading; mean clipped differences (0-48). */
export type Match = {readonly sprite: number; readonly cost: number; readonly runnerUp: number};

/** The best reading of a cell of the picture before a cell of the background, both from `cutCell`. */
export function matchCell(seen: Float32Array, behind: Float32Array, {starts, at, paint}: Coverage): Match {
	const bare = Float32Array.from(seen, (value, i) => Math.min(clip, Math.abs(value - behind[i]!)));
	const empty = bare.reduce((sum, cost) => sum + cost, 0);
	let best: Match = {sprite: -1, cost: empty, runnerUp: Number.POSITIVE_INFINITY};
	for (let sprite = 0; sprite < spriteCount; sprite++) {
		// A sprite changes only what it touches.
		let cost = empty;
		for (let entry = starts[sprite]!; entry < starts[sprite + 1]!; entry++) {
			for (let c = 0; c < 3; c++) {
				const i = at[entry]! * 3 + c;
				const off = Math.abs(seen[i]! - paint[4 * entry]! * behind[i]! - paint[4 * entry + 1 + c]!);
				cost += Math.min(off, clip) - bare[i]!;
			}
		}
		if (cost < best.cost) best = {sprite, cost, runnerUp: best.cost};
		else if (cost < best.runnerUp) best = {...best, runnerUp: cost};
	}
	return {sprite: best.sprite, cost: best.cost / seen.length, runnerUp: best.runnerUp / seen.length};
}
