import {randomInt} from 'node:crypto';
import {availableParallelism} from 'node:os';
import type {RunDefaults} from '../../app/request.ts';
import {bundledName} from '../../store/find-model.ts';

/** A small model gains nothing from more. */
const mostThreads = 8;

/** What stands in for flags that are not given, on this machine. A random seed is short enough to read out. */
export const runDefaults = (): RunDefaults => ({
	model: bundledName,
	threads: Math.min(mostThreads, availableParallelism()),
	randomSeed: () => randomInt(2 ** 32),
});
