import type {WordChange} from './agreement.ts';
import type {Denoiser} from './denoiser.ts';
import type {DecodeState} from './state.ts';

/** Probability from which on a guess counts as what would have come. */
const leastSure = 0.5;

/**
The state with the network's own guesses in the masked places of a change, where it is rather sure than not: what the words that are written there take the
place of. All such places are guessed in one pass, without the codes that are not fixed.
*/
export async function guessed(denoiser: Denoiser, state: DecodeState, change: WordChange): Promise<DecodeState> {
	const {output, maskToken, fixed} = state;
	if (change.type === 'maskWords') return state;
	const rows = change.words.map(({row}) => row).filter(row => output.text[row] === maskToken);
	if (rows.length === 0) return state;
	const kept = new Set(fixed?.image);
	const image = output.image.map((id, row) => (kept.has(row) ? id : maskToken));
	const request = {rows, uniforms: [], temperature: 0, guidanceText: 0, guidanceImage: 0};
	const {text: choices} = await denoiser.predict({text: output.text, image}, {text: request});
	const text = [...output.text];
	for (const [index, {id, probability}] of choices.entries()) if (probability >= leastSure) text[rows[index]!] = id;
	return {...state, output: {...output, text}};
}
