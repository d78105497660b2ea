import {bytesPerElement} from '../graph/stored-tensor.ts';
import type {Device} from '../runtime/session.ts';
import type {Weights} from './checkpoint/weights.ts';
import type {ModelDescription} from './describe.ts';
import {mostWidened} from './network/head-graph.ts';
import {isLarge} from './network/llada.ts';
import {devices, headGroups, wayOn} from './variants.ts';

/** Memory of a run on one of the devices that a model runs on. */
export type DeviceNeeds = {
	readonly device: Device;
	/** Bytes of the machine's memory, what stays in files included. */
	readonly hostBytes: number;
	/** Those of them that several engines have in common: files mapped into memory. */
	readonly sharedBytes: number;
	/** Bytes of the GPU's memory; 0 on the processor. */
	readonly deviceBytes: number;
	/** Bytes of the largest tensor, which must fit into one buffer of a GPU. */
	readonly largestBytes: number;
	/** Effect on the model's choices. */
	readonly quality: string;
};

/** Devices that a model runs on, with the memory that it needs there. */
export function needsOf(description: ModelDescription, weights: Weights, images: Weights): DeviceNeeds[] {
	return devices.flatMap((device): DeviceNeeds[] => {
		const way = wayOn(device, weights);
		if (!way) return [];
		const {quality, arithmetic} = way;
		const largestBytes = isLarge(weights) ? most(weights, ({length}) => length) : most(weights, widened);
		if (device === 'cpu') {
			const sharedBytes = isLarge(weights) ? weights.sizeBytes : 0;
			return [{device, quality, largestBytes, deviceBytes: 0, sharedBytes, hostBytes: cpuBytes(description, weights, images)}];
		}
		const isWidening = arithmetic.products === 'float';
		const deviceBytes = gpuBytes(description, weights, images, isWidening);
		// Weights pass through the machine's memory one after the other.
		return [{device, quality, largestBytes, deviceBytes, sharedBytes: 0, hostBytes: largestBytes + processBytes}];
	});
}

/** The values of one pass over the longest sequence, but for attention, and the pairs of its tokens by heads (bytes of float32). */
function valuesOf({config: {network}, tokensOf}: ModelDescription) {
	const sequence = Math.min(network.maxSequenceLength, tokensOf({task: 'edit', instruction: ''}).all);
	return {values: 4 * sequence * (6 * network.width + 3 * network.mlpWidth), pairs: 4 * sequence ** 2 * network.heads};
}

/**
Weights as the CPU holds them, and the values of one pass. Small models are widened to float32 but for the embedding; large ones stay as they
are stored, in their files, with one matrix at a time widened.
*/
function cpuBytes(description: ModelDescription, weights: Weights, images: Weights): number {
	const {values, pairs} = valuesOf(description);
	const others = widenedBytes(images) + processBytes;
	if (isLarge(weights)) return weights.sizeBytes + allocated * (largestWidened(weights) + values) + others;
	return widenedBytes(weights) + values + pairs + others;
}

/** Weights on a GPU: the head once more, since each way of choosing is a graph of its own; and attention in its plain form. */
function gpuBytes(description: ModelDescription, weights: Weights, images: Weights, isWidening: boolean): number {
	const {values, pairs} = valuesOf(description);
	const others = widenedBytes(images) + processBytes;
	const head = [...weights.all()].filter(({name}) => isHead(name)).reduce((sum, {length}) => sum + length, 0);
	if (!isLarge(weights)) return widenedBytes(weights) + 2 * head + values + 2 * pairs + others;
	return weights.sizeBytes + head + (isWidening ? largestWidened(weights) : 4 * mostWidened) + values + (2 * pairs) / headGroups + others;
}

const isHead = (name: string): boolean => /(^|\.)transformer\.ff_out\./.test(name);

type Tensor = ReturnType<Weights['get']>;
const most = (weights: Weights, bytesOf: (tensor: Tensor) => number): number =>
	[...weights.all()].reduce((largest, tensor) => Math.max(largest, bytesOf(tensor)), 0);

/** Bytes of the largest matrix that a pass widens at a time. */
const largestWidened = (weights: Weights): number =>
	most(weights, ({name, type, shape, length}) =>
		(type === 'F16' || type === 'BF16') && shape.length === 2 && !name.endsWith('wte.weight') ? 4 * Math.min(mostWidened, length / 2) : 0,
	);

/** Bytes allocated for each byte asked for: blocks of powers of two, and gaps between them. */
const allocated = 1.5;

const widened = ({type, length}: Tensor): number => (type === 'I8' || type === 'U8' ? length : (length / bytesPerElement[type]) * 4);

const widenedBytes = (weights: Weights): number =>
	[...weights.all()].reduce((sum, tensor) => sum + (tensor.name.endsWith('wte.weight') ? tensor.length : widened(tensor)), 0);

/** Node.js and onnxruntime themselves. */
const processBytes = 150_000_000;
