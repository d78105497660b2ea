import {article} from '../language/words.ts';
import type {Random} from '../random.ts';
import {type Goal, goalOf, holds, isBetween, type ObjectGoal, type Relation} from '../scene/goal.ts';
import {type Group, groups} from '../scene/groups.ts';
import {facts} from '../scene/knowledge.ts';
import {type Cell, cells, fits, type Noun, type Scene, type SceneObject} from '../scene/scene.ts';
import {list} from '../tasks/edits/operation.ts';
import {isCell, isColour, isNoun, isPlace, isSize, isTime, isWeather} from './slots.ts';

/** A scene that edits have changed so far: what it is, what of it is asked for, and what was thought. */
export type Edited = {readonly scene: Scene; readonly goal: Goal; readonly thoughts: readonly string[]};

/** Demand on the place of a thing: a relation to one other thing, or between two. */
type Where = {readonly relation: Relation; readonly object: Noun} | {readonly between: readonly [Noun, Noun]};

const relationNames: readonly string[] = ['above', 'below', 'left-of', 'right-of', 'beside', 'far-from'] satisfies Relation[];
const isRelation = (word: string): word is Relation => relationNames.includes(word);

/** "small red cat top-left" */
export function parseThing(words: readonly string[]): ObjectGoal {
	const noun = words.find(isNoun);
	if (!noun) throw new RangeError(`No noun in \`${words.join(' ')}\`.`);
	return {noun, colour: words.find(isColour), size: words.find(isSize), cell: words.find(isCell)};
}

/** "above cat", "between cat dog" */
export function parseWhere([relation = '', first = '', second = '']: readonly string[]): Where | undefined {
	if (relation === 'between' && isNoun(first) && isNoun(second)) return {between: [first, second]};
	return isRelation(relation) && isNoun(first) ? {relation, object: first} : undefined;
}

const find = (scene: Scene, noun: Noun) => scene.objects.find(object => object.noun === noun);
const position = (cell: Cell) => [cells.indexOf(cell) % 3, Math.floor(cells.indexOf(cell) / 3)] as const;

/** Whether a thing in `cell` stands as asked; false where what it is related to is not there. */
function standsAs(where: Where, cell: Cell, scene: Scene): boolean {
	if ('between' in where) {
		const [a, b] = where.between.map(noun => find(scene, noun)?.cell);
		return a !== undefined && b !== undefined && isBetween(cell, [a, b]);
	}
	const other = find(scene, where.object)?.cell;
	return other !== undefined && holds(cell, where.relation, other);
}

/** Score of how obvious a place is: in one row or column with what it is related to, and near to it. Smaller is plainer. */
function slant(where: Where, cell: Cell, scene: Scene): number {
	const [column, row] = position(cell);
	const away = (noun: Noun) => {
		const [x, y] = position(find(scene, noun)!.cell);
		return (x !== column && y !== row ? 2 : 0) + Math.abs(x - column) + Math.abs(y - row);
	};
	if ('between' in where) return where.between.reduce((sum, noun) => sum + away(noun), 0);
	return where.relation === 'far-from' ? -away(where.object) : away(where.object);
}

/** The plainest of the free cells that fit a noun and stand as asked. */
function cellFor(random: Random, noun: Noun, scene: Scene, where: Where | undefined): Cell | undefined {
	const free = cells.filter(cell => fits(noun, cell) && !scene.objects.some(object => object.cell === cell && object.noun !== noun));
	const fitting = where ? free.filter(cell => standsAs(where, cell, scene)) : free;
	if (fitting.length === 0) return;
	if (!where) return random.pick(fitting);
	const least = Math.min(...fitting.map(cell => slant(where, cell, scene)));
	return random.pick(fitting.filter(cell => slant(where, cell, scene) === least));
}

const withRelation = (goal: Goal, subject: Noun, where: Where): Goal =>
	'between' in where
		? {...goal, between: [...(goal.between ?? []), {subject, objects: where.between}]}
		: {...goal, relations: [...goal.relations, {subject, relation: where.relation, object: where.object}]};

/** Change some objects, in the scene as in the goal; undefined removes. */
function change(edited: Edited, thought: string, each: (object: SceneObject) => SceneObject | undefined): Edited {
	const {scene, goal, thoughts} = edited;
	const after = new Map(scene.objects.map(object => [object.noun, each(object)]));
	const objects = goal.objects.flatMap(wanted => {
		const [old, now] = [find(scene, wanted.noun), after.get(wanted.noun)];
		if (!now) return [];
		const changed = (['colour', 'size', 'cell'] as const).filter(field => old?.[field] !== now[field]);
		return [{...wanted, ...Object.fromEntries(changed.map(field => [field, now[field]]))}];
	});
	const names = new Set(objects.map(({noun}) => noun));
	return {
		scene: {...scene, objects: scene.objects.map(object => after.get(object.noun)).filter(object => object !== undefined)},
		goal: {...goal, objects, relations: goal.relations.filter(({subject, object}) => names.has(subject) && names.has(object))},
		thoughts: [...thoughts, thought],
	};
}

