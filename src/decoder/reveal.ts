import type {Choice} from './denoiser.ts';
import type {TokenId} from './ids.ts';

/** Indices of the tokens that are still masked, ascending. */
export const maskedRows = (tokens: readonly TokenId[], maskToken: TokenId): number[] =>
	tokens.flatMap((token, row) => (token === maskToken ? [row] : []));

/**
The masked rows a text step must see to reveal `count` tokens: those of the first unfinished block, and of the next ones only when
it alone has too few. Empty when `count` is 0.
*/
export function textCandidates(text: readonly TokenId[], {maskToken, blockLength, count}: TextReveal): number[] {
	if (count === 0) return [];
	const masked = maskedRows(text, maskToken);
	const lastNeeded = masked[Math.min(count, masked.length) - 1];
	if (lastNeeded === undefined) return [];
	const blockEnd = (Math.floor(lastNeeded / blockLength) + 1) * blockLength;
	return masked.filter(row => row < blockEnd);
}

export type TextReveal = {
	readonly maskToken: TokenId;
	/** Tokens of a block. */
	readonly blockLength: number;
	/** Tokens to reveal. */
	readonly count: number;
};

/**
In which order text tokens come: block by block from the left, the most probable first; of equals the leftmost.
@param rows - From `textCandidates`.
@param choices - One per row.
@param confidence - What counts instead of the probability, by row.
@returns The ranking: indices into `rows`.
*/
export function textOrder(
	rows: readonly number[],
	choices: readonly Choice[],
	{blockLength, confidence}: Pick<TextReveal, 'blockLength'> & {readonly confidence?: (row: number) => number},
): number[] {
	const confidenceOf = (index: number) => confidence?.(rows[index]!) ?? choices[index]!.probability;
	const blockOf = (index: number) => Math.floor(rows[index]! / blockLength);
	return rows.map((_, index) => index).sort((a, b) => blockOf(a) - blockOf(b) || confidenceOf(b) - confidenceOf(a) || a - b);
}

/** The tokens with some rows as the network chose them. */
export function reveal(tokens: readonly TokenId[], choices: readonly {readonly row: number; readonly id: TokenId}[]): TokenId[] {
	const revealed = [...tokens];
	for (const {row, id} of choices) revealed[row] = id;
	return revealed;
}

/**
In which order image codes come: those of most confidence first. It is log p + noise, so that early steps may also keep a less likely code.
@param choices - One per masked row.
@param noise - One number per row: temperature * (1 - ratio) * Gumbel.
@returns The ranking: indices into the rows.
*/
export function imageOrder(choices: readonly Choice[], noise: readonly number[]): number[] {
	// A probability that underflowed to 0 must stay comparable.
	const confidence = choices.map(({probability}, index) => Math.log(Math.max(probability, 1e-20)) + noise[index]!);
	return choices.map((_, index) => index).sort((a, b) => confidence[b]! - confidence[a]! || a - b);
}
