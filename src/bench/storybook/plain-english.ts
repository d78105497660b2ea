import {writeScene} from '../../world/language/reasoning.ts';
import {checkGoal, type Goal, type ObjectGoal} from '../../world/scene/goal.ts';
import type {Item} from '../../world/scene/item.ts';
import {inCellOrder} from '../../world/scene/sample.ts';
import {
	type Cell,
	type Colour,
	cells,
	fits,
	type Noun,
	type Place,
	type Scene,
	type SceneObject,
	type Size,
	type Time,
	type Weather,
} from '../../world/scene/scene.ts';
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
	const target = sceneFor(goal);
	return {
		task: 'gen',
		category: 'generation',
		operation: 'generation',
		instruction,
		goal,
		target,
		reasoning: `asked: ${[...things.map(nameThing), place, time, weather].filter(part => part !== undefined).join(', ')}. scene: ${writeScene(target)}`,
	};
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
	const target = sceneFor(goal);
	const reasoning = `seen: ${writeScene(source)} scene: ${writeScene(target)}`;
	return {task: 'edit', category, operation, instruction, source, goal, target, reasoning};
}

/** `large red balloon`, as the reasoning names what was asked. */
function nameThing({size, colour, noun}: ObjectGoal): string {
	return [size, colour, noun].filter(word => word !== undefined).join(' ');
}

function sceneBefore([place, time, weather, ...things]: PlainEdit['before']): Scene {
	return {place, time, weather, objects: inCellOrder(things.map(toObject))};
}

function toObject(thing: Thing): SceneObject {
	const [size, colour, noun, cell] = thing.split(' ') as [Size, Colour, Noun, Cell];
	return {size, colour, noun, cell};
}

/** The plainest scene that meets a goal, so that the tokenizer's ceiling has a picture to measure. @throws RangeError when none does */
function sceneFor(goal: Goal): Scene {
	const place: Place = goal.place ?? 'meadow';
	const time: Time = goal.time ?? 'day';
	const weather: Weather = goal.weather ?? 'clear';
	for (const objects of placings(goal.objects)) {
		const scene = {place, time, weather, objects: inCellOrder(objects)};
		if (checkGoal(goal, scene).every(({isMet}) => isMet)) return scene;
	}
	throw new RangeError(`No scene meets ${JSON.stringify(goal)}.`);
}

/** Every way to put the things into cells that they fit and that are free. */
function* placings([first, ...rest]: readonly ObjectGoal[], taken: readonly SceneObject[] = []): Generator<readonly SceneObject[]> {
	if (!first) return yield taken;
	const {noun, size = 'small', colour = 'red'} = first;
	for (const cell of cells) {
		if (!fits(noun, cell) || (first.cell ?? cell) !== cell || taken.some(object => object.cell === cell)) continue;
		yield* placings(rest, [...taken, {noun, size, colour, cell}]);
	}
}
