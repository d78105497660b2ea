import {blockInputs} from '../../graph/blocks.ts';
import type {Rounding} from './plan.ts';

/** A weight (outputs, inputs) in whole numbers and their scales. */
export type Quantized = {readonly values: Int8Array | Uint8Array; readonly scales: Float32Array};

/** A weight (outputs, inputs) as whole numbers. @throws RangeError for blocks that do not fill the inputs */
export function quantize(weights: Float32Array, outputs: number, inputs: number, how: Rounding): Quantized {
	if (how === 'int8') return quantizeInt8(weights, outputs, inputs);
	if (inputs % blockInputs !== 0) throw new RangeError(`${inputs} inputs are not made of blocks of ${blockInputs}.`);
	return quantizeBlocks(weights, outputs, inputs, how === 'blocks4' ? 4 : 8);
}

/**
The largest whole number of a weight that meets inputs of 8 bits. Processors without VNNI add two products of such an input (up to 255) and a
weight in 16 bits, and what does not fit there is cut off: with 127 a layer was off by up to 15 % instead of 2 %.
*/
const largestInt8 = 64;

/** 8 bits, of which 7 are used; one scale per output; `values` is (inputs, outputs), as the operator reads it. */
function quantizeInt8(weights: Float32Array, outputs: number, inputs: number): Quantized {
	const values = new Int8Array(weights.length);
	const scales = new Float32Array(outputs);
	for (let output = 0; output < outputs; output++) {
		const start = output * inputs;
		let largest = 0;
		for (let index = start; index < start + inputs; index++) largest = Math.max(largest, Math.abs(weights[index]!));
		const scale = Math.fround(largest / largestInt8) || 1;
		scales[output] = scale;
		for (let input = 0; input < inputs; input++) {
			const weight = weights[start + input]!;
			const value = Math.max(-largestInt8, Math.min(largestInt8, Math.round(weight / scale)));
			values[input * outputs + output] = value;
		}
	}
	return {values, scales};
}

/**
4 or 8 bits, one scale per block of 32 inputs; `values` is (outputs, blocks, bytes of a block). Zero is the middle of the range; of two
4-bit values in a byte the first stands in the lower half.
*/
function quantizeBlocks(weights: Float32Array, outputs: number, inputs: number, bits: 4 | 8): Quantized {
	const blocks = inputs / blockInputs;
	const values = new Uint8Array((weights.length * bits) / 8);
	const scales = new Float32Array(outputs * blocks);
	const zero = 2 ** (bits - 1);
	for (let block = 0; block < outputs * blocks; block++) {
		const start = block * blockInputs;
		// The value furthest from 0 becomes the least number, the one that has no opposite.
		let furthest = 0;
		for (let index = start; index < start + blockInputs; index++) {
			if (Math.abs(weights[index]!) > Math.abs(furthest)) furthest = weights[index]!;
		}
		const scale = Math.fround(furthest / -zero) || 1;
		scales[block] = scale;
		for (let index = start; index < start + blockInputs; index++) {
			const weight = weights[index]!;
			const value = Math.max(0, Math.min(2 * zero - 1, Math.round(weight / scale) + zero));
			if (bits === 8) values[index] = value;
			else values[index >> 1] = values[index >> 1]! | (index % 2 === 0 ? value : value << 4);
		}
	}
	return {values, scales};
}
