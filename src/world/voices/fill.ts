import {writeReasoning} from '../language/reasoning.ts';
import type {Random} from '../random.ts';
import {checkGoal, type Goal, goalOf, type ObjectGoal} from '../scene/goal.ts';
import type {Item} from '../scene/item.ts';
import {facts} from '../scene/knowledge.ts';
import {inCellOrder} from '../scene/sample.ts';
import {
	type Cell,
	cells,
	colours,
	fits,
	type Noun,
	nouns,
	places,
	type Scene,
	type SceneObject,
	sizes,
	times,
	weathers,
} from '../scene/scene.ts';
import {think} from '../tasks/generation.ts';
import {type Edited, operate, parseThing, parseWhere, unedited} from './operations.ts';
import {type Filling, fillSlots, fillText, fillWords, isNoun, isPlace, isTime, isWeather} from './slots.ts';
import type {VoiceTemplate} from './template.ts';

/** An exercise of the corpus: who wrote its words, and of which kind they are. */
export type VoiceItem = Item & {readonly writer: string; readonly kind: string};

/** Most things of a scene to be drawn. */
const mostThings = 4;
/** Scenes that are tried for one filling before it is given up. */
const tries = 60;

/** A template as one exercise, with values, a scene and words drawn; undefined where these values make no sense together. */
export function fillTemplate(random: Random, template: VoiceTemplate): VoiceItem | undefined {
	const filling = fillSlots(random, template);
	const instruction = fillWords(random, template.say, filling);
	const item = template.task === 'gen' ? fillGeneration(random, template, filling) : fillEdit(random, template, filling);
	return item && {...item, instruction, writer: template.writer, kind: template.kind};
}

type Filled = Omit<Item, 'instruction'>;

const relationOf = (text: string): {readonly subject: Noun; readonly where: NonNullable<ReturnType<typeof parseWhere>>} => {
	const [subject = '', ...rest] = text.split(' ');
	const where = parseWhere(rest);
	if (!isNoun(subject) || !where) throw new RangeError(`No relation: \`${text}\`.`);
	return {subject, where};
};

/** The goal of a generation. */
function generationGoal(template: VoiceTemplate, filling: Filling): Goal {
	const word = (text: string | undefined) => (text === undefined ? undefined : fillText(text, filling));
	const [place, time, weather] = [word(template.place), word(template.time), word(template.weather)];
	const related = template.relations.map(text => relationOf(fillText(text, filling)));
	return {
		place: place !== undefined && isPlace(place) ? place : undefined,
		time: time !== undefined && isTime(time) ? time : undefined,
		weather: weather !== undefined && isWeather(weather) ? weather : undefined,
		objects: template.things.map(text => parseThing(fillText(text, filling).split(' '))),
		relations: related.flatMap(({subject, where}) => ('between' in where ? [] : [{subject, ...where}])),
		between: related.flatMap(({subject, where}) => ('between' in where ? [{subject, objects: where.between}] : [])),
	};
}

/** Cells for all things of a goal: those it names, and for the others a placing that is plain to see. */
function placeThings(random: Random, goal: Goal): readonly Cell[] | undefined {
	let best: {readonly placed: readonly Cell[]; readonly slant: number} | undefined;
	for (let attempt = 0; attempt < tries; attempt++) {
		const placed: Cell[] = [];
		for (const {noun, cell} of goal.objects) {
			const taken = (one: Cell) => placed.includes(one) || goal.objects.some(other => other.noun !== noun && other.cell === one);
			const free = cells.filter(one => fits(noun, one) && !taken(one));
			const chosen = cell ?? (free.length > 0 ? random.pick(free) : undefined);
			if (!chosen || !fits(noun, chosen) || placed.includes(chosen)) break;
			placed.push(chosen);
		}
		if (placed.length < goal.objects.length) continue;
		const objects = goal.objects.map(({noun}, index): SceneObject => ({noun, cell: placed[index]!, colour: 'red', size: 'small'}));
		const scene = {place: 'meadow', time: 'day', weather: 'clear', objects} as const;
		const bare = {...goal, place: undefined, time: undefined, weather: undefined, objects: objects.map(({noun}) => ({noun}))};
		if (!checkGoal(bare, scene).every(({isMet}) => isMet)) continue;
		const slant = slantOf(goal, scene);
		if (!best || slant < best.slant) best = {placed, slant};
		if (slant === 0 || (goal.relations.length === 0 && !goal.between?.length)) break;
	}
	return best?.placed;
}

