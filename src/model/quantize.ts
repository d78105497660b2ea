import {int4Block} from '../graph/blocks.ts';

/** A weight (outputs, inputs) in whole numbers and their scales. */
export type Quantized = {
	readonly values: Int8Array | Uint8Array;
	readonly scales: Float32Array /** Sum of squared errors. */;
	readonly error: number;
};

/** 8 bits, one scale per output; `values` is (inputs, outputs), as the operator reads it. */
export function quantizeInt8(weights: Float32Array, outputs: number, inputs: number): Quantized {
	const values = new Int8Array(weights.length);
	const scales = new Float32Array(outputs);
	let error = 0;
	for (let output = 0; output < outputs; output++) {
		const start = output * inputs;
		let largest = 0;
		for (let index = start; index < start + inputs; index++) largest = Math.max(largest, Math.abs(weights[index]!));
		const scale = Math.fround(largest / 127) || 1;
		scales[output] = scale;
		for (let input = 0; input < inputs; input++) {
			const weight = weights[start + input]!;
			const value = Math.max(-127, Math.min(127, Math.round(weight / scale)));
			values[input * outputs + output] = value;
			error += (weight - value * scale) ** 2;
		}
	}
	return {values, scales, error};
}

/** 4 bits, one scale per block of 32 inputs; `values` is (outputs, blocks, 16): two in a byte, the first in the lower half, 8 is zero. */
export function quantizeInt4(weights: Float32Array, outputs: number, inputs: number): Quantized {
	const blocks = inputs / int4Block;
	const values = new Uint8Array(weights.length / 2);
	const scales = new Float32Array(outputs * blocks);
	let error = 0;
	for (let block = 0; block < outputs * blocks; block++) {
		const start = block * int4Block;
		// The value furthest from 0 becomes -8, the one number of 16 that has no opposite.
		let furthest = 0;
		for (let index = start; index < start + int4Block; index++) {
			if (Math.abs(weights[index]!) > Math.abs(furthest)) furthest = weights[index]!;
		}
		const scale = Math.fround(furthest / -8) || 1;
		scales[block] = scale;
		for (let index = start; index < start + int4Block; index++) {
			const weight = weights[index]!;
			const value = Math.max(0, Math.min(15, Math.round(weight / scale) + 8));
			values[index >> 1] = values[index >> 1]! | (index % 2 === 0 ? value : value << 4);
			error += (weight - (value - 8) * scale) ** 2;
		}
	}
	return {values, scales, error};
}
