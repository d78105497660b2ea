/** Purpose of a draw: draws of different purposes never share a number. */
const purposes = {textToken: 0, imageToken: 1, imageOrder: 2, textOrder: 3} as const;

export type Purpose = keyof typeof purposes;

/** The largest seed; every whole number from 0 to it is one. */
export const maxSeed = 2 ** 53 - 1;

/**
One uniform in (0, 1): a pure function of its arguments, never of the order of calls, the same on every machine.
It is an odd multiple of 2^-24, so float32 holds it exactly and a graph that reads it as float32 sees neither 0 nor 1.
@param seed - 0 .. 2^53 - 1.
@param step - Step of the run, 0 .. 2^29 - 1.
@param position - Index in the output part of the modality, 0 .. 2^32 - 1.
*/
export function uniform(seed: number, step: number, purpose: Purpose, position: number): number {
	const key = [seed >>> 0, Math.floor(seed / 2 ** 32)] as const;
	const [word] = threefry2x32(key, [position, step * 8 + purposes[purpose]]);
	return ((word >>> 9) + 0.5) * 2 ** -23;
}

/** A draw of the standard Gumbel distribution from a uniform in (0, 1): -log(-log u). */
export const gumbel = (u: number): number => -Math.log(-Math.log(u));

/**
Threefry-2x32 with 20 rounds, two unsigned 32-bit words from a key and a counter of two words each: Salmon et al., "Parallel
random numbers: as easy as 1, 2, 3" (SC 2011). Only additions, rotations and XORs, so it is exact in JavaScript's integers.
*/
export function threefry2x32(key: readonly [number, number], counter: readonly [number, number]): readonly [number, number] {
	const keys = [key[0] | 0, key[1] | 0, key[0] ^ key[1] ^ keyParity];
	let x = (counter[0] + keys[0]!) | 0;
	let y = (counter[1] + keys[1]!) | 0;
	for (let round = 0; round < 20; round++) {
		const bits = rotations[round % 8]!;
		x = (x + y) | 0;
		y = ((y << bits) | (y >>> (32 - bits))) ^ x;
		if (round % 4 !== 3) continue;
		const injection = (round + 1) / 4;
		x = (x + keys[injection % 3]!) | 0;
		y = (y + keys[(injection + 1) % 3]! + injection) | 0;
	}
	return [x >>> 0, y >>> 0];
}

const keyParity = 0x1bd11bda;
const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
