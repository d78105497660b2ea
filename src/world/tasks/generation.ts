import {writeInstruction} from '../language/instruction.ts';
import {writeReasoning} from '../language/reasoning.ts';
import {article} from '../language/words.ts';
import type {Random} from '../random.ts';
import type {Goal, ObjectGoal} from '../scene/goal.ts';
import {holds, type Relation} from '../scene/goal.ts';
import type {Item} from '../scene/item.ts';
import {facts} from '../scene/knowledge.ts';
import {sampleCount, sampleScene} from '../scene/sample.ts';
import {cells, type Noun, type Scene, type SceneObject} from '../scene/scene.ts';

/** Share of details that an instruction leaves out, from 0 (everything said) to 1 (as people write). */
export type Looseness = number;

/** The facts that the instruction will say, and the scene changed so that all others are as usual. */
function leaveOut(random: Random, scene: Scene, looseness: Looseness): {goal: Goal; target: Scene} {
	// Some say little, and some very little: "red house".
	const terseness = random.chance(0.07) ? 0.1 : random.chance(0.15) ? 0.45 : 1;
	const keep = (probability: number) => random.chance(1 - looseness * (1 - probability * terseness));
	const objects = scene.objects.map((object): {wanted: ObjectGoal; actual: SceneObject} => {
		const {noun} = object;
		const colour = keep(0.8 / Math.cbrt(terseness) ** 2) ? object.colour : undefined;
		const size = keep(0.4) ? object.size : undefined;
		const cell = keep(0.35) ? object.cell : undefined;
		return {
			wanted: {noun, colour, size, cell},
			actual: {...object, colour: colour ?? random.pick(facts[noun].colours), size: size ?? facts[noun].size},
		};
	});
	const place = keep(0.7) ? scene.place : undefined;
	const time = keep(0.6) ? scene.time : undefined;
	const weather = keep(0.5) ? scene.weather : undefined;
	const first = scene.objects[0]!;
	const target = {
		place: place ?? random.pick(facts[first.noun].homes),
		time: time ?? 'day',
		weather: weather ?? 'clear',
		objects: objects.map(({actual}) => actual),
	} as const;
	const relation = findRelation(random, target);
	const goal = {
		place,
		time,
		weather,
		objects: objects.map(({wanted}) =>
			relation && relation.subject === wanted.noun && random.chance(0.8) ? {...wanted, cell: undefined} : wanted,
		),
		relations: relation ? [relation] : [],
	};
	return {goal, target};
}

/** Sometimes all things in one colour, which is then often said of all at once. */
function matched(random: Random, scene: Scene): Scene {
	const colour = scene.objects[0]?.colour;
	if (!colour || scene.objects.length < 2 || !random.chance(0.06)) return scene;
	return {...scene, objects: scene.objects.map(object => ({...object, colour}))};
}

/** A relation that holds in a plain way, to be said in three of four cases where there is one. */
function findRelation(random: Random, {objects}: Scene): Goal['relations'][number] | undefined {
	const found: Goal['relations'][number][] = [];
	for (const a of objects) {
		for (const b of objects) {
			const [ia, ib] = [cells.indexOf(a.cell), cells.indexOf(b.cell)];
			if (a === b) continue;
			const isColumn = ia % 3 === ib % 3;
			const isRow = Math.floor(ia / 3) === Math.floor(ib / 3);
			const fitting: readonly Relation[] = isColumn ? ['above', 'below'] : isRow ? ['left-of', 'right-of', 'beside'] : [];
			for (const relation of fitting) if (holds(a.cell, relation, b.cell)) found.push({subject: a.noun, relation, object: b.noun});
		}
	}
	return found.length > 0 && random.chance(0.75) ? random.pick(found) : undefined;
}

const relationThoughts: Record<Relation, string> = {
	above: 'goes above',
	below: 'goes below',
	'left-of': 'goes left of',
	'right-of': 'goes right of',
	beside: 'goes beside',
	'far-from': 'goes far from',
};

/** The asked part repeats only what was said; the thoughts fill in the rest. */
export function think(goal: Goal, target: Scene): {asked: string; thoughts: string[]} {
	const things = goal.objects.map(({noun, colour, size}) => [size, colour, noun].filter(word => word !== undefined).join(' '));
	const asked = [...things, ...[goal.place, goal.time, goal.weather].filter(word => word !== undefined)].join(', ');
	const thoughts: string[] = [];
	for (const {subject, relation, object} of goal.relations) thoughts.push(`the ${subject} ${relationThoughts[relation]} the ${object}`);
	if (!goal.place) thoughts.push(`${article(goal.objects[0]!.noun)} ${goal.objects[0]!.noun} is at home in the ${target.place}`);
	const uncoloured = goal.objects.findIndex(({colour}) => !colour);
	if (uncoloured >= 0)
		thoughts.push(
			`${article(goal.objects[uncoloured]!.noun)} ${goal.objects[uncoloured]!.noun} is often ${target.objects[uncoloured]!.colour}`,
		);
	return {asked, thoughts};
}

/** One generation exercise. */
export function sampleGeneration(random: Random, {counts, looseness = 1}: {counts?: readonly number[]; looseness?: Looseness} = {}): Item {
	const {goal, target} = leaveOut(random, matched(random, sampleScene(random, sampleCount(random, counts))), looseness);
	const {instruction, order} = writeInstruction(random, goal);
	const inOrder = <Thing extends {readonly noun: Noun}>(things: readonly Thing[]) =>
		order.map(noun => things.find(thing => thing.noun === noun)!);
	const named = {...goal, objects: inOrder(goal.objects)};
	const scene = {...target, objects: inOrder(target.objects)};
	return {
		task: 'gen',
		category: 'generation',
		operation: 'generate',
		instruction,
		goal: named,
		target,
		reasoning: writeReasoning({...think(named, scene), scene}),
	};
}
