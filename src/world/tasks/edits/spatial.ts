import {say} from '../../language/wording.ts';
import {relationWords} from '../../language/words.ts';
import {goalOf, holds, relations} from '../../scene/goal.ts';
import {freeCells} from '../../scene/sample.ts';
import {type Cell, cells, fits, type Scene} from '../../scene/scene.ts';
import {changeObject, mapObjects, type Operation, the} from './operation.ts';
import {mirrorPhrases, movePhrases, relatePhrases, shiftPhrases, swapPhrases} from './spatial-phrases.ts';

/** The cell `right` columns to the right and `down` rows down, if the grid has it. */
function shifted(cell: Cell, right: number, down: number): Cell | undefined {
	const index = cells.indexOf(cell);
	const column = (index % 3) + right;
	const row = Math.floor(index / 3) + down;
	return column < 0 || column > 2 || row < 0 || row > 2 ? undefined : cells[row * 3 + column];
}

/** Everything one cell over, or nothing if something would leave the picture or its element. */
function shiftAll(scene: Scene, right: number, down: number): Scene | undefined {
	const moved = scene.objects.map(object => ({...object, cell: shifted(object.cell, right, down)}));
	if (moved.some(({noun, cell}) => !cell || !fits(noun, cell))) return;
	return mapObjects(scene, object => ({...object, cell: shifted(object.cell, right, down)!}));
}

/** Those of the cells that are nearest to `to`, in steps: "above" is right above where that is free. */
function nearest(free: readonly Cell[], to: Cell): Cell[] {
	const at = (cell: Cell) => [cells.indexOf(cell) % 3, Math.floor(cells.indexOf(cell) / 3)] as const;
	const steps = (cell: Cell) => Math.abs(at(cell)[0] - at(to)[0]) + Math.abs(at(cell)[1] - at(to)[1]);
	const least = Math.min(...free.map(steps));
	return free.filter(cell => steps(cell) === least);
}

const directions = [
	['left', -1, 0],
	['right', 1, 0],
	['up', 0, -1],
	['down', 0, 1],
] as const;

export const spatial: readonly Operation[] = [
	{
		name: 'move',
		category: 'spatial',
		propose(random, scene) {
			const {noun, cell: from} = random.pick(scene.objects);
			const free = freeCells(noun, scene.objects);
			if (free.length === 0) return;
			const cell = random.pick(free);
			return {
				phrases: movePhrases(random, the(random, noun, scene), from, cell),
				thoughts: [`the ${noun} moves to ${cell}`, 'the rest stays'],
				target: changeObject(scene, noun, {cell}),
			};
		},
	},
	{
		name: 'mirror',
		category: 'spatial',
		propose: (_, scene) => ({
			phrases: mirrorPhrases,
			thoughts: ['left and right trade places'],
			target: mapObjects(scene, object => ({...object, cell: shifted(object.cell, 2 - 2 * (cells.indexOf(object.cell) % 3), 0)!})),
		}),
	},
	{
		name: 'swap',
		category: 'spatial',
		propose(random, scene) {
			const [a, b] = random.shuffle(scene.objects);
			if (!a || !b || !fits(a.noun, b.cell) || !fits(b.noun, a.cell)) return;
			return {
				phrases: swapPhrases(the(random, a.noun, scene), the(random, b.noun, scene)),
				thoughts: [`the ${a.noun} goes to ${b.cell}, the ${b.noun} to ${a.cell}`],
				target: mapObjects(scene, object => (object === a ? {...a, cell: b.cell} : object === b ? {...b, cell: a.cell} : object)),
			};
		},
	},
	{
		name: 'relate',
		category: 'spatial',
		weight: 1.6,
		propose(random, scene) {
			const [a, b] = random.shuffle(scene.objects);
			if (!a || !b) return;
			const relation = random.pick(relations);
			const free = freeCells(a.noun, scene.objects).filter(cell => holds(cell, relation, b.cell));
			if (free.length === 0 || holds(a.cell, relation, b.cell)) return;
			const cell = random.pick(nearest(free, b.cell));
			const [first, second, where] = [the(random, a.noun, scene), the(random, b.noun, scene), say(random, relationWords[relation])];
			return {
				phrases: relatePhrases(first, where, second),
				thoughts: [`the ${b.noun} is at ${b.cell}, so the ${a.noun} moves to ${cell}`],
				target: changeObject(scene, a.noun, {cell}),
				goal: {
					...goalOf(scene),
					objects: scene.objects.map(object => (object === a ? {...a, cell: undefined} : object)),
					relations: [{subject: a.noun, relation, object: b.noun}],
				},
			};
		},
	},
	{
		name: 'shift',
		category: 'spatial',
		propose(random, scene) {
			const [direction, right, down] = random.pick(directions);
			const target = shiftAll(scene, right, down);
			if (!target) return;
			const where = right === 0 ? direction : `to the ${direction}`;
			return {phrases: shiftPhrases(direction), thoughts: [`each thing moves one cell ${where}`], target};
		},
	},
];
