import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import type {Device} from '../runtime/session.ts';
import {shellWord} from '../shell-word.ts';
import type {Weights} from './checkpoint/weights.ts';
import {type Arithmetic, float32, halfProducts} from './network/arithmetic.ts';
import {isLarge} from './network/llada.ts';

/** Forms in which a network's matrices are stored: as trained, or by `models convert`; `blocks8` is its type int8-blocks. */
export type Storage = 'float32' | 'bfloat16' | 'float16' | 'int8' | 'blocks8' | 'int4';

/** Way to run a large model on a device. */
export type Way = {
	readonly arithmetic: Arithmetic;
	/** Effect on the model's choices, as measured with the bundled model. */
	readonly quality: string;
};

const exact: Way = {arithmetic: float32, quality: 'exact: float32 arithmetic'};
const half = (type: 'float16' | 'bfloat16'): Way => ({
	arithmetic: halfProducts(type),
	quality: `products in ${type}, sums and norms in float32: 99.9 % of choices and more`,
});
const [int8, blocks8, int4] = [
	'weights in 7 bits, inputs in 8: see the report of `models convert`',
	'weights in 8 bits: 99.6 to 99.8 % of choices',
	'weights in 4 bits: 96 % of choices',
].map((quality): Way => ({arithmetic: float32, quality}));

/**
The one table of what large models run on, by how they are stored; a device runs what stands in its line and nothing else. WebGPU sums float16
products in float16, 1 % of error a layer at a width of 4,096: it computes in float32, and reads no bfloat16. CUDA and DirectML sum in float32.
*/
const ways: Readonly<Record<Device, Partial<Readonly<Record<Storage, Way>>>>> = {
	cpu: {float32: exact, bfloat16: exact, float16: exact, int8: int8!, blocks8: blocks8!, int4: int4!},
	cuda: {float32: exact, bfloat16: half('bfloat16'), float16: half('float16'), blocks8: blocks8!, int4: int4!},
	webgpu: {float32: exact, float16: exact, blocks8: blocks8!, int4: int4!},
	dml: {float32: exact, float16: half('float16'), blocks8: blocks8!, int4: int4!},
	coreml: {},
};
export const devices = ['cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const satisfies readonly Device[];

/** The ways of a device by storage. Without float16 in its shaders WebGPU reads none of large models; the few matrices that a smaller variant keeps in it are made float32 when they are loaded. */
function waysOn(device: Device, hasHalf: boolean): Partial<Readonly<Record<Storage, Way>>> {
	if (device !== 'webgpu' || hasHalf) return ways[device];
	const {float16: _, ...others} = ways.webgpu;
	return others;
}

/**
Way to run these weights on a device, if there is one. Small ones are made float32 when they are loaded, so that every device runs them.
@param hasHalf - whether its driver computes with float16
*/
export function wayOn(device: Device, weights: Weights, hasHalf = true): Way | undefined {
	const storage = storageOf(weights);
	if (isLarge(weights)) return waysOn(device, hasHalf)[storage];
	return ways.cpu[storage]?.arithmetic === float32 && (device === 'cpu' || storage !== 'int8') ? ways.cpu[storage] : undefined;
}

/** Can a device run large models of this storage? */
export const runsOn = (device: Device, storage: Storage, hasHalf = true): boolean => waysOn(device, hasHalf)[storage] !== undefined;

/** Types that a device computes in for large models of this storage. */
export const arithmeticOn = (device: Device, storage: Storage): Arithmetic => ways[device][storage]?.arithmetic ?? float32;

/** The same for a device that has to. @throws UserError (exit 69) when it does not */
export function needWayOn(device: Device, weights: Weights, hasHalf = true): Way {
	const way = wayOn(device, weights, hasHalf);
	if (way) return way;
	throw noWay(path.basename(path.resolve(weights.folder)), device, storageOf(weights), hasHalf);
}

/** Error for a model that a device does not run, with a variant that it would. */
export function noWay(name: string, device: Device, storage: Storage, hasHalf = true): UserError {
	const type = variantFor(device, storage, hasHalf);
	const variant = type ? `Make a variant that can with \`${convertCommand(name, type)}\`, or run` : 'Run';
	const where = hasHalf ? device : `${device}: the driver of this GPU has no float16`;
	return new UserError(`${name} is stored as ${storage === 'blocks8' ? 'int8-blocks' : storage}, which cannot be run on ${where}.`, {
		hint: `${variant} it with --device cpu.`,
		exitCode: exitCodes.unavailable,
	});
}

/** Type of variant that a device runs of a model that it does not run as it is stored; nothing for a model that is a variant itself. */
export function variantFor(device: Device, storage: Storage, hasHalf = true): 'f16' | 'int8-blocks' | undefined {
	const runs = waysOn(device, hasHalf);
	if (storage !== 'float32' && storage !== 'bfloat16' && storage !== 'float16') return;
	return runs.float16 ? 'f16' : runs.blocks8 ? 'int8-blocks' : undefined;
}

/** Command that makes a variant of a model. */
export const convertCommand = (name: string, type: string): string => `mmada models convert ${shellWord(name)} --type ${type}`;

/** By its rounded matrices if it has any, else by the type that most of its bytes are in. */
export function storageOf(weights: Weights): Storage {
	const bytes = {float32: 0, bfloat16: 0, float16: 0};
	for (const {name, type, length} of weights.all()) {
		if (name.endsWith('.weight_int4')) return 'int4';
		if (type === 'I8') return 'int8';
		if (type === 'U8' && name.includes('.blocks.')) return 'blocks8';
		if (type === 'F32') bytes.float32 += length;
		if (type === 'BF16') bytes.bfloat16 += length;
		if (type === 'F16') bytes.float16 += length;
	}
	const types = ['float32', 'bfloat16', 'float16'] as const;
	return types.reduce((most, type) => (bytes[type] > bytes[most] ? type : most), 'float32');
}
