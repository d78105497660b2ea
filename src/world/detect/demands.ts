import {article, placeWords, timeWords, weatherWords} from '../language/words.ts';
import type {Reading} from '../scene/goal.ts';
import type {Colour, Noun, Place, Size, Time, Weather} from '../scene/scene.ts';
import {colourOf, type Phrase, phrasesIn, sizeOf, wordsOf} from './phrases.ts';
import {isAnyTakenBack} from './taken-back.ts';

/** One thing that an instruction plainly asks for. */
export type Demand =
	| {readonly type: 'there'; readonly noun: Noun}
	/** One of several of its kind. */
	| {readonly type: 'one'; readonly noun: Noun; readonly colour?: Colour | undefined; readonly size?: Size | undefined}
	| {readonly type: 'gone'; readonly noun: Noun}
	| {readonly type: 'colour'; readonly noun: Noun; readonly value: Colour}
	| {readonly type: 'size'; readonly noun: Noun; readonly value: Size}
	| {readonly type: 'place'; readonly value: Place}
	| {readonly type: 'time'; readonly value: Time}
	| {readonly type: 'weather'; readonly value: Weather};

/** Between two parts of a list or a form: what stands on the two sides belongs to no one thing. */
const divisions = /\s*[()[\]{}|\n/;:=<>]+\s*/g;

