import {randomInt} from 'node:crypto';
import {availableParallelism} from 'node:os';
import {bundledName} from '../store/find-model.ts';
import type {RunDefaults} from './request.ts';

/** A small model gains nothing from more. */
const mostThreads = 8;

/** Defaults of a request on this machine. A random seed is short enough to read out. */
export const runDefaults = (): RunDefaults => ({
	model: bundledName,
	threads: Math.min(mostThreads, availableParallelism()),
	randomSeed: () => randomInt(2 ** 32),
});
