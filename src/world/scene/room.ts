import {type Cell, cells, fits, geometry, nouns} from './scene.ts';

const {cellsPerSide, tokensPerCell, tokensPerSide} = geometry;

/** The cells of which all tiles are among some codes. @param codes - row-major indices of a picture of the world */
export function cellsWithin(codes: readonly number[]): readonly Cell[] {
	const marked = new Set(codes);
	return cells.filter((_, index) => {
		const top = Math.floor(index / cellsPerSide) * tokensPerCell;
		const left = (index % cellsPerSide) * tokensPerCell;
		return Array.from({length: tokensPerCell ** 2}, (_unused, part) => part).every(part =>
			marked.has((top + Math.floor(part / tokensPerCell)) * tokensPerSide + left + (part % tokensPerCell)),
		);
	});
}

/** Whether a thing may stand in one of these cells. */
export function mayStand(name: string, among: readonly Cell[]): boolean {
	const noun = nouns.find(one => one === name);
	return noun !== undefined && among.some(cell => fits(noun, cell));
}
