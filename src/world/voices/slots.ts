import {say} from '../language/wording.ts';
import {
	article,
	cellWords,
	colourWords,
	exactCellWords,
	nounWords,
	placeWords,
	sizeWords,
	timeWords,
	weatherAdjectives,
} from '../language/words.ts';
import type {Random} from '../random.ts';
import {facts} from '../scene/knowledge.ts';
import {
	type Cell,
	type Colour,
	cells,
	colours,
	type Noun,
	nouns,
	type Place,
	places,
	type Size,
	sizes,
	skyNouns,
	type Time,
	times,
	type Weather,
	weathers,
} from '../scene/scene.ts';
import {textsOf, type VoiceTemplate} from './template.ts';

/** Values of the slots of a template, for one request. */
export type Filling = ReadonlyMap<string, string>;

const sky: readonly Noun[] = skyNouns;
const ground = nouns.filter(noun => !sky.includes(noun));
const animals = nouns.filter(noun => facts[noun].kind === 'animal');

/** The values that a slot of a sort may take. */
const values: Readonly<Record<string, readonly string[]>> = {
	n: nouns,
	k: sky,
	g: ground,
	m: animals,
	c: colours,
	s: sizes,
	p: places,
	t: times,
	w: weathers,
	x: cells,
};
const slot = /^([nkgmcsptwx])([1-9])$/;

export const isNoun = (word: string): word is Noun => (nouns as readonly string[]).includes(word);
export const isColour = (word: string): word is Colour => (colours as readonly string[]).includes(word);
export const isSize = (word: string): word is Size => (sizes as readonly string[]).includes(word);
export const isCell = (word: string): word is Cell => (cells as readonly string[]).includes(word);
export const isPlace = (word: string): word is Place => (places as readonly string[]).includes(word);
export const isTime = (word: string): word is Time => (times as readonly string[]).includes(word);
export const isWeather = (word: string): word is Weather => (weathers as readonly string[]).includes(word);

/** Draw a value for every slot: two of one sort differ, and from the words that stand in the template themselves. */
export function fillSlots(random: Random, template: VoiceTemplate): Filling {
	const words = textsOf(template).flatMap(text => text.split(' '));
	const taken = new Set(words);
	const filling = new Map<string, string>();
	// Narrow sorts first, so that a wide one does not take the last animal.
	for (const sort of 'xmkgncsptw') {
		for (const name of new Set(words.filter(word => slot.exec(word)?.[1] === sort))) {
			const free = (values[sort] ?? []).filter(value => !taken.has(value));
			const value = random.pick(free.length > 0 ? free : (values[sort] ?? []));
			taken.add(value);
			filling.set(name, value);
		}
	}
	return filling;
}

/** A formal text with its slots filled. */
export const fillText = (text: string, filling: Filling): string =>
	text
		.split(' ')
		.map(word => filling.get(word) ?? word)
		.join(' ');

/** "butterflies", "kites" */
const plural = (word: string): string =>
	/[^aeiou]y$/.test(word) ? word.replace(/y$/, 'ies') : /(?:s|sh|ch|x)$/.test(word) ? `${word}es` : `${word}s`;

/** The words for a value as an instruction may have them. */
function wordFor(random: Random, value: string): string {
	if (isNoun(value)) return say(random, nounWords[value]);
	if (isColour(value)) return say(random, colourWords[value]);
	if (isSize(value)) return say(random, sizeWords[value]);
	if (isWeather(value)) return say(random, weatherAdjectives[value]);
	if (isCell(value))
		return value === 'center' ? random.pick(['middle', 'center', 'centre']) : value.replace('-', random.pick([' ', ' ', '-']));
	return value;
}

/** The same with a preposition: "on the beach", "in the top left corner", "at night". */
function placeFor(random: Random, value: string): string {
	if (isPlace(value)) return say(random, placeWords[value]);
	if (isTime(value)) return say(random, timeWords[value]);
	if (isCell(value)) return random.pick(random.chance(0.5) ? exactCellWords[value] : cellWords[value]);
	return wordFor(random, value);
}

/** The instruction: `say` with the words for its slots. */
export function fillWords(random: Random, text: string, filling: Filling): string {
	return text.replace(/\{([^}]*)\}/g, (_, inside: string) => {
		const [first = '', ...rest] = inside.split(' ');
		const lead = /^(?:a|an|the|at)$/i.test(first) ? first.toLowerCase() : undefined;
		const names = lead === undefined ? [first, ...rest] : rest;
		const words = names.map(name => {
			const value = filling.get(name);
			if (value !== undefined) return lead === 'at' ? placeFor(random, value) : wordFor(random, value);
			const one = filling.get(name.replace(/s$/, ''));
			return one === undefined ? name : plural(wordFor(random, one));
		});
		const phrase = words.join(' ');
		if (lead === undefined || lead === 'at') return phrase;
		return `${lead === 'the' ? 'the' : article(phrase)} ${phrase}`;
	});
}
