import {codeToTile, type Tile} from '../codes.ts';
import type {Reading} from '../scene/goal.ts';
import {cells, geometry} from '../scene/scene.ts';

const {cellsPerSide, tokensPerCell, tokensPerSide} = geometry;
const codeCount = tokensPerSide ** 2;
/** So many of a cell's four tiles must show parts of the same thing, each in its place. */
const enough = 2;

/**
The scene that 36 image codes (row-major) stand for by `src/world/codes.ts`, without drawing a pixel: place, time and weather by the
votes of the background tiles, a thing where at least two tiles of a cell agree. Only for models whose codes have that meaning.
@throws RangeError when there are not 36 codes
*/
export function readCodes(codes: readonly number[]): Reading {
	if (codes.length !== codeCount) throw new RangeError(`A picture has ${codeCount} codes, not ${codes.length}.`);
	const tiles = codes.map(codeToTile);
	const backgrounds = tiles.flatMap(tile => (tile?.type === 'background' ? [tile.background] : []));
	return {
		place: mostVotes(backgrounds.map(({place}) => place))?.choice,
		time: mostVotes(backgrounds.map(({time}) => time))?.choice,
		weather: mostVotes(backgrounds.map(({weather}) => weather))?.choice,
		objects: cells.flatMap((cell, index) => {
			const parts = cellTiles(tiles, index).flatMap((tile, part) => (tile?.type === 'object' && tile.part === part ? [tile.object] : []));
			const best = mostVotes(parts.map(object => JSON.stringify(object)));
			const object = best && best.votes >= enough ? parts.find(one => JSON.stringify(one) === best.choice) : undefined;
			return object ? [{...object, cell}] : [];
		}),
	};
}

/** The four tiles of a cell, in the order of their parts. */
function cellTiles(tiles: readonly (Tile | undefined)[], cell: number): (Tile | undefined)[] {
	const top = Math.floor(cell / cellsPerSide) * tokensPerCell;
	const left = (cell % cellsPerSide) * tokensPerCell;
	return Array.from(
		{length: tokensPerCell ** 2},
		(_, part) => tiles[(top + Math.floor(part / tokensPerCell)) * tokensPerSide + left + (part % tokensPerCell)],
	);
}

/** The choice with most votes; of equals the one that came first. */
function mostVotes<Choice>(votes: readonly Choice[]): {readonly choice: Choice; readonly votes: number} | undefined {
	const counts = new Map<Choice, number>();
	for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
	const [first, ...rest] = [...counts].map(([choice, count]) => ({choice, votes: count}));
	return first && rest.reduce((best, one) => (one.votes > best.votes ? one : best), first);
}
