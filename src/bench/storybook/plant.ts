import {writeScene} from '../../world/language/reasoning.ts';
import type {Random} from '../../world/random.ts';
import type {Goal} from '../../world/scene/goal.ts';
import type {Item} from '../../world/scene/item.ts';
import {freeCells, inCellOrder} from '../../world/scene/sample.ts';
import {colours, fits, nouns, places, type Scene, type SceneObject, sizes, times, weathers} from '../../world/scene/scene.ts';

/** Faults that a model may make. */
export const faults = ['noun', 'colour', 'size', 'cell', 'missing', 'extra', 'place', 'time', 'weather'] as const;
export type Fault = (typeof faults)[number];

/** The true scene with one fault that the goal forbids; undefined where the goal leaves that free. */
export function plant(random: Random, {goal, target}: Pick<Item, 'goal' | 'target'>, fault: Fault): Scene | undefined {
	switch (fault) {
		case 'place':
			return goal.place && {...target, place: other(random, places, target.place)};
		case 'time':
			return goal.time && {...target, time: other(random, times, target.time)};
		case 'weather':
			return goal.weather && {...target, weather: other(random, weathers, target.weather)};
		case 'extra':
			return withExtra(random, target);
		case 'colour':
			return withObject(random, target, fixed(goal, target, 'colour'), object => ({
				...object,
				colour: other(random, colours, object.colour),
			}));
		case 'size':
			return withObject(random, target, fixed(goal, target, 'size'), object => ({...object, size: other(random, sizes, object.size)}));
		case 'cell':
			return withObject(random, target, fixed(goal, target, 'cell'), object => ({
				...object,
				cell: random.pick(freeCells(object.noun, target.objects)),
			}));
		case 'noun':
			return withObject(random, target, target.objects, object => ({
				...object,
				noun: random.pick(absent(target).filter(noun => fits(noun, object.cell))),
			}));
		case 'missing':
			return withObject(random, target, target.objects, () => undefined);
	}
}

/** A reasoning that ends with another scene. */
export const withScene = (reasoning: string, scene: Scene): string =>
	`${reasoning.slice(0, reasoning.lastIndexOf('scene: '))}scene: ${writeScene(scene)}`;

const other = <Word extends string>(random: Random, words: readonly Word[], word: Word) =>
	random.pick(words.filter(candidate => candidate !== word));
const absent = (scene: Scene) => nouns.filter(noun => scene.objects.every(object => object.noun !== noun));

/** The objects of which the goal fixes that attribute. */
const fixed = (goal: Goal, {objects}: Scene, attribute: 'colour' | 'size' | 'cell') =>
	objects.filter(({noun}) => goal.objects.some(wanted => wanted.noun === noun && wanted[attribute] !== undefined));

/** The scene with one of the candidates changed or, by undefined, gone; undefined without candidates. */
function withObject(
	random: Random,
	scene: Scene,
	candidates: readonly SceneObject[],
	change: (object: SceneObject) => SceneObject | undefined,
): Scene | undefined {
	if (candidates.length === 0) return;
	const chosen = random.pick(candidates);
	const changed = change(chosen);
	return {...scene, objects: inCellOrder(scene.objects.flatMap(object => (object === chosen ? (changed ?? []) : object)))};
}

function withExtra(random: Random, scene: Scene): Scene | undefined {
	const noun = random.pick(absent(scene));
	const free = freeCells(noun, scene.objects);
	if (free.length === 0) return;
	const extra = {noun, colour: random.pick(colours), size: random.pick(sizes), cell: random.pick(free)};
	return {...scene, objects: inCellOrder([...scene.objects, extra])};
}
