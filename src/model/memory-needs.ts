import {surestBuffer} from '../graph/blocks.ts';
import {bytesPerElement} from '../graph/stored-tensor.ts';
import type {Device} from '../runtime/session.ts';
import type {Weights} from './checkpoint/weights.ts';
import type {ModelDescription} from './describe.ts';
import {isFrugal} from './images/open-half.ts';
import {doublingBytes, pictureBytes} from './images/picture-bytes.ts';
import {mostWidenedOn} from './network/arithmetic.ts';
import {hasTablesOutside, headGroups} from './network/body-options.ts';
import {isLarge} from './network/llada.ts';
import {devices, type Way, wayOn} from './variants.ts';

/** Memory of a run on one of the devices that a model runs on. */
export type DeviceNeeds = {
	readonly device: Device;
	/** Bytes of the machine's memory, what stays in files included. */
	readonly hostBytes: number;
	/** Those of them that several engines have in common: files mapped into memory. */
	readonly sharedBytes: number;
	/** Bytes of the GPU's memory; 0 on the processor. */
	readonly deviceBytes: number;
	/** Those that come on top on a device without float16, for the few weights that smaller variants keep in it. */
	readonly halfBytes: number;
	/** Bytes of the largest tensor in one buffer of a GPU; of a large model's half precision and smaller never more than every WebGPU driver has. */
	readonly largestBytes: number;
	/** Effect on the model's choices. */
	readonly quality: string;
};

/** Devices that a model runs on, with the memory that it needs there. */
export function needsOf(description: ModelDescription, weights: Weights, images: Weights): DeviceNeeds[] {
	return devices.flatMap((device): DeviceNeeds[] => {
		const way = wayOn(device, weights);
		if (!way) return [];
		const {quality} = way;
		if (device === 'cpu') {
			const sharedBytes = (isLarge(weights) ? weights.sizeBytes : 0) + mappedBytes(images);
			const hostBytes = cpuBytes(description, weights, images);
			return [{device, quality, largestBytes: most(weights, ({length}) => length), deviceBytes: 0, halfBytes: 0, sharedBytes, hostBytes}];
		}
		const held = heldOn(device, weights, way);
		const deviceBytes = gpuBytes(description, {device, weights, images, held, way});
		const largestBytes = held.reduce((largest, {inOneBuffer}) => Math.max(largest, inOneBuffer), 0);
		const halfBytes = isLarge(weights) ? held.reduce((sum, {tensor}) => sum + (isHalf(tensor) ? tensor.length : 0), 0) : 0;
		// Weights pass through the machine's memory one after the other.
		return [{device, quality, largestBytes, deviceBytes, halfBytes, sharedBytes: 0, hostBytes: largestBytes + processBytes}];
	});
}

/** A weight in a GPU's memory: the bytes of all that is made of it there, and of the largest part that must stand in one buffer. */
type Held = {readonly tensor: Tensor; readonly bytes: number; readonly inOneBuffer: number};

function heldOn(device: Device, weights: Weights, {arithmetic}: Way): Held[] {
	const all = [...weights.all()];
	const isTied = !all.some(isHead);
	const isOutside = isLarge(weights) && hasTablesOutside({device}, arithmetic);
	return all.flatMap((tensor): Held[] => {
		const bytes = isLarge(weights) ? tensor.length : widened(tensor);
		// The head reads a table by stretches of its rows, and one in blocks of whole numbers in parts that every driver has a buffer for.
		const most = isHalf(tensor) ? 2 * mostWidenedOn(device) : surestBuffer;
		const asHead = isLarge(weights) && tensor.type !== 'F32' ? Math.min(bytes, most) : bytes;
		if (isHead(tensor)) return [{tensor, bytes, inOneBuffer: asHead}];
		if (!isTable(tensor)) return [{tensor, bytes, inOneBuffer: bytes}];
		const [read, scored] = [isOutside ? 0 : bytes, isTied && isWordTable(tensor) ? bytes : 0];
		if (read + scored === 0) return [];
		return [{tensor, bytes: read + scored, inOneBuffer: isOutside ? asHead : bytes}];
	});
}

