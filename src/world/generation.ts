import type {Goal, ObjectGoal} from './goal.ts';
import {holds} from './goal.ts';
import type {Item} from './item.ts';
import {facts} from './knowledge.ts';
import type {Random} from './random.ts';
import {writeReasoning} from './reasoning.ts';
import {sampleCount, sampleScene} from './sample.ts';
import {cells, type Noun, type Scene, type SceneObject} from './scene.ts';
import {
	article,
	cellWords,
	colourWords,
	nounWords,
	placeWords,
	type Relation,
	relationWords,
	sizeWords,
	timeNouns,
	timeWords,
	weatherAdjectives,
	weatherWords,
} from './words.ts';

/** Openings of a generation; most have none. */
const openings = [
	'',
	'',
	'',
	'draw',
	'paint',
	'show me',
	'i want',
	'please draw',
	'a picture of',
	'a scene with',
	'make a picture of',
	'imagine',
	'there is',
	'i would like to see',
];
export const endings = ['', '', '.', '!', ', please'];

/** Mostly the plain word, sometimes another. */
export const say = (random: Random, words: readonly string[]) => (random.chance(0.65) ? words[0]! : random.pick(words));

/** "a small blue house", with what the goal leaves free left out. */
export function nounPhrase(random: Random, {noun, colour, size}: ObjectGoal): string {
	const words = [size && say(random, sizeWords[size]), colour && say(random, colourWords[colour]), say(random, nounWords[noun])]
		.filter(word => word !== undefined)
		.join(' ');
	return `${random.chance(0.06) ? 'one' : article(words)} ${words}`;
}

/** How much an instruction leaves out, 0 (everything said) to 1 (as people write). */
export type Looseness = number;

/** What the instruction will say, and the scene changed so that what it does not say is as everybody would expect. */
function leaveOut(random: Random, scene: Scene, looseness: Looseness): {goal: Goal; target: Scene} {
	const keep = (probability: number) => random.chance(1 - looseness * (1 - probability));
	const objects = scene.objects.map((object): {wanted: ObjectGoal; actual: SceneObject} => {
		const {noun} = object;
		const colour = keep(0.8) ? object.colour : undefined;
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

/** The instruction, and the nouns in the order it names them. */
function writeInstruction(random: Random, goal: Goal): {instruction: string; order: readonly Noun[]} {
	const [relation] = goal.relations;
	const phrase = (noun: Noun) => {
		const wanted = goal.objects.find(object => object.noun === noun)!;
		return `${nounPhrase(random, wanted)}${wanted.cell ? ` ${say(random, cellWords[wanted.cell])}` : ''}`;
	};
	const mentions: (readonly Noun[])[] = goal.objects
		.filter(({noun}) => noun !== relation?.subject && noun !== relation?.object)
		.map(({noun}) => [noun]);
	if (relation) mentions.push([relation.subject, relation.object]);
	const shuffled = random.shuffle(mentions);
	const listed = shuffled.map(([first, second]) =>
		relation && second ? `${phrase(first!)} ${say(random, relationWords[relation.relation])} ${phrase(second)}` : phrase(first!),
	);
	const things =
		listed.length < 2 ? listed.join('') : `${listed.slice(0, -1).join(', ')} ${random.pick(['and', 'and', 'with'])} ${listed.at(-1)}`;
	return {instruction: `${arrange(random, things, writeSettings(random, goal))}${random.pick(endings)}`, order: shuffled.flat()};
}

/** "on a rainy night in the forest" */
function writeSettings(random: Random, goal: Goal): string {
	const settings: string[] = [];
	if (goal.time && goal.weather && random.chance(0.4)) {
		const adjective = say(random, weatherAdjectives[goal.weather]);
		settings.push(`on ${article(adjective)} ${adjective} ${say(random, timeNouns[goal.time])}`);
	} else {
		if (goal.time) settings.push(say(random, timeWords[goal.time]));
		if (goal.weather) settings.push(say(random, weatherWords[goal.weather]));
	}
	if (goal.place) settings.push(say(random, placeWords[goal.place]));
	return random.shuffle(settings).join(' ');
}

function arrange(random: Random, things: string, setting: string): string {
	const opening = random.pick(openings);
	if (setting === '') return `${opening} ${things}`.trim();
	if (opening === '' && random.chance(0.25)) return `${setting}, ${things}`;
	return `${opening} ${things}${random.chance(0.2) ? ',' : ''} ${setting}`.trim();
}

const relationThoughts: Record<Relation, string> = {
	above: 'goes above',
	below: 'goes below',
	'left-of': 'goes left of',
	'right-of': 'goes right of',
	beside: 'goes beside',
};

/** The asked part repeats only what was said; the thoughts fill in the rest. */
function think(goal: Goal, target: Scene): {asked: string; thoughts: string[]} {
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
	const {goal, target} = leaveOut(random, sampleScene(random, sampleCount(random, counts)), looseness);
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
