import type {Tokenizer} from './tokenizer.ts';
import {mendWords} from './unknown-words.ts';

/** The things that a model of one small world draws. */
export type Things = {
	/** The usual name of each. */
	readonly names: readonly string[];
	/** Whether the instruction names one of them, by whatever name and spelling. */
	isNamedIn(instruction: string): boolean;
};

/** @param things - Each by all its names, the usual one first; of a name in several words the last one tells. */
export function openThings(tokenizer: Tokenizer, things: readonly (readonly [string, ...string[]])[]): Things {
	const tokens = new Set(things.flatMap(names => names.flatMap(name => tokenizer.encode(name).slice(-1))));
	return {
		names: things.map(([name]) => name),
		isNamedIn: instruction => tokenizer.encode(mendWords(tokenizer, instruction)).some(token => tokens.has(token)),
	};
}
