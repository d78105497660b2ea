import {createGraph} from '../../graph/builder.ts';
import type {FloatType} from '../../graph/element-types.ts';
import {timeProducts} from '../../runtime/probe-devices.ts';
import {type Device, openSession} from '../../runtime/session.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';

/**
Floating-point operations of one pass over `length` tokens, the head over `rows` of them included: two for each weight and token, and
four for each pair of tokens and channel of attention.
@param computed - Tokens that are computed; the keys and values of the others were kept.
*/
export function passFlops(
	{width, heads, keyHeads, mlpWidth, layers}: NetworkConfig,
	vocabulary: number,
	length: number,
	rows: number,
	computed = length,
): number {
	const weights = layers * (2 * width * width * (1 + keyHeads / heads) + 3 * width * mlpWidth);
	return 2 * weights * computed + 4 * layers * width * computed * length + 2 * rows * width * vocabulary;
}

/** A chain of products of a matrix with itself, whose values stay as they are: `x` (side, side) -> their sum `y`. */
function productChain(side: number, count: number, type: FloatType): Uint8Array {
	const graph = createGraph('speed');
	const x = graph.as(graph.input('x', 'float', [side, side]), type);
	let product = x;
	for (let index = 0; index < count; index++) product = graph.op('MatMul', [product, x]);
	graph.output('y', graph.op('ReduceSum', [graph.as(product, 'float')], {keepdims: 0}), []);
	return graph.bytes();
}

const [side, count] = [768, 4];

/** Floating-point operations a second of this machine's processor, found with a few multiplications: some tenths of a second. */
export async function measureSpeed(threads: number): Promise<number> {
	await using session = await openSession(productChain(side, count, 'float'), {device: 'cpu', threads, folder: '.'});
	const inputs = {x: {data: new Float32Array(side * side).fill(1 / side), dims: [side, side]}};
	await session.run(inputs, ['y']);
	const start = performance.now();
	await session.run(inputs, ['y']);
	return (2 * side ** 3 * count) / ((performance.now() - start) / 1000);
}

/** The same of a GPU for products of this type, in a process of its own; undefined when that fails. Larger matrices for faster ones. */
export async function measureGpuSpeed(device: Device, type: FloatType): Promise<number | undefined> {
	let [speed, lastMs]: [number | undefined, number] = [undefined, 0];
	const timeOf = (size: number, products: number) => timeProducts({device, side: size, onnx: productChain(size, products, type)});
	for (const [size, products, slowestMs] of [
		[512, 8, Number.POSITIVE_INFINITY],
		[2048, 32, 100],
		[4096, 256, 15],
	] as const) {
		if (lastMs > slowestMs) break;
		const elapsedMs = await timeOf(size, products);
		// Matrices go to the fastest devices slower than they are multiplied: what a few products take as well is left out.
		const few = size === 4096 ? 16 : 0;
		const fewMs = few === 0 ? 0 : await timeOf(size, few);
		if (elapsedMs === undefined || fewMs === undefined || elapsedMs <= fewMs) break;
		speed = (2 * size ** 3 * (products - few)) / ((elapsedMs - fewMs) / 1000);
		lastMs = elapsedMs;
	}
	return speed;
}
