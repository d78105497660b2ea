import {mix, type Random} from '../random.ts';
import {facts} from './knowledge.ts';
import {
	type Cell,
	type Colour,
	cells,
	colours,
	fits,
	type Noun,
	nouns,
	type Place,
	places,
	type Scene,
	type SceneObject,
	sizes,
	times,
	weathers,
} from './scene.ts';

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/**
The split that a combination belongs to: 5 % of all (noun, colour, place) are for validation and 10 % for test, by a hash.
No training scene, source or target, holds one of those; every test scene to be drawn holds at least one of the test ones.
*/
export function splitOf(noun: Noun, colour: Colour, place: Place): Split {
	const key = (nouns.indexOf(noun) * colours.length + colours.indexOf(colour)) * places.length + places.indexOf(place);
	const bucket = mix(key + 0x51ed) % 20;
	return bucket === 0 ? 'validation' : bucket <= 2 ? 'test' : 'train';
}

/** Whether a scene may be used for a split. */
export function belongs(scene: Scene, split: Split): boolean {
	const found = scene.objects.map(({noun, colour}) => splitOf(noun, colour, scene.place));
	return split === 'train' ? found.every(one => one === 'train') : found.includes(split);
}

/** Objects in cell order, as every scene holds them. */
export const inCellOrder = (objects: readonly SceneObject[]) => [...objects].sort((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell));

/** Cells where the noun may stand and nothing stands yet. */
export const freeCells = (noun: Noun, objects: readonly {readonly cell: Cell}[]) =>
	cells.filter(cell => fits(noun, cell) && !objects.some(object => object.cell === cell));

/** A scene with `count` objects, uniform in all but this: in three of ten objects the colour is a usual one. */
export function sampleScene(random: Random, count: number): Scene {
	const objects: SceneObject[] = [];
	for (const noun of random.shuffle(nouns).slice(0, count)) {
		const free = freeCells(noun, objects);
		if (free.length === 0) continue;
		objects.push({
			noun,
			colour: random.chance(0.3) ? random.pick(facts[noun].colours) : random.pick(colours),
			size: random.pick(sizes),
			cell: random.pick(free),
		});
	}
	return {place: random.pick(places), time: random.pick(times), weather: random.pick(weathers), objects: inCellOrder(objects)};
}

/** Weights of scenes with 1, 2 and 3 objects. */
const defaultCounts = [0.4, 0.4, 0.2] as const;

export function sampleCount(random: Random, weights: readonly number[] = defaultCounts): number {
	const draw = random.next();
	let total = 0;
	for (const [index, weight] of weights.entries()) {
		total += weight;
		if (draw < total) return index + 1;
	}
	return weights.length;
}
