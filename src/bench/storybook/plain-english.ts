import type {Goal} from '../../world/scene/goal.ts';
import type {Item} from '../../world/scene/item.ts';
import {inCellOrder} from '../../world/scene/sample.ts';
import type {Cell, Colour, Noun, Scene, SceneObject, Size} from '../../world/scene/scene.ts';
import {itemFromGoal} from './item-from-goal.ts';
import {type PlainEdit, plainEdits, type Thing} from './plain-edits.ts';
import {type PlainGeneration, plainGenerations} from './plain-generations.ts';

/** The instructions that no grammar made, as items: three generations, two edits and so on in turn, so that any part of them has both. */
export const plainEnglish: readonly Item[] = Array.from({length: plainGenerations.length / 3}, (_, turn) => [
	...plainGenerations.slice(3 * turn, 3 * turn + 3).map(toGeneration),
	...plainEdits.slice(2 * turn, 2 * turn + 2).map(toEdit),
]).flat();

function toGeneration({instruction, things, relation, place, time, weather}: PlainGeneration): Item {
	const [first, second] = things;
	const relations = relation && first && second ? [{subject: first.noun, relation, object: second.noun}] : [];
	const goal: Goal = {place, time, weather, objects: things, relations};
	return itemFromGoal({task: 'gen', category: 'generation', operation: 'generation', instruction, goal});
}

function toEdit({category, operation, instruction, before, change}: PlainEdit): Item {
	const source = sceneBefore(before);
	const {changed = {}, gone = [], added = [], relations = []} = change;
	const goal: Goal = {
		place: change.place ?? source.place,
		time: change.time ?? source.time,
		weather: change.weather ?? source.weather,
		objects: [...source.objects.filter(({noun}) => !gone.includes(noun)).map(object => ({...object, ...changed[object.noun]})), ...added],
		relations,
	};
	return itemFromGoal({task: 'edit', category, operation, instruction, source, goal});
}

function sceneBefore([place, time, weather, ...things]: PlainEdit['before']): Scene {
	return {place, time, weather, objects: inCellOrder(things.map(toObject))};
}

function toObject(thing: Thing): SceneObject {
	const [size, colour, noun, cell] = thing.split(' ') as [Size, Colour, Noun, Cell];
	return {size, colour, noun, cell};
}
