import type {Denoiser} from './denoiser.ts';
import type {TokenId} from './ids.ts';
import {maskedRows, reveal, textOrder} from './reveal.ts';
import type {DecodeState} from './state.ts';

/** A word of the text by its row. */
export type WordAt = {readonly row: number; readonly id: TokenId};

/** The words that are masked as a run would find them by itself. */
export type Foreseen = {
	/** Ascending by row; each with its probability when it was guessed (0-1). */
	readonly words: readonly (WordAt & {readonly probability: number})[];
	/** Passes that it took: at most `mostPasses`. */
	readonly passes: number;
};

/** A run takes a pass for every few words; a look ahead takes no more than these. */
const mostPasses = 16;
/** Probability from which on a word is taken at once, wherever it stands. */
const leastSure = 0.9;

/**
Looks ahead to the end of the text: its masked words in the order in which a run decides them, each by those before it, but all at once that are sure.
Nothing is decided by it, and the codes stay as they are.
*/
export async function foreseen(denoiser: Denoiser, {output, maskToken, settings}: DecodeState): Promise<Foreseen> {
	const words: (WordAt & {readonly probability: number})[] = [];
	let {text} = output;
	let passes = 0;
	for (let rows = maskedRows(text, maskToken); rows.length > 0; rows = maskedRows(text, maskToken)) {
		const request = {rows, uniforms: [], temperature: 0, guidanceText: 0, guidanceImage: 0};
		const {text: choices} = await denoiser.predict({text, image: output.image}, {text: request});
		const least = Math.ceil(rows.length / (mostPasses - passes));
		passes++;
		const taken = textOrder(rows, choices, settings)
			.filter((index, place) => place < least || choices[index]!.probability >= leastSure)
			.map(index => ({...choices[index]!, row: rows[index]!}));
		words.push(...taken);
		text = reveal(text, taken);
	}
	return {words: words.sort((a, b) => a.row - b.row), passes};
}
