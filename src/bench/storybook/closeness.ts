import type {Pixels} from '../../pixels.ts';
import {cellStart} from '../../world/art/draw.ts';
import {spriteSide} from '../../world/art/sprites.ts';
import {type Cell, geometry} from '../../world/scene/scene.ts';

/** Mean absolute difference (0-255) that scores 0: about that of pictures whose 36 tiles are shuffled, from the nearest clean drawing. */
const worstDifference = 32;

/** 1 at no difference, falling in a straight line to 0 at `worstDifference` and beyond. */
export const closeness = (difference: number): number => Math.max(0, 1 - difference / worstDifference);

/** Mean absolute difference (0-255) between two pictures in one cell. */
export function cellDifference(a: Pixels, b: Pixels, cell: Cell): number {
	let sum = 0;
	for (let y = 0; y < spriteSide; y++) {
		const start = cellStart(cell) + y * geometry.side * 3;
		for (let i = start; i < start + spriteSide * 3; i++) sum += Math.abs(a.rgb[i]! - b.rgb[i]!);
	}
	return sum / (spriteSide ** 2 * 3);
}
