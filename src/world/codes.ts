import {cells, colours, geometry, nouns, places, type Scene, type SceneObject, sizes, times, weathers} from './scene/scene.ts';

/*
The 13 bits of an image code have a meaning here, because the world knows what each tile shows ("supervised" lookup-free
quantisation). Most significant bit first: kind (5), then 8 bits that depend on it.
  kind < 24: a tile of an object   colour (3) | size (1) | part of the cell (2) | 0 (2)
  kind - 24 = place: background    time (2)   | weather (2) | row of tokens (4)
*/
const {cellsPerSide, tokensPerCell, tokensPerSide} = geometry;
const firstPlaceKind = nouns.length;

/** Content of one tile. `part` is row-major in the object's cell, `row` the token row from the top. */
export type Tile =
	| {readonly type: 'object'; readonly object: Omit<SceneObject, 'cell'>; readonly part: number}
	| {readonly type: 'background'; readonly background: Pick<Scene, 'place' | 'time' | 'weather'>; readonly row: number};

/** The image code (0..8191) of a tile. */
export function tileToCode(tile: Tile): number {
	if (tile.type === 'object') {
		const {noun, colour, size} = tile.object;
		return (nouns.indexOf(noun) << 8) | (colours.indexOf(colour) << 5) | (sizes.indexOf(size) << 4) | (tile.part << 2);
	}
	const {place, time, weather} = tile.background;
	return ((firstPlaceKind + places.indexOf(place)) << 8) | (times.indexOf(time) << 6) | (weathers.indexOf(weather) << 4) | tile.row;
}

/** The inverse of `tileToCode`; undefined for a code that no tile has. */
export function codeToTile(code: number): Tile | undefined {
	const kind = code >> 8;
	const noun = nouns[kind];
	if (noun !== undefined) {
		if ((code & 3) !== 0) return;
		return {type: 'object', object: {noun, colour: colours[(code >> 5) & 7]!, size: sizes[(code >> 4) & 1]!}, part: (code >> 2) & 3};
	}
	const place = places[kind - firstPlaceKind];
	const time = times[(code >> 6) & 3];
	const row = code & 15;
	if (place === undefined || time === undefined || row >= tokensPerSide) return;
	return {type: 'background', background: {place, time, weather: weathers[(code >> 4) & 3]!}, row};
}

/** The codes of a scene's picture, row-major, shape (36,). */
export function sceneToCodes(scene: Scene): number[] {
	return Array.from({length: tokensPerSide ** 2}, (_, index) => {
		const row = Math.floor(index / tokensPerSide);
		const column = index % tokensPerSide;
		const cell = cells[Math.floor(row / tokensPerCell) * cellsPerSide + Math.floor(column / tokensPerCell)];
		const object = scene.objects.find(candidate => candidate.cell === cell);
		if (object) return tileToCode({type: 'object', object, part: (row % tokensPerCell) * tokensPerCell + (column % tokensPerCell)});
		return tileToCode({type: 'background', background: scene, row});
	});
}
