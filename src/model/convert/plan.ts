import {blockInputs} from '../../graph/blocks.ts';
import {bytesPerElement, type StoredTensor, type StoredType} from '../../graph/stored-tensor.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';
import type {Weights} from '../checkpoint/weights.ts';

/** Ways in which a variant of a model stores its weights. */
export const variantTypes = ['f16', 'int8', 'int8-blocks', 'int4'] as const;
export type VariantType = (typeof variantTypes)[number];

/** One tensor of the variant: where its bytes stand in the new file. */
export type PlannedTensor = {readonly name: string; readonly type: StoredType; readonly shape: readonly number[]; readonly length: number};

/** Whole numbers: by output, the values of x rounded as they come (`int8`), or by blocks of inputs (`blocks8`, `blocks4`). */
export type Rounding = 'int8' | 'blocks8' | 'blocks4';

/** Work on one tensor of the original. */
export type PlannedWork = {
	readonly source: StoredTensor;
	readonly how: 'f16' | 'f32' | 'keep' | Rounding;
	readonly results: readonly PlannedTensor[];
};

/** A weight that may become whole numbers, and how. */
export type Candidate = {
	readonly source: StoredTensor;
	readonly how: Rounding;
	/** Number of its layer from 0; none for the head. */
	readonly layer?: number;
};

const projection = /\.blocks\.(\d+)\.(q_proj|k_proj|v_proj|attn_out|ff_proj|up_proj|ff_out)\.weight$/;
const head = /(^|\.)transformer\.ff_out\.weight$/;

/** The projections and the head, in the order in which a pass reads them. Norms and embedding are never rounded. */
export function candidatesOf(weights: Weights, {isTied}: NetworkConfig, type: VariantType): Candidate[] {
	if (type === 'f16') return [];
	const found = weights.names.flatMap((name): Candidate[] => {
		const [, layer] = projection.exec(name) ?? [];
		const isHead = !isTied && head.test(name);
		if (layer === undefined && !isHead) return [];
		const source = weights.get(name);
		const inBlocks = type !== 'int8' || isHead;
		if (inBlocks && (source.shape[1] ?? 0) % blockInputs !== 0) return [];
		const how = type === 'int4' ? 'blocks4' : inBlocks ? 'blocks8' : 'int8';
		return [{source, how, ...(layer !== undefined && {layer: Number(layer)})}];
	});
	return found.sort((a, b) => (a.layer ?? Number.POSITIVE_INFINITY) - (b.layer ?? Number.POSITIVE_INFINITY));
}

/** The work of a conversion, in the order of the original's files. `candidates`: without those that are to stay as they are. */
export function planConversion(weights: Weights, type: VariantType, candidates: readonly Candidate[]): PlannedWork[] {
	const rounded = new Map(candidates.map(candidate => [candidate.source.name, candidate]));
	return weights.names.map(name => {
		const source = weights.get(name);
		const candidate = rounded.get(name);
		if (candidate) return {source, how: candidate.how, results: roundedTensors(candidate)};
		// Variants for the processor alone may keep bfloat16.
		if (type === 'int8') return {source, how: 'keep', results: [tensor(name, source.type, source.shape)]};
		// Norms are a handful of numbers; half precision would gain nothing.
		if (source.shape.length === 1) return {source, how: 'f32', results: [tensor(name, 'F32', source.shape)]};
		return {source, how: 'f16', results: [tensor(name, 'F16', source.shape)]};
	});
}

/** Tensors of a weight in whole numbers: the values, and their scales. */
export function roundedTensors({source: {name, shape}, how}: Candidate): [values: PlannedTensor, scales: PlannedTensor] {
	const [outputs = 0, inputs = 0] = shape;
	const stem = name.slice(0, -'weight'.length);
	if (how === 'int8') return [tensor(`${stem}weight_int8`, 'I8', [inputs, outputs]), tensor(`${stem}scales`, 'F32', [outputs])];
	const [bits, blocks] = [how === 'blocks4' ? 4 : 8, inputs / blockInputs];
	return [
		tensor(`${stem}weight_int${bits}`, 'U8', [outputs, blocks, (blockInputs * bits) / 8]),
		tensor(`${stem}scales`, 'F32', [outputs, blocks]),
	];
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
