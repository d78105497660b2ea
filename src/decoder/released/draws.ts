import type {CodeId} from '../ids.ts';
import {type Purpose, uniform} from '../random.ts';
import type {ReleasedDraws} from './reveal.ts';

export type DrawsOptions = {
	/** 0 .. 2^53 - 1. */
	readonly seed: number;
	/** Noise on the confidence of a code: standard normal in A, uniforms in M. */
	readonly orderNoise: 'normal' | 'uniform';
	/** Output tokens of each modality, the start token of M's text included. */
	readonly textLength: number;
	readonly imageLength: number;
	readonly textSteps: number;
	readonly codebookSize: number;
	/** Rows of the head. */
	readonly vocabularySize: number;
};

/** The draws of a released loop from the seed of a run, each by its place: a run that is resumed draws the same. */
export function seededDraws(options: DrawsOptions): ReleasedDraws {
	const {seed, orderNoise, textLength, imageLength, textSteps, codebookSize, vocabularySize} = options;
	const row = (step: number, purpose: Purpose, length: number, first = 0) =>
		Array.from({length}, (_, index) => uniform(seed, step, purpose, first + index));
	return {
		sampling: step => row(step, 'imageToken', imageLength),
		order(step) {
			const uniforms = row(step, 'imageOrder', imageLength);
			if (orderNoise === 'uniform') return uniforms;
			return row(step, 'imageOrder', imageLength, imageLength).map((angle, index) => normal(uniforms[index]!, angle));
		},
		textNoise: step => (position, token) => uniform(seed, step, 'textToken', position * vocabularySize + token),
		confidence: step => row(step, 'textOrder', textLength),
		// No step has this number: they count from 0.
		lastCodes: count => row(textSteps, 'imageToken', count).map(u => Math.floor(u * codebookSize) as CodeId),
	};
}

/** A draw of the standard normal distribution from two uniforms in (0, 1): Box and Muller (1958). */
const normal = (u: number, angle: number): number => Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * angle);
