import {writeScene} from '../../world/language/reasoning.ts';
import {checkGoal, type Goal, type ObjectGoal} from '../../world/scene/goal.ts';
import type {Item} from '../../world/scene/item.ts';
import {inCellOrder} from '../../world/scene/sample.ts';
import {cells, fits, type Place, type Scene, type SceneObject, type Time, type Weather} from '../../world/scene/scene.ts';

/** The item that an instruction and its goal make, with the plainest scene that is right and the reasoning that leads there. @throws RangeError where no scene meets the goal */
export function itemFromGoal(asked: Omit<Item, 'target' | 'reasoning'>): Item {
	const target = sceneFor(asked.goal);
	return {...asked, target, reasoning: `${opening(asked)} scene: ${writeScene(target)}`};
}

function opening({source, goal: {objects, place, time, weather}}: Pick<Item, 'source' | 'goal'>): string {
	if (source) return `seen: ${writeScene(source)}`;
	return `asked: ${[...objects.map(nameThing), place, time, weather].filter(part => part !== undefined).join(', ')}.`;
}

/** `large red balloon`, as the reasoning names what was asked. */
function nameThing({size, colour, noun}: ObjectGoal): string {
	return [size, colour, noun].filter(word => word !== undefined).join(' ');
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
