import type {Check, Goal, Reading} from '../../world/scene/goal.ts';
import {type Cell, cells, type Scene, type SceneObject} from '../../world/scene/scene.ts';

const fields = ['place', 'time', 'weather'] as const;
const attributes = ['colour', 'size', 'cell'] as const;

/** An edit with the scene it starts from. */
export type Edit = {readonly source: Scene; readonly goal: Goal; readonly target: Scene};

/** Everything that an edit leaves alone, checked in a scene: fields, objects that stay, and of those each attribute that is not to change. */
export function checkKept({source, goal}: Omit<Edit, 'target'>, before: Reading, after: Reading): Check[] {
	const checks: Check[] = [];
	for (const field of fields) {
		if (goal[field] === source[field]) checks.push({name: `${field} stays`, isMet: after[field] === before[field]});
	}
	for (const object of source.objects) {
		const wanted = goal.objects.find(({noun}) => noun === object.noun);
		if (!wanted) continue;
		const [was, is] = [find(before, object.noun), find(after, object.noun)];
		checks.push({name: `${object.noun} stays`, isMet: was !== undefined && is !== undefined});
		for (const attribute of attributes) {
			if (wanted[attribute] !== object[attribute]) continue;
			checks.push({name: `${attribute} of ${object.noun} stays`, isMet: was !== undefined && was[attribute] === is?.[attribute]});
		}
	}
	return checks;
}

/**
The cells that an edit leaves alone: source and target hold the same there. Where the goal lets an object stand anywhere, the cell in
which the result has it is not among them.
*/
export function keptCells({source, goal, target}: Edit, result: Reading): Cell[] {
	const isFree = ({noun}: SceneObject) => goal.objects.some(wanted => wanted.noun === noun && wanted.cell === undefined);
	return cells.filter(cell => {
		const [was, wanted, is] = [at(source, cell), at(target, cell), at(result, cell)];
		return isSameThing(was, wanted) && !(is && isFree(is));
	});
}

/** Whether a cell holds the same in two scenes. */
export const isSameIn = (cell: Cell, a: Reading, b: Reading): boolean => isSameThing(at(a, cell), at(b, cell));

const find = (scene: Reading, noun: SceneObject['noun']) => scene.objects.find(object => object.noun === noun);
const at = (scene: Reading, cell: Cell) => scene.objects.find(object => object.cell === cell);
const isSameThing = (a?: SceneObject, b?: SceneObject) => a?.noun === b?.noun && a?.colour === b?.colour && a?.size === b?.size;
