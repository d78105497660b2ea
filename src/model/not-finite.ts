import {exitCodes, UserError} from '../errors.ts';

/** A sum that is finite has finite terms; one that is not may have come from too many large ones. */
export function isAllFinite(floats: Float32Array): boolean {
	let sum = 0;
	for (let index = 0; index < floats.length; index++) sum += floats[index]!;
	return Number.isFinite(sum) || floats.every(Number.isFinite);
}

/** The output of a network, if all of its numbers are finite: a run cannot continue with others. @throws UserError (exit 65) */
export function finite(floats: Float32Array, what: string): Float32Array {
	if (isAllFinite(floats)) return floats;
	throw new UserError(`${what} holds numbers that are not finite: the model's weights are damaged.`, {
		hint: 'Look at it with `mmada models verify`, and bring the model in again.',
		exitCode: exitCodes.badData,
	});
}
