import type {WordChange} from './agreement.ts';
import type {Denoiser} from './denoiser.ts';
import {foreseen, type WordAt} from './foreseen.ts';
import {reveal} from './reveal.ts';
import type {DecodeState} from './state.ts';

/** Probability from which on a word counts as what would have come, where another is written over it. */
const leastLikely = 0.5;
/** The same where none is: less sure ones are left to the run. */
const leastSure = 0.9;
/** Words of a change that are written over others; more are a thought of its own. */
const mostWords = 8;

/** A run with words in the masked places of a change: what those that are written there take the place of. */
export type Stood = {
	readonly state: DecodeState;
	/** Words in masked places that the run would come to by itself: those of the change, and all that the network is sure of. */
	readonly foreseen: readonly WordAt[];
	/** Passes that it took. */
	readonly passes: number;
};

/**
Looks ahead for the words that a change takes the place of in masked places. Where the network is rather sure of them than not, the run is to come to all the
others that it is sure of, too: what is written stands among words that it fits.
*/
export async function stoodBefore(denoiser: Denoiser, state: DecodeState, change: WordChange): Promise<Stood> {
	const {output, maskToken} = state;
	const rows = change.type === 'writeWords' ? change.words.map(({row}) => row).filter(row => output.text[row] === maskToken) : [];
	if (rows.length === 0 || rows.length > mostWords) return {state, foreseen: [], passes: 0};
	const {words, passes} = await foreseen(denoiser, state);
	const isLikely = rows.every(at => words.some(({row, probability}) => row === at && probability >= leastLikely));
	if (!isLikely) return {state, foreseen: [], passes};
	return {
		state: {...state, output: {...output, text: reveal(output.text, words)}},
		foreseen: words.flatMap(({row, id, probability}) => (probability >= leastSure || rows.includes(row) ? [{row, id}] : [])),
		passes,
	};
}
