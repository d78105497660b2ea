import {editDistance} from '../../words.ts';
import {akinTo, isEveryday, isNear} from './akin.ts';
import {asks} from './asking.ts';
import {everydayColours} from './everyday.ts';
import {plainText} from './plain-words.ts';
import type {Tokenizer} from './tokenizer.ts';

/** A word that a model was never shown. */
export type UnknownWord = {
	readonly word: string;
	/** The known word that it is taken for, where it looks like a slip of the keyboard; nothing where it is left out, as a sign is. */
	readonly readAs?: string;
	/** Known words that are near in meaning, of others those that are spelt alike, nearest first; of an unknown colour the known ones. */
	readonly nearest: readonly string[];
};

/** An instruction as a model of few words reads it. */
export type ReadInstruction = {
	/** Text that its tokenizer is given. */
	readonly text: string;
	readonly unknown: readonly UnknownWord[];
};

const suggestions = 4;
/** Letters of a word that others can be like, and words that are compared with all of a vocabulary: a whole book is refused soon enough. */
const longestWord = 40;
const mostCompared = 50;

/**
The instruction as the model is given it, and what of it the model does not know: marks and signs taken from the words that they touch,
slips of the keyboard mended, all else as it is. A tokenizer without `<unk>` (byte-level ones) knows every word.
*/
export function readInstruction(tokenizer: Tokenizer, instruction: string): ReadInstruction {
	const plain = plainText(tokenizer, instruction);
	if (plain.unknown.length === 0 && plain.leftOut.length === 0) return {text: plain.text, unknown: []};
	// Words that ask for nothing are as well left unread: "launch" is no lunch.
	const known = [...tokenizer.vocabulary.keys()].filter(
		token => /^\p{L}{2,}$/u.test(token) && (asks(token) || isNear(token) || isEveryday(token)),
	);
	const words = plain.unknown.map((word, index): UnknownWord => {
		if (index >= mostCompared || word.length > longestWord) return {word, nearest: []};
		const lower = word.toLowerCase();
		if (everydayColours.includes(lower)) return {word, nearest: everydayColours.filter(colour => tokenizer.vocabulary.has(colour))};
		if (isEveryday(lower)) return {word, nearest: akinTo(lower).filter(near => tokenizer.vocabulary.has(near))};
		const alike = byDistance(lower, known);
		const readAs =
			alike.find(candidate => isSwapped(lower, candidate)) ?? alike.find(candidate => !isEveryday(candidate) && isSlip(lower, candidate));
		return {
			word,
			...(readAs !== undefined && {readAs}),
			nearest: alike.filter(candidate => isAlike(lower, candidate)).slice(0, suggestions),
		};
	});
	return {text: mend(plain.text, words), unknown: [...words, ...plain.leftOut.map(word => ({word, readAs: '', nearest: []}))]};
}

/** The words of `instruction` that the model was never shown, each once. */
export const unknownWords = (tokenizer: Tokenizer, instruction: string): readonly UnknownWord[] =>
	readInstruction(tokenizer, instruction).unknown;

/** The instruction as the model is given it. */
export const mendWords = (tokenizer: Tokenizer, instruction: string): string => readInstruction(tokenizer, instruction).text;

function mend(text: string, words: readonly UnknownWord[]): string {
	const mended = new Map(words.flatMap(({word, readAs}) => (readAs === undefined ? [] : [[word, readAs] as const])));
	if (mended.size === 0) return text;
	return text.replaceAll(/[^\s.,;:!?]+/gu, word => mended.get(word) ?? word);
}

const byDistance = (word: string, known: readonly string[]): string[] =>
	known
		.map(candidate => ({candidate, distance: editDistance(word, candidate)}))
		.sort((a, b) => a.distance - b.distance)
		.map(({candidate}) => candidate);

/** Whether a known word is spelt so much alike that it may be meant: of another word nothing is to be learnt from its letters. */
const isAlike = (word: string, known: string): boolean =>
	editDistance(word, known, {hasSwaps: true}) <= Math.max(1, Math.floor(word.length / 4));

/**
Whether `word` is most likely `meant`, mistyped. People double and drop letters inside a word; a letter put for another, a
short word or another end is most often another word: "horse" is no house, "planet" no plane.
*/
function isSlip(word: string, meant: string): boolean {
	if (word.length < 5 || word[0] !== meant[0]) return false;
	if (word.at(-1) !== meant.at(-1)) return false;
	const distance = editDistance(word, meant);
	return (
		(distance === 1 && (word.length !== meant.length || (word.length > 6 && isNear(meant)))) ||
		(distance === 2 && Math.min(word.length, meant.length) > 7)
	);
}

/** Whether two neighbouring letters are the wrong way round, and nothing else. */
function isSwapped(word: string, meant: string): boolean {
	if (word.length < 3 || word.length !== meant.length) return false;
	const at = [...meant].findIndex((letter, index) => letter !== word[index]);
	return at !== -1 && word === `${meant.slice(0, at)}${meant[at + 1]}${meant[at]}${meant.slice(at + 2)}`;
}