/** The values of one pass over the longest sequence, but for attention, and the pairs of its tokens by heads (bytes of float32). */
function valuesOf({config: {network}, tokensOf}: ModelDescription) {
	const sequence = Math.min(network.maxSequenceLength, tokensOf({task: 'edit', instruction: ''}).all);
	return {values: 4 * sequence * (6 * network.width + 3 * network.mlpWidth), pairs: 4 * sequence ** 2 * network.heads};
}

/**
Weights as the CPU holds them, and the values of one pass. Small models are widened to float32 but for the embedding; large ones stay as they
are stored, in their files, with a part of one matrix at a time widened. A large image tokenizer stays in its files, too, and takes memory only while
it draws, when a large transformer has given back what its passes took.
*/
function cpuBytes(description: ModelDescription, weights: Weights, images: Weights): number {
	const {values, pairs} = valuesOf(description);
	const drawing = inArena * pictureBytes(images, pixelsOf(description)) + (isFrugalHere(images) ? doublingBytes(images) : 0);
	const pictures = widenedBytes(images) - mappedBytes(images) + drawing;
	const files = (isLarge(weights) ? weights.sizeBytes : 0) + mappedBytes(images);
	if (!isLarge(weights)) return files + widenedBytes(weights) + values + pairs + pictures + processBytes;
	const pass = allocated * (largestWidened(weights, 'cpu') + values);
	return files + (isFrugalHere(images) ? Math.max(pass, pictures) : pass + pictures) + processBytes;
}

const pixelsOf = ({grid, patch}: ModelDescription): number => grid.rows * grid.columns * patch ** 2;

const isFrugalHere = (images: Weights): boolean => isFrugal(images, {device: 'cpu'});

/** Bytes of an image tokenizer that are read where they stand, in its file. */
const mappedBytes = (images: Weights): number =>
	isFrugalHere(images) ? [...images.all()].reduce((sum, {type, length}) => sum + (type === 'F32' ? length : 0), 0) : 0;

type OnGpu = {
	readonly device: Device;
	readonly weights: Weights;
	readonly images: Weights;
	readonly held: readonly Held[];
	readonly way: Way;
};

/** Weights on a GPU, the values of one pass, and attention in its plain form. */
function gpuBytes(description: ModelDescription, {device, weights, images, held, way}: OnGpu): number {
	const {values, pairs} = valuesOf(description);
	const picture = widenedBytes(images) + pictureBytes(images, pixelsOf(description));
	const all = held.reduce((sum, {bytes}) => sum + bytes, 0) + values + picture + processBytes;
	if (!isLarge(weights)) return all + 2 * pairs;
	const isWidening = way.arithmetic.products === 'float';
	return all + (isWidening ? largestWidened(weights, device) : 4 * mostWidenedOn(device)) + (2 * pairs) / headGroups;
}

const isHead = ({name}: Tensor): boolean => /(^|\.)transformer\.ff_out\./.test(name);
const isWordTable = ({name}: Tensor): boolean => name.endsWith('transformer.wte.weight');
const isTable = (tensor: Tensor): boolean => isWordTable(tensor) || tensor.name.endsWith('transformer.wpe.weight');
const isHalf = ({type, shape}: Tensor): boolean => (type === 'F16' || type === 'BF16') && shape.length === 2;

type Tensor = ReturnType<Weights['get']>;
const most = (weights: Weights, bytesOf: (tensor: Tensor) => number): number =>
	[...weights.all()].reduce((largest, tensor) => Math.max(largest, bytesOf(tensor)), 0);

/** Bytes of the largest part of a matrix that a pass on a device widens at a time. */
const largestWidened = (weights: Weights, device: Device): number =>
	most(weights, tensor => (isHalf(tensor) && !isWordTable(tensor) ? 4 * Math.min(mostWidenedOn(device), tensor.length / 2) : 0));

/** Bytes allocated for each byte asked for: blocks of powers of two, and gaps between them. */
const allocated = 1.5;
/** The same in onnxruntime's arena, which grows by regions that double. */
const inArena = 1.6;

const widened = ({type, length}: Tensor): number => (type === 'I8' || type === 'U8' ? length : (length / bytesPerElement[type]) * 4);

const widenedBytes = (weights: Weights): number =>
	[...weights.all()].reduce((sum, tensor) => sum + (tensor.name.endsWith('wte.weight') ? tensor.length : widened(tensor)), 0);

/** Node.js and onnxruntime themselves. */
const processBytes = 150_000_000;
