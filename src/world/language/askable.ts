import {cells, colours, nouns, places, sizes, times, weathers} from '../scene/scene.ts';
import {colourWords, exactCellWords, nounWords, placeWords, sizeWords, timeWords, weatherWords} from './words.ts';

/** A kind of words that a request may have: its name, and the words with other words for the same. */
export type AskableWords = {readonly kind: string; readonly words: readonly {readonly word: string; readonly also: readonly string[]}[]};

const kindOf = <Word extends string>(
	kind: string,
	words: readonly Word[],
	said: Readonly<Record<Word, readonly string[]>>,
): AskableWords => ({
	kind,
	words: words.map(word => ({word, also: said[word].filter(other => other !== word).slice(0, mostAlso)})),
});
const mostAlso = 3;

/** Everything that can be in a picture of the world. */
export const askableWords: readonly AskableWords[] = [
	kindOf('things', nouns, nounWords),
	kindOf('colours', colours, colourWords),
	kindOf('sizes', sizes, sizeWords),
	kindOf('where', cells, exactCellWords),
	kindOf('places', places, placeWords),
	kindOf('times', times, timeWords),
	kindOf('weathers', weathers, weatherWords),
];

/** Kinds of edit, each with an example. */
export const askableEdits: readonly {readonly kind: string; readonly example: string}[] = [
	{kind: 'add', example: 'add a small white cat next to the house'},
	{kind: 'remove', example: 'remove the kite'},
	{kind: 'recolour', example: 'make the balloon green'},
	{kind: 'resize', example: 'make the tree large'},
	{kind: 'replace', example: 'replace the dog with a rabbit'},
	{kind: 'move', example: 'move the boat to the left'},
	{kind: 'swap', example: 'swap the cat and the ball'},
	{kind: 'place, time and weather', example: 'make it a night in the forest'},
	{kind: 'later', example: 'six hours later'},
	{kind: 'by what it is', example: 'remove everything that can fly'},
];
