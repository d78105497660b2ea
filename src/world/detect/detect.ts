import type {Pixels} from '../../pixels.ts';
import {backgroundCount} from '../art/backgrounds.ts';
import {type Artwork, backgroundBytes, cellStart, composeScene} from '../art/draw.ts';
import {spriteSide} from '../art/sprites.ts';
import {type Cell, cells, colours, geometry, nouns, places, type Scene, type SceneObject, sizes, times, weathers} from '../scene/scene.ts';
import {blockMeans, type Coverage, coverage, cutCell, difference, type Match, matchCell} from './detect-sprites.ts';

/** Reading of a cell. */
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
	/** Objects seen, in cell order. Unlike in a true scene a noun may be there twice, or in a cell where it may not stand. */
	readonly scene: Scene;
	/** All nine, in the order of `cells`. */
	readonly readings: readonly CellReading[];
	/** By how much the next best background fits worse (0-48). */
	readonly backgroundMargin: number;
	/** Mean of the cells' residuals (0-255). */
	readonly residual: number;
};

/** So many of the nearest backgrounds are read to the end. */
const shortlist = 2;

/** A detector over artwork that is loaded already: pure, about 30 ms a picture. */
export function createDetector(artwork: Artwork): (picture: Pixels) => Detection {
	const covered = coverage(artwork.sprites);
	const backgrounds = Array.from({length: backgroundCount}, (_, index) => blockMeans(artwork.backgrounds, index * backgroundBytes));
	return picture => {
		const {side} = geometry;
		if (picture.width !== side || picture.height !== side) {
			throw new RangeError(`The detector reads ${side} x ${side} px, but this picture has ${picture.width} x ${picture.height}`);
		}
		const seen = blockMeans(picture.rgb);
		// Differences are clipped, so that what stands in front of a background counts little.
		const distances = backgrounds.map(background => difference(seen, background));
		const nearest = [...distances.keys()].sort((a, b) => distances[a]! - distances[b]!).slice(0, shortlist);
		const readings = nearest.map(index => readCells(index, seen, backgrounds[index]!, covered)).sort((a, b) => a.cost - b.cost);
		return describe(artwork, picture, readings[0]!, readings[1]!.cost - readings[0]!.cost);
	};
}

/** A picture read before one background: the best match of each cell, and their mean cost. */
type Reading = {readonly background: number; readonly matches: readonly Match[]; readonly cost: number};

function readCells(background: number, seen: Float32Array, behind: Float32Array, covered: Coverage): Reading {
	const matches = cells.map((_, cell) => matchCell(cutCell(seen, cell), cutCell(behind, cell), covered));
	return {background, matches, cost: matches.reduce((sum, {cost}) => sum + cost, 0) / cells.length};
}

function describe(artwork: Artwork, picture: Pixels, {background, matches}: Reading, backgroundMargin: number): Detection {
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
		return {cell, ...(object && {object}), residual: residualOf(picture, redraw, cell), margin: runnerUp - cost};
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

/** Mean absolute difference (0-255) of two pictures in one cell. */
function residualOf(a: Pixels, b: Pixels, cell: Cell): number {
	let sum = 0;
	for (let y = 0; y < spriteSide; y++) {
		const from = cellStart(cell) + y * geometry.side * 3;
		for (let i = from; i < from + spriteSide * 3; i++) sum += Math.abs(a.rgb[i]! - b.rgb[i]!);
	}
	return sum / (spriteSide ** 2 * 3);
}
