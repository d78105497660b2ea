import {createGraph} from '../../graph/builder.ts';
import type {FloatType} from '../../graph/element-types.ts';
import {floatsOf, openSession, type Place} from '../../runtime/session.ts';

/** Long enough for the fault that some GPU adapters show from 32 queries on. */
const length = 64;
const heads = 2;
const width = 64;
/** Far above rounding in these types, below the fault (0.05 and more). */
const tolerances: Readonly<Record<FloatType, number>> = {float: 5e-3, float16: 5e-3, bfloat16: 2e-2};

/** Whether a device computes the fused attention operator in this type as the CPU does in float32. A device that cannot run it at all does not. */
export async function isFusedAttentionRight(place: Place, type: FloatType = 'float'): Promise<boolean> {
	const right = await attend({device: 'cpu', threads: place.threads}, 'float');
	const found = await attend(place, type).catch(() => undefined);
	return found?.every((value, index) => Math.abs(value - right[index]!) <= tolerances[type]) ?? false;
}

/** The operator's result for fixed queries, keys and values, (length, width). */
async function attend(place: Place, type: FloatType): Promise<Float32Array> {
	const graph = createGraph('attention');
	const dims = [1, length, width];
	const [query, key, value] = ['query', 'key', 'value'].map(name => graph.as(graph.input(name, 'float', dims), type));
	const attended = graph.op('MultiHeadAttention', [query, key, value], {num_heads: heads, unidirectional: 0});
	graph.output('attended', graph.as(attended, 'float'), dims);
	await using session = await openSession(graph.bytes(), {...place, folder: '.', isStrict: true});
	const given = (seed: number) => ({data: noise(seed, length * width), dims});
	const {attended: result} = await session.run({query: given(1), key: given(2), value: given(3)}, ['attended']);
	return floatsOf(result);
}

/** Numbers between -2 and 2 without a pattern: smooth or small ones do not show the fault. */
function noise(seed: number, count: number): Float32Array {
	let state = seed;
	return Float32Array.from({length: count}, () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return (state / 2 ** 32 - 0.5) * 4;
	});
}
