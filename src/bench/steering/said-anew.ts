import {
	cellWords,
	colourWords,
	nounWords,
	placeWords,
	sizeWords,
	timeNouns,
	timeSentences,
	timeWords,
	weatherAdjectives,
	weatherSentences,
	weatherWords,
} from '../../world/language/words.ts';
import type {Change, Kind} from './change.ts';

/**
An instruction as a person says it once more for a change: with other words in place of those that say what changes, or with the change said after it: as a
sentence, or of an edit as another edit. Of a thing those words are changed that stand nearest to it.
*/
export function saidAnew(instruction: string, {kind, thing, words, said, edit}: Change, task: 'gen' | 'edit'): string {
	const place = words && placeOf(instruction, kind, words.from, kind === 'noun' ? undefined : thing?.noun);
	if (words && place) {
		const to = wordsFor(kind, words.to)[place.list]?.[0] ?? words.to;
		return instruction.slice(0, place.start) + to + instruction.slice(place.end);
	}
	const before = instruction.replace(/[.!?\s]+$/, '');
	return task === 'gen' ? `${before}. ${said}` : `${before} and then ${edit}`;
}

type Place = {readonly start: number; readonly end: number; readonly list: number};

/** Place where an instruction says a word of a kind, in whichever way. @param noun - the thing that it says it of */
function placeOf(instruction: string, kind: Kind, word: string, noun: string | undefined): Place | undefined {
	const things = noun === undefined ? [] : matches(instruction, wordsFor('noun', noun)[0] ?? []);
	const distance = ({start, end}: {readonly start: number; readonly end: number}) =>
		Math.min(...things.map(thing => (start >= thing.end ? start - thing.end : thing.start - end + (end > thing.start ? 1000 : 0))));
	const places = wordsFor(kind, word).flatMap((list, index) => matches(instruction, list).map(match => ({...match, list: index})));
	const others = Object.entries(nounWords).flatMap(([other, phrases]) => (other === noun ? [] : matches(instruction, phrases)));
	// Between the word and the thing stands no other one.
	const isOf = (place: {readonly start: number; readonly end: number}) =>
		things.some(thing => {
			const [from, to] = [Math.min(place.end, thing.end), Math.max(place.start, thing.start)];
			return !others.some(({start}) => start >= from && start < to) && !instruction.slice(from, to).includes('.');
		});
	return places
		.filter(place => noun === undefined || isOf(place))
		.sort((a, b) => (noun === undefined ? 0 : distance(a) - distance(b)) || b.end - b.start - (a.end - a.start))[0];
}

const matches = (text: string, phrases: readonly string[]) =>
	phrases.flatMap(phrase =>
		[...text.matchAll(new RegExp(`(?<![\\p{L}-])${phrase}(?![\\p{L}-])`, 'giu'))].map(({index}) => ({
			start: index,
			end: index + phrase.length,
		})),
	);

/** Ways to say a word of a kind, in lists that stand for one another. */
function wordsFor(kind: Kind, word: string): readonly (readonly string[])[] {
	const of = (...tables: readonly Readonly<Record<string, readonly string[]>>[]) => [...tables.map(table => table[word] ?? []), [word]];
	switch (kind) {
		case 'colour':
			return of(colourWords);
		case 'noun':
			return of(nounWords);
		case 'size':
			return of(sizeWords);
		case 'cell':
			return of(cellWords);
		case 'place':
			return of(placeWords);
		case 'time':
			return of(timeWords, timeSentences, timeNouns);
		case 'weather':
			return of(weatherWords, weatherSentences, weatherAdjectives);
		default:
			return [];
	}
}
