import type {Choice} from '../denoiser.ts';
import {type CodeId, type TokenId, toToken} from '../ids.ts';
import {cosineMaskRatio} from '../schedule.ts';
import {maskLengthOfReleasedCode} from './schedule.ts';

/** Random draws of a released loop. A function of the step, so that a run can be resumed; both families read from it. */
export type ReleasedDraws = {
	/** Uniforms for the samples of every image position, known ones included, shape (N,). */
	readonly sampling: (step: number) => readonly number[];
	/** Noise on the confidence of every image position, shape (N,): standard normal in A, uniforms for a Gumbel in M. */
	readonly order: (step: number) => readonly number[];
	/** Uniforms for the text noise, by text position and token id; asked for only when the text temperature is not 0. */
	readonly textNoise: (step: number) => (position: number, token: number) => number;
	/** Confidences of every text position when remasking is random, shape (T,). */
	readonly confidence: (step: number) => readonly number[];
	/** A only: codes for the image positions that stay masked to the end, shape (count,). */
	readonly lastCodes: (count: number) => readonly CodeId[];
};

/** State that an interrupted released loop resumes from: the sequence after its last step. */
export type ReleasedPlace = {
	/** The step to do next, from 0. */
	readonly step: number;
	/** (L,). */
	readonly ids: readonly TokenId[];
};

/** Result of a step of a released loop; whole, so that it can be compared and shown. */
export type ReleasedStep = {
	/** From 0. */
	readonly step: number;
	/** The sequence after the step, (L,). */
	readonly ids: readonly TokenId[];
	/** On image steps: the whole picture as sampled, known codes kept, (N,). */
	readonly sampled?: readonly CodeId[];
};

export type ReleasedResult = {
	/** The text region, masks that are left included in M and dropped in A. */
	readonly text: readonly TokenId[];
	readonly codes: readonly CodeId[];
};

/**
Put the chosen tokens of the `count` masked positions with the highest confidence into the sequence; of equals the leftmost.
@param rows - Masked text positions, as indices into `ids`.
@param confidences - One per row.
*/
export function revealSurest(
	ids: TokenId[],
	rows: readonly number[],
	choices: readonly Choice[],
	confidences: readonly number[],
	count: number,
): void {
	const orders = rows.map((_, order) => order).sort((a, b) => confidences[b]! - confidences[a]! || a - b);
	for (const order of orders.slice(0, count)) ids[rows[order]!] = choices[order]!.id;
}

/** Probability of a code that is known: the largest float32, so that it is not masked again while others are unknown. */
export const knownProbability = (2 - 2 ** -23) * 2 ** 127;

/**
Number of image codes that a step masks again.
@param unknown - Codes masked before it.
@param count - All codes.
@param ratio - Share of the text steps done with it, (0, 1].
*/
export const maskLength = (unknown: number, count: number, ratio: number): number =>
	maskLengthOfReleasedCode(unknown, Math.floor(Math.fround(count * cosineMaskRatio(ratio))));

/** Write sampled codes into the sequence, the mask where `stays` says so. */
export function writeCodes(
	ids: TokenId[],
	image: readonly number[],
	sampled: readonly CodeId[],
	{stays, maskToken, codeOffset}: {stays: (position: number) => boolean; maskToken: TokenId; codeOffset: number},
): void {
	for (const [position, place] of image.entries()) ids[place] = stays(position) ? maskToken : toToken(sampled[position]!, codeOffset);
}
