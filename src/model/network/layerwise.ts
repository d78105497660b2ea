import type {StoredTensor} from '../../graph/stored-tensor.ts';
import {floatsOf, openSession, type Tensor} from '../../runtime/session.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {openHead} from './llada.ts';
import {lladaEmbedding, lladaLayer, lladaNorm} from './llada-graph.ts';

const place = {device: 'cpu', threads: 2} as const;

/**
A network that is run layer by layer: of its weights only those of one layer are in memory, each widened for a moment, so that a
model of any size fits. Slower than a pass of the whole by the time that opening takes.
*/
export function openLayers(config: NetworkConfig, weights: Weights) {
	const {width} = config;
	const run = async (graph: Uint8Array, inputs: Readonly<Record<string, Tensor>>, output: string) => {
		await using session = await openSession(graph, {...place, folder: weights.folder, keepsWeights: true});
		return floatsOf((await session.run(inputs, [output]))[output]!);
	};
	const rowsOf = (data: Float32Array) => ({data, dims: [data.length / width, width]});
	return {
		/** (L,) tokens and position ids -> (L, width). */
		embed: (ids: readonly number[], positions: readonly number[]) =>
			run(lladaEmbedding(config, weights), {ids: integers(ids), positions: oneRow(positions)}, 'x'),
		/** (L, width) -> (L, width); with `instead`, some of its weights are others. */
		layer: (number: number, x: Float32Array, positions: readonly number[], instead: readonly StoredTensor[] = []) =>
			run(lladaLayer(config, withTensors(weights, instead), number), {x: rowsOf(x), positions: oneRow(positions)}, 'y'),
		/** The rows asked for of (L, width), as the head reads them. */
		norm: (x: Float32Array, rows: readonly number[]) => run(lladaNorm(config, weights), {x: rowsOf(pick(x, rows, width))}, 'hidden'),
		/** Scores of the tokens from `start` to `end`, (R, width) -> (R, end - start); with `instead`, by another head. */
		async scores(hidden: Float32Array, start: number, end: number, instead: readonly StoredTensor[] = []): Promise<Float32Array> {
			await using head = openHead(config, withTensors(weights, instead), {start, end, forbidden: []}, place);
			return await head.logits({hidden: [hidden], scales: [1]});
		},
	};
}

/** Rows of (L, width), in the order given. */
function pick(x: Float32Array, rows: readonly number[], width: number): Float32Array {
	const picked = new Float32Array(rows.length * width);
	for (const [order, row] of rows.entries()) picked.set(x.subarray(row * width, (row + 1) * width), order * width);
	return picked;
}

/** The same weights with more tensors, which stand in no file. */
function withTensors(weights: Weights, more: readonly StoredTensor[]): Weights {
	if (more.length === 0) return weights;
	const added = new Map(more.map(tensor => [tensor.name, tensor]));
	const all = () => [...weights.all(), ...added.values()];
	return {...weights, all, names: [...weights.names, ...added.keys()], get: (name, shape) => added.get(name) ?? weights.get(name, shape)};
}

const integers = (values: readonly number[]): Tensor => ({data: BigInt64Array.from(values, BigInt), dims: [values.length]});
const oneRow = (values: readonly number[]): Tensor => ({...integers(values), dims: [1, values.length]});
