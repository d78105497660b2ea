import {article, exactCellWords, placeSentences, placeWords, timeSentences, weatherSentences} from '../../world/language/words.ts';
import type {Random} from '../../world/random.ts';
import {freeCells, inCellOrder} from '../../world/scene/sample.ts';
import {colours, fits, nouns, places, type Scene, type SceneObject, sizes, times, weathers} from '../../world/scene/scene.ts';

/** Kinds of changes: of one word, or of the things that are there. */
export const kinds = ['colour', 'noun', 'size', 'cell', 'place', 'time', 'weather', 'removing', 'adding'] as const;
export type Kind = (typeof kinds)[number];
type Attribute = Extract<Kind, 'colour' | 'noun' | 'size' | 'cell'>;
type Field = Extract<Kind, 'place' | 'time' | 'weather'>;

/** A change that a person makes to what a run has thought of. */
export type Change = {
	readonly kind: Kind;
	/** The scene that it would come to, and the one that is wanted. */
	readonly before: Scene;
	readonly after: Scene;
	/** The thing that it is about: as it was, or for `adding` as it will be. */
	readonly thing?: SceneObject | undefined;
	/** The word and the one in its place, where one word changes. */
	readonly words?: {readonly from: string; readonly to: string} | undefined;
	/** The same said in an instruction of a new run, and in one that edits the finished picture. */
	readonly said: string;
	readonly edit: string;
};

const fields = {place: places, time: times, weather: weathers} as const;
const isField = (kind: Kind): kind is Field => kind in fields;

/** A change of a kind to a scene; undefined where there is none. @param source - the scene of the picture to edit: only what the edit decides is changed */
export function drawChange(random: Random, kind: Kind, before: Scene, source: Scene | undefined): Change | undefined {
	if (isField(kind)) {
		if (source && source[kind] === before[kind]) return;
		return changeOfField(kind, before, random.pick(fields[kind].filter(word => word !== before[kind])));
	}
	if (kind === 'adding') return adding(random, before);
	const decided = before.objects.filter(thing => !source || isDecided(kind, thing, source));
	if (decided.length === 0) return;
	const thing = random.pick(decided);
	if (kind === 'removing') {
		const after = {...before, objects: before.objects.filter(other => other !== thing)};
		if (after.objects.length === 0) return;
		return {kind, before, after, thing, said: `no ${thing.noun}`, edit: `remove the ${thing.noun}`};
	}
	const choices = wordsFor(kind, thing, before);
	return choices.length > 0 ? changeOfThing(kind, before, thing, random.pick(choices)) : undefined;
}

/** Whether an edit decides this of a thing: what it leaves alone is for another edit. */
function isDecided(kind: Attribute | 'removing', thing: SceneObject, source: Scene): boolean {
	const was = source.objects.find(({noun}) => noun === thing.noun);
	return !was || (kind !== 'removing' && was[kind] !== thing[kind]);
}

function wordsFor(kind: Attribute, thing: SceneObject, {objects}: Scene): readonly string[] {
	switch (kind) {
		case 'colour':
			return colours.filter(word => word !== thing.colour);
		case 'size':
			return sizes.filter(word => word !== thing.size);
		case 'cell':
			return freeCells(thing.noun, objects);
		case 'noun':
			return nouns.filter(word => fits(word, thing.cell) && objects.every(({noun}) => noun !== word));
	}
}

function changeOfThing(kind: Attribute, before: Scene, thing: SceneObject, to: string): Change {
	// The word is of the attribute's own list.
	const changed = {...thing, [kind]: to} as SceneObject;
	const {noun} = thing;
	const where = exactCellWords[changed.cell][0] ?? '';
	const [said, edit] = {
		colour: [`the ${noun} is ${to}`, `make the ${noun} ${to}`],
		size: [`the ${noun} is ${to}`, `make the ${noun} ${to}`],
		cell: [`the ${noun} is ${where}`, `move the ${noun} ${where}`],
		noun: [`${article(to)} ${to} instead of the ${noun}`, `replace the ${noun} with ${article(to)} ${to}`],
	}[kind] as [string, string];
	const after = {...before, objects: inCellOrder(before.objects.map(other => (other === thing ? changed : other)))};
	return {kind, before, after, thing, words: {from: thing[kind], to}, said, edit};
}

function changeOfField(kind: Field, before: Scene, to: string): Change {
	const after = {...before, [kind]: to} as Scene;
	const [said, edit] = {
		place: [placeSentences(placeWords[after.place][0] ?? '')[0], `change the place to the ${to}`],
		time: [timeSentences[after.time][0], `make it ${to}`],
		weather: [weatherSentences[after.weather][0], weatherSentences[after.weather][0]],
	}[kind] as [string, string];
	return {kind, before, after, words: {from: before[kind], to}, said, edit};
}

function adding(random: Random, before: Scene): Change | undefined {
	if (before.objects.length > 2) return;
	const noun = random.pick(nouns.filter(word => before.objects.every(thing => thing.noun !== word)));
	const free = freeCells(noun, before.objects);
	if (free.length === 0) return;
	const thing = {noun, colour: random.pick(colours), size: random.pick(sizes), cell: random.pick(free)};
	const named = `a ${thing.size} ${thing.colour} ${noun} ${exactCellWords[thing.cell][0]}`;
	const after = {...before, objects: inCellOrder([...before.objects, thing])};
	return {kind: 'adding', before, after, thing, said: `and ${named}`, edit: `add ${named}`};
}
