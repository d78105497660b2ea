import {beforeAll, describe, expect, test} from 'vitest';
import type {Pixels} from '../../../src/pixels.ts';
import {type Artwork, composeScene, loadArtwork} from '../../../src/world/art/draw.ts';
import {createDetector, type Detection} from '../../../src/world/detect/detect.ts';
import {createRandom, type Random} from '../../../src/world/random.ts';
import {sampleScene} from '../../../src/world/scene/sample.ts';
import {type Cell, cells, colours, nouns, places, type Scene, sizes, times, weathers} from '../../../src/world/scene/scene.ts';

let artwork: Artwork;
let detect: (picture: Pixels) => Detection;
beforeAll(async () => {
	artwork = await loadArtwork();
	detect = createDetector(artwork);
}, 60_000);

const sampleScenes = (seed: number, count: number): Scene[] => {
	const random = createRandom(seed);
	return Array.from({length: count}, () => sampleScene(random, 1 + random.int(3)));
};
const isSame = (a: Scene, b: Scene) => JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
const canonical = ({place, time, weather, objects}: Scene) => [
	place,
	time,
	weather,
	...objects.map(({cell, noun, colour, size}) => [cell, noun, colour, size]),
];

/** Adds noise of standard deviation `sigma`: the sum of four uniforms, near enough to a Gaussian. */
function addNoise(picture: Pixels, sigma: number, random: Random): Pixels {
	const scale = sigma * Math.sqrt(3);
	const noisy = picture.rgb.map(value => {
		const draw = random.next() + random.next() + random.next() + random.next() - 2;
		return Math.max(0, Math.min(255, Math.round(value + scale * draw)));
	});
	return {...picture, rgb: noisy};
}

function blur({width, height, rgb}: Pixels): Pixels {
	const out = new Uint8Array(rgb.length);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			for (let c = 0; c < 3; c++) {
				let sum = 0;
				for (let dy = -1; dy <= 1; dy++) {
					for (let dx = -1; dx <= 1; dx++) {
						const yy = Math.max(0, Math.min(height - 1, y + dy));
						const xx = Math.max(0, Math.min(width - 1, x + dx));
						sum += rgb[(yy * width + xx) * 3 + c]!;
					}
				}
				out[(y * width + x) * 3 + c] = Math.round(sum / 9);
			}
		}
	}
	return {width, height, rgb: out};
}

test('200 clean pictures are all read exactly, with nothing left over', () => {
	for (const scene of sampleScenes(1, 200)) {
		const {scene: seen, residual, readings, backgroundMargin} = detect(composeScene(artwork, scene));
		expect(canonical(seen)).toEqual(canonical(scene));
		expect(residual).toBe(0);
		expect(Math.min(...readings.map(reading => reading.margin))).toBeGreaterThan(0);
		expect(backgroundMargin).toBeGreaterThan(0);
	}
});

test.each([
	{fault: 'noise of standard deviation 12', spoil: (picture: Pixels, random: Random) => addNoise(picture, 12, random)},
	{fault: 'a 3 x 3 blur', spoil: (picture: Pixels) => blur(picture)},
])('at least 99 % are read exactly through $fault', ({spoil}) => {
	const random = createRandom(7);
	const scenes = sampleScenes(2, 100);
	const right = scenes.filter(scene => isSame(detect(spoil(composeScene(artwork, scene), random)).scene, scene));
	expect(right.length).toBeGreaterThanOrEqual(99);
});

test('an empty scene stays empty in every light', () => {
	for (const place of places) {
		for (const time of times) {
			for (const weather of weathers) {
				const scene = {place, time, weather, objects: []};
				expect(detect(blur(composeScene(artwork, scene))).scene).toEqual(scene);
			}
		}
	}
});

describe('what a model may get wrong is seen as it is', () => {
	const wanted: Scene = {
		place: 'meadow',
		time: 'day',
		weather: 'clear',
		objects: [
			{noun: 'balloon', colour: 'red', size: 'large', cell: 'top-left'},
			{noun: 'cat', colour: 'blue', size: 'small', cell: 'bottom'},
		],
	};
	const [balloon, cat] = wanted.objects;
	const extra = {noun: 'tree', colour: 'green', size: 'small', cell: 'right'} as const;
	test.each<[string, Partial<Scene>]>([
		['a wrong colour', {objects: [{...balloon!, colour: 'pink'}, cat!]}],
		['a wrong noun', {objects: [balloon!, {...cat!, noun: 'dog'}]}],
		['a wrong size', {objects: [{...balloon!, size: 'small'}, cat!]}],
		['a wrong cell', {objects: [{...balloon!, cell: 'top'}, cat!]}],
		['a missing object', {objects: [cat!]}],
		['an extra object', {objects: [balloon!, extra, cat!]}],
		['the same noun twice', {objects: [balloon!, {...balloon!, cell: 'right'}, cat!]}],
		['a sky thing on the ground', {objects: [{...balloon!, cell: 'bottom-left'}, cat!]}],
		['a wrong place', {place: 'mountain'}],
		['a wrong time', {time: 'sunset'}],
		['a wrong weather', {weather: 'cloudy'}],
	])('%s', (_, change) => {
		const drawn = {...wanted, ...change};
		expect(canonical(detect(blur(composeScene(artwork, drawn))).scene)).toEqual(canonical(drawn));
	});
});

test('every sprite is found in a crowd of nine', () => {
	const all = nouns.flatMap(noun => colours.flatMap(colour => sizes.map(size => ({noun, colour, size}))));
	const random = createRandom(3);
	const shuffled = random.shuffle(all);
	for (let start = 0; start < shuffled.length; start += cells.length) {
		const objects = shuffled.slice(start, start + cells.length).map((object, index) => ({...object, cell: cells[index]!}));
		const scene = {place: random.pick(places), time: random.pick(times), weather: random.pick(weathers), objects};
		expect(canonical(detect(composeScene(artwork, scene)).scene)).toEqual(canonical(scene));
	}
});

test('what no redraw explains is left over in its own cell', () => {
	const scene: Scene = {place: 'town', time: 'night', weather: 'rain', objects: []};
	const picture = composeScene(artwork, scene);
	const spoiled = picture.rgb.slice();
	// A plain white square in the middle of the middle cell.
	for (let y = 60; y < 84; y++) for (let x = 60; x < 84; x++) spoiled.fill(255, (y * 144 + x) * 3, (y * 144 + x) * 3 + 3);
	const residuals = new Map<Cell, number>(detect({...picture, rgb: spoiled}).readings.map(({cell, residual}) => [cell, residual]));
	expect(residuals.get('center')).toBeGreaterThan(10);
	expect(residuals.get('top')).toBe(0);
});

test('a picture of another size is refused with both sizes named', () => {
	expect(() => detect({width: 72, height: 72, rgb: new Uint8Array(72 * 72 * 3)})).toThrow('144 x 144 px, but this picture has 72 x 72');
});
