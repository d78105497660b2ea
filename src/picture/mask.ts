import type {ModelFacts} from '../events/events.ts';
import type {Pixels} from './pixels.ts';

/** `below` where the mask is black, `above` where it is white, mixed between; all of one size. */
export function blend(below: Pixels, above: Pixels, mask: Pixels): Pixels {
	const rgb = below.rgb.map((value, index) => Math.round(value + ((above.rgb[index]! - value) * mask.rgb[index]!) / 255));
	return {width: below.width, height: below.height, rgb};
}

/** A picture of the model's size, white where these codes are (row-major). */
export function codeMask(codes: readonly number[], {grid, patch}: Pick<ModelFacts, 'grid' | 'patch'>): Pixels {
	const [width, height] = [grid.columns * patch, grid.rows * patch];
	const rgb = new Uint8Array(width * height * 3);
	for (const code of codes) {
		const left = (code % grid.columns) * patch;
		const top = Math.floor(code / grid.columns) * patch;
		for (let y = top; y < top + patch; y++) rgb.fill(255, (y * width + left) * 3, (y * width + left + patch) * 3);
	}
	return {width, height, rgb};
}

/** The mask with nothing between black and white. */
export const hardened = ({width, height, rgb}: Pixels): Pixels => ({width, height, rgb: rgb.map(value => (value < 128 ? 0 : 255))});
