import {createGraph} from '../../graph/builder.ts';
import {openSession} from '../../runtime/session.ts';
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

const side = 768;
const repeats = 4;

/** Floating-point operations a second of this machine's processor, found with a few multiplications: some tenths of a second. */
export async function measureSpeed(threads: number): Promise<number> {
	const graph = createGraph('speed');
	const x = graph.input('x', 'float', [side, side]);
	graph.output('y', graph.op('MatMul', [x, x]), [side, side]);
	await using session = await openSession(graph.bytes(), {device: 'cpu', threads, folder: '.'});
	const inputs = {x: {data: new Float32Array(side * side).fill(0.01), dims: [side, side]}};
	await session.run(inputs, ['y']);
	const start = performance.now();
	for (let count = 0; count < repeats; count++) await session.run(inputs, ['y']);
	return (2 * side ** 3 * repeats) / ((performance.now() - start) / 1000);
}
