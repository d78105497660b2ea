import {cosineMaskRatio} from './schedule.ts';

/** Least share that a schedule other than the cosine leaves masked. */
const least = 1e-6;

/**
The share of image codes that stays masked when the share `t` of the steps is done, in float32, by the name of its curve: `cosine`,
`linear`, `sigmoid` or `pow<exponent>`. Source: `get_mask_schedule`, MMaDA-Parallel-M/models/sampling.py. @throws RangeError for another name
*/
export function maskShare(name: string, t: number): number {
	if (name === 'cosine') return cosineMaskRatio(t);
	if (name === 'linear') return clamp(1 - Math.fround(t));
	if (name === 'sigmoid') return clamp(sigmoidShare(Math.fround(t)));
	const exponent = exponentOf(name);
	if (exponent === undefined) throw new RangeError(`There is no mask schedule \`${name}\`.`);
	return clamp(1 - Math.fround(Math.fround(t) ** exponent));
}

/** Is there such a curve? */
export const isMaskSchedule = (name: string): boolean => ['cosine', 'linear', 'sigmoid'].includes(name) || exponentOf(name) !== undefined;

function exponentOf(name: string): number | undefined {
	const [, exponent] = /^pow(\d+(?:\.\d+)?)$/.exec(name) ?? [];
	return exponent === undefined ? undefined : Number(exponent);
}

/** Number of `count` image codes that are still masked when the share `ratio` of the image steps is done. */
export const maskedCodes = (count: number, ratio: number, schedule = 'cosine'): number =>
	Math.max(0, Math.floor(Math.fround(count * maskShare(schedule, ratio))));

const clamp = (share: number): number => Math.fround(Math.min(1, Math.max(Math.fround(least), share)));

/** A sigmoid from -3 to 3, stretched to go from 1 to 0. */
function sigmoidShare(t: number): number {
	const sigmoid = (x: number) => Math.fround(1 / (1 + Math.exp(-x)));
	const [start, end] = [sigmoid(-3), sigmoid(3)];
	return Math.fround(end - sigmoid(Math.fround(Math.fround(t * 6) - 3))) / Math.fround(end - start);
}
