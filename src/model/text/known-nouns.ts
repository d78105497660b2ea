import {akinTo, isDoubtful, isEveryday} from './akin.ts';
import {isDescription} from './descriptions.ts';
import {type NamedThing, namedThings} from './named-things.ts';
import type {Tokenizer} from './tokenizer.ts';
import {mendWords} from './unknown-words.ts';

/** The things that a model of one small world draws. */
export type Things = {
	/** The usual name of each. */
	readonly names: readonly string[];
	/** The words of an instruction as the model reads them: slips mended, other words for the same replaced. */
	wordsIn(instruction: string): readonly string[];
	/** Whether a word is a name of one of them, in its singular. */
	isThing(word: string): boolean;
	/** Things of them that an everyday word is near to in meaning, nearest first. */
	nearTo(word: string): readonly string[];
	/** Whether the instruction names one of them, by whatever name and spelling. */
	isNamedIn(instruction: string): boolean;
	/** Everyday things in the instruction that the model cannot draw, each once, in their order. */
	lackingIn(instruction: string): readonly string[];
	/** The things that the instruction names, by their usual names, in its order. */
	namedIn(instruction: string): readonly NamedThing[];
	/** The things that a picture of these image codes shows, by their usual names. */
	seenIn(codes: readonly number[]): readonly string[];
	/** The places of the codes that show a thing, by its usual name. */
	tilesOf(codes: readonly number[], name: string): readonly number[];
};

/** The highest bits of a code of the storybook's image tokenizer are the thing of its tile, in the order of `things` (`world/codes.ts`). */
const codesPerThing = 256;
/** A thing has four tiles; of one there may be a trace that is none. */
const fewestTiles = 2;

/**
@param things - Each by all its names, the usual one first; of a name in several words the last one tells.
@param cannotDraw - Everyday things beside them, in lower case.
*/
export function openThings(
	tokenizer: Tokenizer,
	things: readonly (readonly [string, ...string[]])[],
	cannotDraw: readonly string[] = [],
): Things {
	const lacking = new Set(cannotDraw);
	const wordOf = new Map([...tokenizer.vocabulary].map(([word, id]) => [id, word]));
	const nameOf = new Map(
		things.flatMap(([name, ...others]) => [name, ...others].map(one => [one.split(' ').at(-1) ?? one, name] as const)),
	);
	const names = things.map(([name]) => name);
	const wordsOf = (text: string) => wholeWords(tokenizer.encode(text).map(token => wordOf.get(token) ?? ''));
	const isDrawn = (text: string) => wordsOf(text).some(word => nameOf.has(word));
	return {
		names,
		wordsIn: instruction => wordsOf(mendWords(tokenizer, instruction)),
		isThing: word => isDrawn(word),
		nearTo: word => akinTo(word.toLowerCase()).filter(name => names.includes(name)),
		isNamedIn: instruction => isDrawn(mendWords(tokenizer, instruction)),
		namedIn: instruction => namedThings(wordsOf(mendWords(tokenizer, instruction)), word => nameOf.get(word)),
		seenIn(codes) {
			const tiles = new Map<number, number>();
			for (const code of codes) {
				const thing = Math.floor(code / codesPerThing);
				tiles.set(thing, (tiles.get(thing) ?? 0) + 1);
			}
			return things.flatMap(([name], index) => ((tiles.get(index) ?? 0) >= fewestTiles ? [name] : []));
		},
		tilesOf: (codes, wanted) => codes.flatMap((code, tile) => (things[Math.floor(code / codesPerThing)]?.[0] === wanted ? [tile] : [])),
		lackingIn(instruction) {
			const text = instruction
				.normalize('NFKC')
				.toLowerCase()
				.replaceAll(/\bice creams?\b/gu, 'ice-cream');
			const words = [...text.matchAll(/\p{L}+(?:-\p{L}+)*/gu)].flatMap(({0: word, index}) => {
				const before = text.slice(Math.max(0, index - 60), index);
				const isNamed = (lacking.has(word) || isEveryday(word)) && (!isDoubtful(word) || introducing.test(before));
				const behind = text.slice(index + word.length, index + word.length + 60);
				const after = /^\s+(\p{L}+)/u.exec(behind)?.[1] ?? '';
				// "a space rocket", "a giant blue cat", "a coat of paint": the thing is another one.
				const isOther = after !== '' && (isDrawn(after) || word === 'giant' || (isDoubtful(word) && after === 'of') || after === 'gogh');
				const isAsked = (!aside.test(before) || traded.test(before) || likened.test(before)) && !isDescription(word, before, behind);
				return isNamed && !isOther && isAsked && !isDrawn(word) ? [word] : [];
			});
			return [...new Set(words)];
		},
	};
}

/** A piece that only continues a word, and is no mark. */
const inside = /^##[^.,;:!?]/u;

/** The words and marks of a text in pieces, without those that are spelt: of a carpet the first piece is no car. */
const wholeWords = (pieces: readonly string[]): string[] =>
	pieces.flatMap((piece, index) => (inside.test(piece) || inside.test(pieces[index + 1] ?? '') ? [] : [piece.replace(/^##/, '')]));

/** Verbs with which a thing is asked for: "add my (grandma)", "i would like a (pizza)". */
const asked = '(?:add|draw|paint|put|include|insert|show|needs?|wants?|have|with|and|me)';

/** Words before a person whom a picture is for, or before a likeness: neither is asked for. "for my little (girl)", "as a (lemon)" */
const aside = new RegExp(
	[
		"\\b(?:for|(?<!\\bas well )as|than|such|(?<!\\b(?:would|should|might|could|i|we|you|they|also|really|dearly|do|not)\\s)(?<!'d\\s)like)\\s+",
		'(?:(?:a|an|the|my|our|your|his|her|their|those|these|some|all)\\s+)?(?:\\p{L}+\\s+)?$',
		`|(?<!\\b${asked}\\s+)\\b(?:my|our|your|his|her|their|dear)\\s+(?:\\p{L}+\\s+)?$`,
	].join(''),
	'u',
);

/** Words before what is put in the place of something: "swap the car for a (tractor)". */
const traded = /\b(?:swap|trade|exchange|substitute|switch|change) [^.,;!?]* for (?:an? )?(?:\p{L}+ )?$/u;

/** Words before a thing that nothing else is named for: "something like a (dragon)". */
const likened =
	/\b(?:(?:some|any)(?:thing|one|body)|animal|creature|thing) (?:like|(?:that|which|who) looks? like|similar to) (?:an? )?(?:\p{L}+ )?$/u;

/** Words before a thing that is asked for by a word of many meanings: "add a (box)", "make the (roof)". */
const introducing =
	/\b(?:(?:a|an|another|some)\s+(?:(?:very|really|little|small|tiny|big|large|huge|great|old|young|nice|pretty|funny|fat)\s+)?(?:\p{L}+\s+)?|(?:add|draw|paint|include|insert|with|wants?|needs?)\s+|(?:add|draw|make|paint|colou?r|turn|remove|delete|open|close|change|move)\s+(?:the|its|his|her)\s+(?:\p{L}+\s+)?|(?:the|that|this|my)\s+\p{L}+['’]s\s+(?:\p{L}+\s+)?)$/u;