function add(random: Random, edited: Edited, words: readonly string[]): Edited | undefined {
	const at = words.findIndex(word => isRelation(word) || word === 'between');
	const wanted = parseThing(at === -1 ? words : words.slice(0, at));
	const where = at === -1 ? undefined : parseWhere(words.slice(at));
	const {scene, goal, thoughts} = edited;
	if (find(scene, wanted.noun)) return;
	const cell = wanted.cell ?? cellFor(random, wanted.noun, scene, where);
	if (!cell || !fits(wanted.noun, cell) || scene.objects.some(object => object.cell === cell)) return;
	const {size, colours} = facts[wanted.noun];
	const added = {noun: wanted.noun, colour: wanted.colour ?? random.pick(colours), size: wanted.size ?? size, cell};
	const extended = {...goal, objects: [...goal.objects, wanted]};
	return {
		scene: {...scene, objects: [...scene.objects, added]},
		goal: where ? withRelation(extended, wanted.noun, where) : extended,
		thoughts: [...thoughts, `a ${added.size} ${added.colour} ${added.noun} joins at ${cell}`],
	};
}

function replace(random: Random, edited: Edited, [old = '', , ...words]: readonly string[]): Edited | undefined {
	const {scene, goal, thoughts} = edited;
	const before = isNoun(old) ? find(scene, old) : undefined;
	const wanted = parseThing(words);
	if (!before || find(scene, wanted.noun)) return;
	const rest = {...scene, objects: scene.objects.filter(object => object !== before)};
	const isFitting = fits(wanted.noun, before.cell);
	const cell = wanted.cell ?? (isFitting ? before.cell : cellFor(random, wanted.noun, rest, undefined));
	if (!cell || rest.objects.some(object => object.cell === cell)) return;
	const next = {noun: wanted.noun, colour: wanted.colour ?? before.colour, size: wanted.size ?? before.size, cell};
	return {
		scene: {...scene, objects: scene.objects.map(object => (object === before ? next : object))},
		goal: {
			...goal,
			objects: goal.objects.map(one => (one.noun === before.noun ? {...wanted, cell: wanted.cell ?? (isFitting ? cell : undefined)} : one)),
		},
		thoughts: [
			...thoughts,
			`${article(next.noun)} ${next.noun} takes the place of the ${before.noun}${wanted.colour || wanted.size ? '' : ', same colour and size'}`,
		],
	};
}

/** Take things away, all of them named. */
function removeAll(edited: Edited, gone: readonly Noun[], thought: string): Edited | undefined {
	if (gone.length === 0 || gone.some(noun => !find(edited.scene, noun))) return;
	return change(edited, thought, object => (gone.includes(object.noun) ? undefined : object));
}

/** The things that words name: nouns, "all" of a group, or "everything". */
function named(scene: Scene, words: readonly string[]): readonly Noun[] {
	const there = scene.objects.map(({noun}) => noun);
	if (words[0] === 'everything') return there;
	if (words[0] !== 'all') return words.filter(isNoun);
	const members: readonly Noun[] = groups[words[1] as Group]?.members ?? [];
	return there.filter(noun => members.includes(noun));
}

const names = (nouns: readonly Noun[]) => list(nouns.map(noun => `the ${noun}`));

const steps = {left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1]} as const;
const isStep = (word: string): word is keyof typeof steps => Object.hasOwn(steps, word);

/** The cell that a thing moves to, for what is said without naming another thing. */
function movedCell({cell}: SceneObject, [way = '', to = '']: readonly string[]): Cell | undefined {
	const [column, row] = position(cell);
	if (way === 'to' && isCell(to)) return to;
	if (way === 'to-side') {
		const side = {left: [0, row], right: [2, row], top: [column, 0], bottom: [column, 2]}[to];
		return side && cells[side[1]! * 3 + side[0]!];
	}
	if (!isStep(way)) return;
	const [x, y] = [column + steps[way][0], row + steps[way][1]];
	return x < 0 || x > 2 || y < 0 || y > 2 ? undefined : cells[y * 3 + x];
}

