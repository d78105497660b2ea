import {goalOf, holds} from '../goal.ts';
import {say} from '../instruction.ts';
import {freeCells} from '../sample.ts';
import {type Cell, cells, fits, type Scene} from '../scene.ts';
import {cellWords, relations, relationWords} from '../words.ts';
import {changeObject, mapObjects, type Operation, the} from './operation.ts';

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

export const spatial: readonly Operation[] = [
	{
		name: 'move',
		category: 'spatial',
		propose(random, scene) {
			const {noun} = random.pick(scene.objects);
			const free = freeCells(noun, scene.objects);
			if (free.length === 0) return;
			const cell = random.pick(free);
			const [object, where] = [the(random, noun), say(random, cellWords[cell])];
			return {
				phrases: [
					`move ${object} to the ${cell}`,
					`put ${object} ${where}`,
					`place ${object} ${where}`,
					`${object} should be ${where}`,
					`i want ${object} ${where}`,
					`move ${object} ${where.replace(/^(in|on|at) /, 'to ')}`,
					`move ${object} ${where.replace(/^(in|on|at) /, 'to ')}`,
					`bring ${object} ${where.replace(/^(in|on|at) /, 'to ')}`,
				],
				thoughts: [`the ${noun} moves to ${cell}`, 'the rest stays'],
				target: changeObject(scene, noun, {cell}),
			};
		},
	},
	{
		name: 'mirror',
		category: 'spatial',
		propose: (_, scene) => ({
			phrases: [
				'swap left and right',
				'mirror the picture',
				'flip it from left to right',
				'what is left goes right and what is right goes left',
				'show it in a mirror',
				'mirror it',
				'flip the picture',
				'mirror everything left to right',
			],
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
			const [first, second] = [the(random, a.noun), the(random, b.noun)];
			return {
				phrases: [
					`swap ${first} and ${second}`,
					`let ${first} and ${second} trade places`,
					`exchange ${first} and ${second}`,
					`${first} and ${second} change places`,
					`switch ${first} and ${second}`,
					`swap the places of ${first} and ${second}`,
				],
				thoughts: [`the ${a.noun} goes to ${b.cell}, the ${b.noun} to ${a.cell}`],
				target: mapObjects(scene, object => (object === a ? {...a, cell: b.cell} : object === b ? {...b, cell: a.cell} : object)),
			};
		},
	},
	{
		name: 'relate',
		category: 'spatial',
		propose(random, scene) {
			const [a, b] = random.shuffle(scene.objects);
			if (!a || !b) return;
			const relation = random.pick(relations);
			const free = freeCells(a.noun, scene.objects).filter(cell => holds(cell, relation, b.cell));
			if (free.length === 0 || holds(a.cell, relation, b.cell)) return;
			const cell = random.pick(free);
			const [first, second, where] = [the(random, a.noun), the(random, b.noun), say(random, relationWords[relation])];
			return {
				phrases: [
					`put ${first} ${where} ${second}`,
					`move ${first} so that it is ${where} ${second}`,
					`place ${first} ${where} ${second}`,
					`${first} should be ${where} ${second}`,
					`move ${first} ${where} ${second}`,
					`i want ${first} ${where} ${second}`,
				],
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
			const [word, right] = random.pick([
				['left', -1],
				['right', 1],
			] as const);
			const target = shiftAll(scene, right, 0);
			if (!target) return;
			return {
				phrases: [`move everything one step to the ${word}`, `shift everything to the ${word}`, `push it all to the ${word}`],
				thoughts: [`each thing moves one cell to the ${word}`],
				target,
			};
		},
	},
];
