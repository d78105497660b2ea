import {type NamedThing, namedThings} from './named-things.ts';
import type {Tokenizer} from './tokenizer.ts';
import {mendWords} from './unknown-words.ts';

/** The things that a model of one small world draws. */
export type Things = {
	/** The usual name of each. */
	readonly names: readonly string[];
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
	const tokens = new Set(things.flatMap(names => names.flatMap(name => tokenizer.encode(name).slice(-1))));
	const isDrawn = (text: string) => tokenizer.encode(text).some(token => tokens.has(token));
	const lacking = new Set(cannotDraw);
	const wordOf = new Map([...tokenizer.vocabulary].map(([word, id]) => [id, word]));
	const nameOf = new Map(
		things.flatMap(([name, ...others]) => [name, ...others].map(one => [one.split(' ').at(-1) ?? one, name] as const)),
	);
	return {
		names: things.map(([name]) => name),
		isNamedIn: instruction => isDrawn(mendWords(tokenizer, instruction)),
		namedIn(instruction) {
			const words = tokenizer.encode(mendWords(tokenizer, instruction)).map(token => wordOf.get(token) ?? '');
			return namedThings(words, word => nameOf.get(word));
		},
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
			const text = instruction.normalize('NFKC').toLowerCase();
			const words = [...text.matchAll(/\p{L}+/gu)].flatMap(({0: word, index}) =>
				lacking.has(word) && !isDrawn(word) && !aside.test(text.slice(Math.max(0, index - 60), index)) ? [word] : [],
			);
			return [...new Set(words)];
		},
	};
}

/** Words before a person whom a picture is for, or before a likeness: neither is asked for. "for my little (girl)", "as a (lemon)" */
const aside = /\b(?:for|like|as|my|our|your|his|her|their|dear)\s+(?:(?:a|an|the|my|our|your|his|her|their)\s+)?(?:\p{L}+\s+)?$/u;