function move(random: Random, edited: Edited, [noun = '', ...words]: readonly string[]): Edited | undefined {
	const {scene} = edited;
	const object = isNoun(noun) ? find(scene, noun) : undefined;
	if (!object) return;
	const where = parseWhere(words);
	if (where) {
		if (standsAs(where, object.cell, scene)) return;
		const cell = cellFor(random, object.noun, scene, where);
		if (!cell) return;
		const others = 'between' in where ? where.between : [where.object];
		const known = others.map(other => `the ${other} is at ${find(scene, other)!.cell}`);
		const moved = change(edited, `${known.join(', ')}, so the ${noun} moves to ${cell}`, one => (one === object ? {...one, cell} : one));
		const goal = {...moved.goal, objects: moved.goal.objects.map(one => (one.noun === noun ? {...one, cell: undefined} : one))};
		return {...moved, goal: withRelation(goal, object.noun, where)};
	}
	const cell = movedCell(object, words);
	if (!cell || cell === object.cell || !fits(object.noun, cell) || scene.objects.some(one => one.cell === cell)) return;
	return change(edited, `the ${noun} moves to ${cell}`, one => (one === object ? {...one, cell} : one));
}

function swap(edited: Edited, field: 'cell' | 'colour', [first = '', second = '']: readonly string[]): Edited | undefined {
	const [a, b] = [first, second].map(noun => (isNoun(noun) ? find(edited.scene, noun) : undefined));
	if (!a || !b || a[field] === b[field]) return;
	if (field === 'cell' && (!fits(a.noun, b.cell) || !fits(b.noun, a.cell))) return;
	const thought =
		field === 'cell'
			? `the ${a.noun} goes to ${b.cell}, the ${b.noun} to ${a.cell}`
			: `the ${a.noun} turns ${b.colour}, the ${b.noun} turns ${a.colour}`;
	return change(edited, thought, one => (one === a ? {...a, [field]: b[field]} : one === b ? {...b, [field]: a[field]} : one));
}

function paint(edited: Edited, field: 'colour' | 'size', [which = '', value = '']: readonly string[]): Edited | undefined {
	const {scene} = edited;
	const verb = field === 'colour' ? 'turns' : 'becomes';
	if (!(field === 'colour' ? isColour(value) : isSize(value))) return;
	const concerned = named(scene, [which]);
	if (concerned.length === 0 || concerned.some(noun => !find(scene, noun))) return;
	if (concerned.every(noun => find(scene, noun)?.[field] === value)) return;
	const thought = which === 'everything' ? `each thing ${verb} ${value}` : `the ${which} ${verb} ${value}`;
	return change(edited, thought, object => (concerned.includes(object.noun) ? {...object, [field]: value} : object));
}

function around(edited: Edited, field: 'place' | 'time' | 'weather', value: string): Edited | undefined {
	const {scene, goal, thoughts} = edited;
	if (!(isPlace(value) || isTime(value) || isWeather(value)) || scene[field] === value) return;
	const thought = `the ${field} becomes ${field === 'place' ? 'a ' : ''}${value}`;
	return {scene: {...scene, [field]: value}, goal: {...goal, [field]: value}, thoughts: [...thoughts, thought]};
}

/** Do one operation of the corpus, such as `colour cat red`; undefined where it makes no sense for the scene. */
export function operate(random: Random, edited: Edited, operation: string): Edited | undefined {
	const [name = '', ...words] = operation.split(' ');
	const {scene} = edited;
	switch (name) {
		case 'add':
			return add(random, edited, words);
		case 'replace':
			return replace(random, edited, words);
		case 'remove': {
			const gone = named(scene, words);
			return removeAll(edited, gone, words[0] === 'everything' ? 'each thing goes' : `${names(gone)} ${gone.length > 1 ? 'go' : 'goes'}`);
		}
		case 'keep': {
			const kept = named(scene, words);
			if (kept.length === 0 || kept.some(noun => !find(scene, noun))) return;
			const gone = scene.objects.map(({noun}) => noun).filter(noun => !kept.includes(noun));
			return removeAll(edited, gone, `only ${names(kept)} ${kept.length > 1 ? 'stay' : 'stays'}`);
		}
		case 'colour':
		case 'size':
			return paint(edited, name, words);
		case 'move':
			return move(random, edited, words);
		case 'swap-places':
			return swap(edited, 'cell', words);
		case 'swap-colours':
			return swap(edited, 'colour', words);
		case 'place':
		case 'time':
		case 'weather':
			return around(edited, name, words[0] ?? '');
		default:
			throw new RangeError(`There is no operation \`${operation}\`.`);
	}
}

/** A scene before its first edit. */
export const unedited = (scene: Scene): Edited => ({scene, goal: goalOf(scene), thoughts: []});
