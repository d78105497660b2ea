import {backgroundCount} from './backgrounds.ts';
import {clip, coverage, type Match, matchCell} from './detect-sprites.ts';
import {type Artwork, backgroundBytes, cellStart, composeScene, loadArtwork, type RgbPicture} from './draw.ts';
import {type Cell, cells, colours, geometry, nouns, places, type Scene, type SceneObject, sizes, times, weathers} from './scene.ts';
import {spriteSide} from './sprites.ts';

/** What a cell was read as. */
export type CellReading = {
	readonly cell: Cell;
	/** Nothing: the background alone. */
	readonly object?: Omit<SceneObject, 'cell'>;
	/** Mean absolute difference (0-255) between the picture and a clean redraw of what was detected. */
	readonly residual: number;
	/** By how much the next best reading fits worse: mean difference (0-48, as differences count up to 48). */
	readonly margin: number;
};
export type Detection = {
	/** What is seen, in cell order. Unlike in a true scene a noun may be there twice, or in a cell where it may not stand. */
	readonly scene: Scene;
	/** All nine, in the order of `cells`. */
	readonly readings: readonly CellReading[];
	/** By how much the next best background fits worse (0-48). */
	readonly backgroundMargin: number;
	/** Mean of the cells' residuals (0-255). */
	readonly residual: number;
};

/** A sprite must explain this much of its cell better than the bare background does; the faintest true one gains 2.5. */
const presence = 0.8;
/** So many of the nearest backgrounds are read to the end. */
const shortlist = 3;

/** A detector over artwork that is loaded already: pure, about 50 ms a picture. */
export function createDetector(artwork: Artwork): (picture: RgbPicture) => Detection {
	const covered = coverage(artwork.sprites);
	return picture => {
		const {side} = geometry;
		if (picture.width !== side || picture.height !== side) {
			throw new RangeError(`The detector reads ${side} x ${side} px, but this picture has ${picture.width} x ${picture.height}`);
		}
		const seen = cells.map(cell => cutCell(picture.rgb, cell, 0));
		const nearest = rankBackgrounds(picture.rgb, artwork.backgrounds).slice(0, shortlist);
		const readings = nearest.map(background => {
			const start = background * backgroundBytes;
			const matches = cells.map((cell, index) => matchCell(seen[index]!, cutCell(artwork.backgrounds, cell, start), covered, presence));
			return {background, matches, cost: matches.reduce((sum, {cost}) => sum + cost, 0) / cells.length};
		});
		const [best, second] = readings.sort((a, b) => a.cost - b.cost);
		return describe(artwork, picture, best!.background, best!.matches, second!.cost - best!.cost);
	};
}

let detector: Promise<(picture: RgbPicture) => Detection> | undefined;
/** What a 144 x 144 px picture shows. The first call draws all artwork (about a second). */
export async function detectScene(picture: RgbPicture): Promise<Detection> {
	detector ??= loadArtwork().then(createDetector);
	return (await detector)(picture);
}

/** Background indices, nearest first. Differences are clipped hard, so that what stands in front counts little. */
function rankBackgrounds(rgb: Uint8Array, backgrounds: Uint8Array): number[] {
	const costs = Array.from({length: backgroundCount}, (_, background) => clippedSum(rgb, backgrounds, background * rgb.length, clip));
	return [...costs.keys()].sort((a, b) => costs[a]! - costs[b]!);
}

function clippedSum(rgb: Uint8Array, backgrounds: Uint8Array, start: number, limit: number): number {
	let sum = 0;
	for (let i = 0; i < rgb.length; i++) {
		const off = rgb[i]! - backgrounds[start + i]!;
		sum += off < -limit || off > limit ? limit : off < 0 ? -off : off;
	}
	return sum;
}

function describe(
	artwork: Artwork,
	picture: RgbPicture,
	background: number,
	matches: readonly Match[],
	backgroundMargin: number,
): Detection {
	const found = matches.map(({sprite}) => (sprite < 0 ? undefined : spriteAt(sprite)));
	const scene: Scene = {
		place: places[Math.floor(background / (times.length * weathers.length))]!,
		time: times[Math.floor(background / weathers.length) % times.length]!,
		weather: weathers[background % weathers.length]!,
		objects: cells.flatMap((cell, index) => (found[index] ? [{...found[index], cell}] : [])),
	};
	const redraw = composeScene(artwork, scene);
	const readings = cells.map((cell, index): CellReading => {
		const object = found[index];
		const {cost, runnerUp} = matches[index]!;
		const residual = meanDifference(cutCell(picture.rgb, cell, 0), cutCell(redraw.rgb, cell, 0));
		return {cell, ...(object && {object}), residual, margin: runnerUp - cost};
	});
	return {scene, readings, backgroundMargin, residual: readings.reduce((sum, reading) => sum + reading.residual, 0) / cells.length};
}

/** The inverse of `spriteIndex`. */
function spriteAt(index: number): Omit<SceneObject, 'cell'> {
	const perNoun = colours.length * sizes.length;
	return {
		noun: nouns[Math.floor(index / perNoun)]!,
		colour: colours[Math.floor(index / sizes.length) % colours.length]!,
		size: sizes[index % sizes.length]!,
	};
}

/** The pixels of a cell, shape (48, 48, 3), of the picture that begins at byte `start`. */
function cutCell(rgb: Uint8Array, cell: Cell, start: number): Uint8Array {
	const row = spriteSide * 3;
	const out = new Uint8Array(spriteSide * row);
	for (let y = 0; y < spriteSide; y++) {
		const from = start + cellStart(cell) + y * geometry.side * 3;
		out.set(rgb.subarray(from, from + row), y * row);
	}
	return out;
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
	return sum / a.length;
}
