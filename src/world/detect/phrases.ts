import {rewrite} from '../language/rewrites.ts';
import {colourWords, nounWords, sizeWords} from '../language/words.ts';
import type {Colour, Noun, Size} from '../scene/scene.ts';

/** A thing as an instruction names it: "the small red kitten" is a cat that is there already, small and red. */
export type Phrase = {
	readonly noun: Noun;
	readonly colour?: Colour | undefined;
	readonly size?: Size | undefined;
	/** It is spoken of as one that is there ("the cat", "my cat"), as a new one ("a cat"), or as either ("cat"). */
	readonly article: 'the' | 'a' | 'none';
	/** Words of the instruction that it takes: the first, and the one after the last. */
	readonly start: number;
	readonly end: number;
};

/** An instruction in the words that the world says, in lower case, marks apart. */
export const wordsOf = (instruction: string): readonly string[] => rewrite(instruction).match(/[a-z][a-z'-]*|[.,;:!?]/g) ?? [];

/** The value that a word stands for, by the last of the words that say it. */
function meanings<Value extends string>(said: Readonly<Record<Value, readonly string[]>>): ReadonlyMap<string, Value> {
	const values: readonly Value[] = Object.keys(said).filter((key): key is Value => key in said);
	return new Map(values.flatMap(value => said[value].map(words => [words.split(' ').at(-1) ?? words, value] as const)));
}

const nounOf = meanings(nounWords);
export const colourOf = meanings(colourWords);
export const sizeOf = meanings({
	small: [...sizeWords.small, 'smaller', 'tinier'],
	large: [...sizeWords.large, 'bigger', 'larger', 'enormous'],
});

const definite = new Set(['the', 'that', 'this', 'my', 'our', 'your', 'its', 'their']);
const indefinite = new Set(['a', 'an', 'another', 'one', 'some']);

/** The things that an instruction names, each time, in its order. A name of several words counts by its last. */
export function phrasesIn(words: readonly string[]): readonly Phrase[] {
	return words.flatMap((word, index) => {
		const noun = nounOf.get(word);
		// "the cat house", "a car park": the first word is no thing of its own.
		if (noun === undefined || nounOf.has(words[index + 1] ?? '')) return [];
		let start = index;
		let colour: Colour | undefined;
		let size: Size | undefined;
		for (let before = words[start - 1]; before !== undefined; before = words[start - 1]) {
			const [foundColour, foundSize] = [colourOf.get(before), sizeOf.get(before)];
			if (foundColour === undefined && foundSize === undefined && !nounOf.has(before)) break;
			colour ??= foundColour;
			size ??= foundSize;
			start--;
		}
		const before = words[start - 1] ?? '';
		const article = definite.has(before) ? 'the' : indefinite.has(before) ? 'a' : 'none';
		return [{noun, colour, size, article, start: article === 'none' ? start : start - 1, end: index + 1}];
	});
}
