import {
	type Cell,
	type Colour,
	cells,
	type Noun,
	type Place,
	type Scene,
	type SceneObject,
	type Size,
	type Time,
	type Weather,
} from './scene.ts';

/** Demands of an instruction on one object; undefined ones are free. */
export type ObjectGoal = {
	readonly noun: Noun;
	readonly colour?: Colour | undefined;
	readonly size?: Size | undefined;
	readonly cell?: Cell | undefined;
};

/**
Demands of an instruction on the scene that results; undefined ones are free. The objects are all of them: one more
is one too many.
*/
export type Goal = {
	readonly place?: Place | undefined;
	readonly time?: Time | undefined;
	readonly weather?: Weather | undefined;
	readonly objects: readonly ObjectGoal[];
	readonly relations: readonly {readonly subject: Noun; readonly relation: Relation; readonly object: Noun}[];
	/** Things that stand between two others. */
	readonly between?: readonly {readonly subject: Noun; readonly objects: readonly [Noun, Noun]}[];
};

export type Check = {readonly name: string; readonly isMet: boolean};

const position = (cell: Cell) => {
	const index = cells.indexOf(cell);
	return {row: Math.floor(index / 3), column: index % 3};
};

/** Whether `a relation b` holds for two cells. Above and beside allow one column or row aside, as people do. */
export function holds(a: Cell, relation: Relation, b: Cell): boolean {
	const down = position(b).row - position(a).row;
	const right = position(b).column - position(a).column;
	switch (relation) {
		case 'above':
			return down > 0 && Math.abs(right) <= 1;
		case 'below':
			return down < 0 && Math.abs(right) <= 1;
		case 'left-of':
			return right > 0 && Math.abs(down) <= 1;
		case 'right-of':
			return right < 0 && Math.abs(down) <= 1;
		case 'beside':
			return Math.abs(right) === 1 && Math.abs(down) <= 1;
		case 'far-from':
			return Math.max(Math.abs(right), Math.abs(down)) === 2;
	}
}

/** Whether a cell lies between two others: on one side of it the one, on the opposite side the other, a row or column aside at most. */
export function isBetween(cell: Cell, [a, b]: readonly [Cell, Cell]): boolean {
	const [at, first, second] = [position(cell), position(a), position(b)];
	const parts = (before: number, middle: number, after: number) => (before - middle) * (after - middle) < 0;
	const isInRow = parts(first.column, at.column, second.column) && Math.abs(first.row - at.row) <= 1 && Math.abs(second.row - at.row) <= 1;
	const isInColumn =
		parts(first.row, at.row, second.row) && Math.abs(first.column - at.column) <= 1 && Math.abs(second.column - at.column) <= 1;
	return isInRow || isInColumn;
}

/** A scene as read from a text or a picture: fields may be missing and nouns may repeat. */
export type Reading = {
	readonly place?: Place | undefined;
	readonly time?: Time | undefined;
	readonly weather?: Weather | undefined;
	readonly objects: readonly SceneObject[];
};

/** Every constraint of the goal, and whether the scene meets it. An object that repeats or was not asked for fails `no more`. */
export function checkGoal(goal: Goal, scene: Reading): Check[] {
	const checks: Check[] = [];
	const check = (name: string, isMet: boolean) => checks.push({name, isMet});
	for (const field of ['place', 'time', 'weather'] as const) if (goal[field]) check(field, scene[field] === goal[field]);
	const find = (noun: Noun) => scene.objects.find(object => object.noun === noun);
	for (const wanted of goal.objects) {
		const found = find(wanted.noun);
		check(`${wanted.noun} is there`, found !== undefined);
		for (const field of ['colour', 'size', 'cell'] as const)
			if (wanted[field]) check(`${field} of ${wanted.noun}`, found?.[field] === wanted[field]);
	}
	for (const {subject, relation, object} of goal.relations) {
		const a = find(subject);
		const b = find(object);
		check(`${subject} ${relation} ${object}`, a !== undefined && b !== undefined && holds(a.cell, relation, b.cell));
	}
	for (const {subject, objects} of goal.between ?? []) {
		const [at, first, second] = [subject, ...objects].map(noun => find(noun)?.cell);
		check(
			`${subject} between ${objects.join(' and ')}`,
			at !== undefined && first !== undefined && second !== undefined && isBetween(at, [first, second]),
		);
	}
	check(
		'no more',
		scene.objects.length === new Set(goal.objects.map(object => object.noun)).size &&
			scene.objects.every(object => goal.objects.some(({noun}) => noun === object.noun)),
	);
	return checks;
}

/** The goal that only one scene meets. */
export const goalOf = ({place, time, weather, objects}: Scene): Goal => ({place, time, weather, objects, relations: []});

/** The relations of the grammar; people also say that things are far apart. */
export const relations = ['above', 'below', 'left-of', 'right-of', 'beside'] as const;

export type Relation = (typeof relations)[number] | 'far-from';
