import {int4Block} from '../graph/blocks.ts';
import {bytesPerElement, type StoredTensor, type StoredType} from '../graph/stored-tensor.ts';
import type {Weights} from './weights.ts';

/** How a variant of a model stores its weights. */
export const variantTypes = ['f16', 'int8', 'int4'] as const;
export type VariantType = (typeof variantTypes)[number];

/** One tensor of the variant: where its bytes stand in the new file. */
export type PlannedTensor = {readonly name: string; readonly type: StoredType; readonly shape: readonly number[]; readonly length: number};

/** What becomes of one tensor of the original. */
export type PlannedWork = {
	readonly source: StoredTensor;
	readonly how: 'f16' | 'keep' | 'int8' | 'int4';
	readonly results: readonly PlannedTensor[];
};

/**
Projections that become whole numbers. `ff_out` of every layer, the head and the embedding stay as they are: with them the error is
two and a half times as large (measured: the report of a conversion, and docs of onnxruntime's int8).
*/
const quantized = /\.blocks\.\d+\.(q_proj|k_proj|v_proj|attn_out|ff_proj|up_proj)\.weight$/;

/** The work of a conversion, in the order of the original's files. @throws RangeError for a tensor that is in whole numbers already */
export function planConversion(weights: Weights, type: VariantType): PlannedWork[] {
	return weights.names.map(name => {
		const source = weights.get(name);
		if (source.type === 'I8' || source.type === 'U8') throw new RangeError(`${name} is in whole numbers already.`);
		const [outputs = 0, inputs = 0] = source.shape;
		const stem = name.slice(0, -'weight'.length);
		if (type === 'int8' && quantized.test(name)) {
			return {
				source,
				how: 'int8',
				results: [tensor(`${stem}weight_int8`, 'I8', [inputs, outputs]), tensor(`${stem}scales`, 'F32', [outputs])],
			};
		}
		if (type === 'int4' && quantized.test(name) && inputs % int4Block === 0) {
			const blocks = inputs / int4Block;
			const values = tensor(`${stem}weight_int4`, 'U8', [outputs, blocks, int4Block / 2]);
			return {source, how: 'int4', results: [values, tensor(`${stem}scales`, 'F32', [outputs, blocks])]};
		}
		// Norms are a handful of numbers; half precision would gain nothing.
		if (type === 'f16' && source.shape.length > 1) return {source, how: 'f16', results: [tensor(name, 'F16', source.shape)]};
		return {source, how: 'keep', results: [tensor(name, source.type, source.shape)]};
	});
}

const tensor = (name: string, type: StoredType, shape: readonly number[]): PlannedTensor => ({
	name,
	type,
	shape,
	length: shape.reduce((product, size) => product * size, bytesPerElement[type]),
});

/** The first bytes of a safetensors file of these tensors: header length and header. */
export function headerOf(tensors: readonly PlannedTensor[]): Uint8Array {
	let end = 0;
	const entries = tensors.map(({name, type, shape, length}) => {
		const start = end;
		end += length;
		return [name, {dtype: type, shape, data_offsets: [start, end]}];
	});
	const json = JSON.stringify(Object.fromEntries(entries));
	const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
	const bytes = new Uint8Array(8 + header.length);
	new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
	bytes.set(header, 8);
	return bytes;
}
