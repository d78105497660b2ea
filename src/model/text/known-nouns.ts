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
};

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
	return {
		names: things.map(([name]) => name),
		isNamedIn: instruction => isDrawn(mendWords(tokenizer, instruction)),
		lackingIn(instruction) {
			const text = instruction.normalize('NFKC').toLowerCase();
			const words = [...text.matchAll(/\p{L}+/gu)].flatMap(({0: word, index}) =>
				lacking.has(word) && !isDrawn(word) && !aside.test(text.slice(Math.max(0, index - 60), index)) ? [word] : [],
			);
			return [...new Set(words)];
		},
	};
}

/** What stands before somebody whom a picture is for, or before a likeness: neither is asked for. "for my little (girl)", "as a (lemon)" */
const aside = /\b(?:for|like|as|my|our|your|his|her|their|dear)\s+(?:(?:a|an|the|my|our|your|his|her|their)\s+)?(?:\p{L}+\s+)?$/u;