/** Ends of a sentence with which people leave all else alone: they take nothing back. */
const closings =
	/[\s.,;!-]*\b(?:and )?(?:nothing else|that(?:'s| is) (?:all|it)|(?:keep|leave) (?:the rest|everything else|all else)(?: alone| as (?:it )?is| the same| unchanged)?|(?:the rest|everything else|all else) (?:stays?|remains?)(?: as (?:it )?is| the same| unchanged)?)(?:,? (?:please|pls|thanks|thank you))?[\s.!]*$/i;

const removing = new Set(['remove', 'delete', 'erase']);
const making = new Set(['make', 'paint', 'turn', 'colour', 'color', 'recolour', 'dye', 'let', 'have', 'want', 'change']);
const taking = new Set(['away', 'out', 'off']);
const replacing = new Set(['replace', 'swap', 'exchange']);
/** Words between a thing and the colour that it is to have: "the cat should be red". */
const becoming = new Set(['be', 'becomes', 'become', 'turns', 'turn', 'into', 'gets', 'get']);
const passing = new Set([...becoming, 'to', 'should', 'must', 'in', 'a', 'bit', 'is', 'all', 'very']);
const mark = /^[.,;:!?]$/;

/**
Demands of an instruction that are said so plainly that they can be held against the picture; of all else there are none.
@param before - the picture that is edited; none for a drawing
*/
export function demandsOf(instruction: string, before?: Reading): readonly Demand[] {
	const words = wordsOf(instruction.replace(closings, '').replaceAll(divisions, ', '));
	if (isAnyTakenBack(words)) return [];
	const phrases = phrasesIn(words);
	// A thing that is there already is spoken of, and not asked for: "that is a dog, and I want a cat".
	const isThere = (noun: Noun) => before?.objects.some(object => object.noun === noun) ?? false;
	const found = before
		? phrases.flatMap((phrase, index) => (phrase.article === 'a' && isThere(phrase.noun) ? [] : edited(words, phrases, index)))
		: phrases.flatMap(phrase => (isOneOfSeveral(phrase, phrases, words) ? [oneOf(phrase)] : drawn(phrase)));
	return consistent([...found.filter(demand => !isRevised(demand, words, phrases)), ...around(words)]);
}

/** Whether a colour or size stands apart from all things, as one does that is put for another: "a small cat, hmm, large". */
function isRevised(demand: Demand, words: readonly string[], phrases: readonly Phrase[]): boolean {
	if (demand.type !== 'colour' && demand.type !== 'size') return false;
	const valueAt = demand.type === 'colour' ? colourOf : sizeOf;
	const apart = words.filter((word, at) => valueAt.has(word) && !phrases.some(({start, end}) => at >= start && at < end));
	return apart.some(word => valueAt.get(word) !== demand.value);
}

/** Words between two things that are both to be drawn. */
const joining = new Set(
	'and , & plus with beside by next to near above over below under left right of at on the a an one another between far from'.split(' '),
);

/** Whether a drawing names another thing of the same kind that looks otherwise, beside this one and not in its stead. */
function isOneOfSeveral(phrase: Phrase, phrases: readonly Phrase[], words: readonly string[]): boolean {
	const same = phrases.filter(({noun}) => noun === phrase.noun);
	const looks = new Set(same.map(({colour = '', size = ''}) => `${colour} ${size}`));
	const [first, last] = [same[0], same.at(-1)];
	if (looks.size < 2 || looks.has(' ') || same.some(({article: kind}) => kind === 'the') || !first || !last) return false;
	const isOfThing = (at: number) => phrases.some(({start, end}) => at >= start && at < end);
	// One right behind the other corrects it: "big dog *small dog".
	if (same.some(({start}, index) => start <= (same[index - 1]?.end ?? -1))) return false;
	return words.every((word, at) => at < first.start || at >= last.end || isOfThing(at) || joining.has(word));
}

const oneOf = ({noun, colour, size}: Phrase): Demand => ({type: 'one', noun, colour, size});

/** Demands of a thing in a drawing: what its words say of it. */
const drawn = ({noun, colour, size}: Phrase): Demand[] => [
	...(colour === undefined ? [] : [{type: 'colour', noun, value: colour} as const]),
	...(size === undefined ? [] : [{type: 'size', noun, value: size} as const]),
];

/** Demands of a thing in an edit: what is to be done with it. */
function edited(words: readonly string[], phrases: readonly Phrase[], index: number): Demand[] {
	const phrase = phrases[index];
	if (!phrase) return [];
	const {noun, start, end} = phrase;
	const before = words[start - 1] ?? '';
	const isRemoved =
		removing.has(before) || (before === 'take' && taking.has(words[end] ?? '')) || `${words[start - 2]} ${before}` === 'rid of';
	if (isRemoved) return phrase.article === 'a' ? [] : [{type: 'gone', noun}];
	if (phrase.article === 'a' && !words.some(word => removing.has(word))) return [{type: 'there', noun}, ...drawn(phrase)];
	const next = phrases[index + 1];
	if (
		replacing.has(before) &&
		next &&
		(next.article === 'a' || (next.article === 'none' && before === 'replace')) &&
		/^(?:with|by|for)$/.test(words.slice(end, next.start).join(' '))
	)
		return [{type: 'gone', noun}, {type: 'there', noun: next.noun}, ...drawn(next)];
	if (phrase.article !== 'the') return [];
	const [value, between] = afterwards(words, end);
	if (value === undefined || !(making.has(before) || between.some(word => becoming.has(word)))) return [];
	const [colour, size] = [colourOf.get(value), sizeOf.get(value)];
	return [
		...(colour === undefined ? [] : [{type: 'colour', noun, value: colour} as const]),
		...(size === undefined ? [] : [{type: 'size', noun, value: size} as const]),
	];
}

/** A colour or size that follows a thing and ends its part of the sentence, and the words between. */
function afterwards(words: readonly string[], from: number): readonly [value: string | undefined, between: readonly string[]] {
	let at = from;
	while (passing.has(words[at] ?? '')) at++;
	const value = words[at] ?? '';
	const next = words[at + 1];
	const isLast = next === undefined || mark.test(next) || next === 'and' || next === 'please';
	return [isLast && (colourOf.has(value) || sizeOf.has(value)) ? value : undefined, words.slice(from, at)];
}

const spoken = <Value extends string>(said: Readonly<Record<Value, readonly string[]>>): readonly (readonly [string, Value])[] => {
	const values: readonly Value[] = Object.keys(said).filter((key): key is Value => key in said);
	return values.flatMap(value => said[value].map(words => [` ${words} `, value] as const));
};
const [spokenPlaces, spokenTimes, spokenWeathers] = [spoken(placeWords), spoken(timeWords), spoken(weatherWords)];

/** Place, time and weather that an instruction says in the world's own words. */
function around(words: readonly string[]): Demand[] {
	const text = ` ${words.join(' ')} `;
	return [
		...spokenPlaces.flatMap(([said, value]): Demand[] => (text.includes(said) ? [{type: 'place', value}] : [])),
		...spokenTimes.flatMap(([said, value]): Demand[] => (text.includes(said) ? [{type: 'time', value}] : [])),
		...spokenWeathers.flatMap(([said, value]): Demand[] => (text.includes(said) ? [{type: 'weather', value}] : [])),
	];
}

const about = (demand: Demand): string => {
	if (demand.type === 'one') return `${demand.size} ${demand.colour} ${demand.noun}`;
	return 'noun' in demand ? `${demand.noun} ${demand.type === 'gone' ? 'there' : demand.type}` : demand.type;
};
const valueIn = (demand: Demand): string => ('value' in demand ? demand.value : demand.type);

/** Demands that no other one contradicts, each once. */
function consistent(demands: readonly Demand[]): readonly Demand[] {
	const byWhat = new Map<string, Demand[]>();
	for (const demand of demands) byWhat.set(about(demand), [...(byWhat.get(about(demand)) ?? []), demand]);
	return [...byWhat.values()].flatMap(same => (new Set(same.map(valueIn)).size === 1 ? same.slice(0, 1) : []));
}

/** The demands that a picture does not meet, as sentences for people. */
export function unmet(demands: readonly Demand[], {objects, ...scene}: Reading): readonly string[] {
	const sentences = demands.flatMap(demand => {
		if (!('noun' in demand)) {
			const shown = scene[demand.type];
			return shown === undefined || shown === demand.value ? [] : [`It was to be ${demand.value}, and is ${shown}.`];
		}
		const {noun} = demand;
		const same = objects.filter(object => object.noun === noun);
		if (demand.type === 'one') {
			const {colour, size} = demand;
			if (same.some(one => (colour ?? one.colour) === one.colour && (size ?? one.size) === one.size)) return [];
			const words = [size, colour, noun].filter(word => word !== undefined).join(' ');
			return [`There was to be ${article(words)} ${words}, and there is none.`];
		}
		const [found] = same;
		if (demand.type === 'gone') return found ? [`The ${noun} was to go, and is still there.`] : [];
		if (!found) return [`There was to be ${article(noun)} ${noun}, and there is none.`];
		if (demand.type === 'there' || same.some(one => one[demand.type] === demand.value)) return [];
		return [`The ${noun} was to be ${demand.value}, and is ${found[demand.type]}.`];
	});
	return [...new Set(sentences)];
}

/** Things that an edit takes to be of another colour than they are, as sentences for people: "remove the blue cat". */
export function mistaken(instruction: string, before: Reading): readonly string[] {
	const words = wordsOf(instruction);
	if (isAnyTakenBack(words)) return [];
	return phrasesIn(words).flatMap(({noun, colour, article: kind, start}) => {
		const same = before.objects.filter(object => object.noun === noun);
		const isNamed = kind === 'the' && (removing.has(words[start - 1] ?? '') || making.has(words[start - 1] ?? ''));
		if (!isNamed || same.length === 0 || colour === undefined || same.some(one => one.colour === colour)) return [];
		const colours = same.map(one => one.colour).join(' and ');
		return [`The picture had no ${colour} ${noun}: ${same.length === 1 ? `its ${noun} was` : 'those in it were'} ${colours}.`];
	});
}
