import {createRandom} from '../../world/random.ts';
import {type Kind, kinds} from './change.ts';
import type {Draw} from './steer-exercise.ts';

/** The change that is drawn for the exercise of a number: at an eighth of the run and of a kind in turn, as far as the run has something of that kind. */
export const drawFor = (seed: number, index: number): Draw => ({
	random: createRandom(seed + index),
	kinds: kinds.map((_, offset): Kind => kinds[(index + offset) % kinds.length]!),
	eighth: 1 + (Math.floor(index / kinds.length) % 8),
});