/** Number of related pairs that stand neither in one row nor in one column. */
function slantOf({relations, between = []}: Goal, {objects}: Scene): number {
	const at = (noun: Noun) => cells.indexOf(objects.find(object => object.noun === noun)!.cell);
	const isSlanted = (a: Noun, b: Noun) => at(a) % 3 !== at(b) % 3 && Math.floor(at(a) / 3) !== Math.floor(at(b) / 3);
	const pairs = [
		...relations.filter(({relation}) => relation !== 'far-from').map(({subject, object}) => [subject, object] as const),
		...between.flatMap(({subject, objects: [a, b]}) => [[subject, a] as const, [subject, b] as const]),
	];
	return pairs.filter(([a, b]) => isSlanted(a, b)).length;
}

function fillGeneration(random: Random, template: VoiceTemplate, filling: Filling): Filled | undefined {
	const goal = generationGoal(template, filling);
	if (goal.objects.length > mostThings) return;
	const placed = placeThings(random, goal);
	if (!placed) return;
	const objects = goal.objects.map(({noun, colour, size}, index) => ({
		noun,
		colour: colour ?? random.pick(facts[noun].colours),
		size: size ?? facts[noun].size,
		cell: placed[index]!,
	}));
	const first = objects[0];
	const target: Scene = {
		place: goal.place ?? (first ? random.pick(facts[first.noun].homes) : 'meadow'),
		time: goal.time ?? 'day',
		weather: goal.weather ?? 'clear',
		objects,
	};
	const base = {task: 'gen', category: 'generation', operation: template.kind, goal, target: {...target, objects}} as const;
	if (template.impossible !== undefined) {
		const thoughts = [template.impossible === 'unknown' ? 'i cannot draw that' : 'i do not know what is meant'];
		return {...base, reasoning: writeReasoning({asked: 'nothing known', thoughts, scene: target})};
	}
	const {asked, thoughts} = think(goal, target);
	const betweens = (goal.between ?? []).map(({subject, objects: [a, b]}) => `the ${subject} goes between the ${a} and the ${b}`);
	const counted = template.count !== undefined && template.count > 1 ? ['one of each kind is drawn'] : [];
	return {...base, reasoning: writeReasoning({asked, thoughts: [...counted, ...betweens, ...thoughts], scene: target})};
}

/** Nouns that operations add: they are not there before. */
const addedBy = (operations: readonly string[]): readonly string[] =>
	operations.flatMap(operation => {
		const words = operation.split(' ');
		if (words[0] === 'add') return words.slice(1, 1 + Math.max(1, words.slice(1).findIndex(word => isNoun(word)) + 1)).filter(isNoun);
		return words[0] === 'replace' ? words.slice(3).filter(isNoun) : [];
	});

/** The source of an edit: the scene that the template gives, or one drawn that holds what it says. */
function sourceOf(random: Random, template: VoiceTemplate, filling: Filling, operations: readonly string[]): Scene | undefined {
	if (template.scene !== undefined) return parseScene(template.scene);
	const known = template.before.map(text => parseThing(fillText(text, filling).split(' ')));
	const added = addedBy(operations);
	const absent = [...template.absent.map(text => fillText(text, filling)), ...added];
	const room = (random.chance(0.12) ? mostThings : 3) - known.length - added.length;
	const more = template.isAlone || room <= 0 ? 0 : random.int(room + 1);
	const free = nouns.filter(noun => !known.some(one => one.noun === noun) && !absent.includes(noun));
	const wanted: ObjectGoal[] = [
		...known,
		...random
			.shuffle(free)
			.slice(0, more)
			.map(noun => ({noun})),
	];
	const objects: SceneObject[] = [];
	for (const {noun, colour, size, cell} of random.shuffle(wanted)) {
		const open = cells.filter(
			one =>
				fits(noun, one) && !objects.some(object => object.cell === one) && !wanted.some(other => other.noun !== noun && other.cell === one),
		);
		const chosen = cell ?? (open.length > 0 ? random.pick(open) : undefined);
		if (!chosen || !fits(noun, chosen) || objects.some(object => object.cell === chosen)) return;
		objects.push({
			noun,
			cell: chosen,
			colour: colour ?? (random.chance(0.3) ? random.pick(facts[noun].colours) : random.pick(colours)),
			size: size ?? random.pick(sizes),
		});
	}
	for (const text of template.only.map(one => fillText(one, filling))) {
		const [field = '', , noun = ''] = text.split(' ');
		const value = (object: SceneObject) => (field === 'kind' ? facts[object.noun].kind : field === 'colour' ? object.colour : object.size);
		const own = objects.find(object => object.noun === noun);
		if (!own || objects.some(object => object !== own && value(object) === value(own))) return;
	}
	return {place: random.pick(places), time: random.pick(times), weather: random.pick(weathers), objects: inCellOrder(objects)};
}

/** "meadow, day, clear; large white dog left" @throws RangeError */
export function parseScene(text: string): Scene {
	const [head = '', ...things] = text.replace(/\.$/, '').split(';');
	const [place = '', time = '', weather = ''] = head.split(',').map(word => word.trim());
	if (!isPlace(place) || !isTime(time) || !isWeather(weather)) throw new RangeError(`No scene: \`${text}\`.`);
	const objects = things
		.filter(thing => thing.trim() !== '')
		.map(thing => {
			const {noun, colour, size, cell} = parseThing(thing.trim().split(' '));
			if (!colour || !size || !cell) throw new RangeError(`Not a whole thing: \`${thing}\`.`);
			return {noun, colour, size, cell};
		});
	return {place, time, weather, objects: inCellOrder(objects)};
}

/** Why nothing changes, as a thought. */
function refusal(template: VoiceTemplate, filling: Filling): string {
	const [noun] = template.absent.map(text => fillText(text, filling));
	if (template.why === 'absent') return noun !== undefined && isNoun(noun) ? `there is no ${noun}` : 'that is not there';
	if (template.why === 'already') return 'it is so already';
	return template.why === 'unknown' ? 'i cannot draw that' : 'i do not know what is meant';
}

function fillEdit(random: Random, template: VoiceTemplate, filling: Filling): Filled | undefined {
	const operations = template.ops.map(text => fillText(text, filling));
	for (let attempt = 0; attempt < (template.scene === undefined ? tries : 1); attempt++) {
		const source = sourceOf(random, template, filling, operations);
		if (!source) continue;
		const edited = operations.includes('nothing')
			? {...unedited(source), thoughts: [refusal(template, filling), 'nothing changes']}
			: operations.reduce<Edited | undefined>((so, one) => so && operate(random, so, one), unedited(source));
		if (!edited || edited.scene.objects.length > mostThings) continue;
		const {goal, scene} = edited;
		const thoughts = [...edited.thoughts, ...(leavesRest(operations) ? ['the rest stays'] : [])];
		return {
			task: 'edit',
			category: categoryOf(operations),
			operation: template.kind,
			source,
			goal: operations.includes('nothing') ? goalOf(source) : goal,
			target: {...scene, objects: inCellOrder(scene.objects)},
			reasoning: writeReasoning({seen: source, thoughts, scene}),
		};
	}
	return;
}

/** Whether it is worth a thought that all else stays as it is: of one change, as in the grammar. */
const leavesRest = ([operation = '', ...more]: readonly string[]): boolean =>
	more.length === 0 && /^(?:remove|colour|size|move|place|time|weather)\b/.test(operation) && !operation.includes('everything');

const categoryOf = (operations: readonly string[]): Item['category'] =>
	operations.every(text => /^(?:move|swap-places)/.test(text))
		? 'spatial'
		: operations.every(text => /^time/.test(text))
			? 'temporal'
			: 'general';
