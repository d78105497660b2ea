import {pixelShuffle, pixelUnshuffle, weight} from '../../graph/blocks.ts';
import {createGraph, type Edge, type Graph} from '../../graph/builder.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {type Convolutional, convolutional, countTensors} from './convolutional.ts';

/** Facts that the shapes of the tensors do not tell. */
export type MagvitConfig = {
	readonly groups: number;
	readonly epsilon: number;
	/** Pixels per side that the first layer takes as channels, and the last one gives back; 1 in the real MAGVIT-v2. */
	readonly stemPatch: number;
	readonly isFrugal: boolean;
};

/** Bits of a code: channels of the latent. */
export const magvitBits = (weights: Weights): number => weights.get('encoder.conv_out.weight').shape[0] ?? 0;

/** Pixels per side of one code. */
export const magvitPatch = (weights: Weights, {stemPatch}: MagvitConfig): number =>
	stemPatch * 2 ** levels(weights, 'encoder.down', 'downsample').filter(({hasResample}) => hasResample).length;

const positionsName = 'decoder.positions';

/**
The only grid of codes that the decoder can draw, where it has a vector for every place of it; undefined where any grid will do.
The real MAGVIT-v2 has no such vectors.
*/
export function magvitGrid(weights: Weights): {readonly rows: number; readonly columns: number} | undefined {
	if (!weights.has(positionsName)) return;
	const [, , rows = 0, columns = 0] = weights.get(positionsName, [1, undefined, undefined, undefined]).shape;
	return {rows, columns};
}

/** The encoder. Input: `pixels` (1, 3, height, width) in [-1, 1]. Output: `latent` (1, bits, rows, columns), whose signs are the code. */
export function magvitEncoder(weights: Weights, config: MagvitConfig): Uint8Array {
	const graph = createGraph('magvit-encoder');
	const network = convolutional(graph, weights, {...config, shortcut: 'nin_shortcut'});
	const pixels = graph.input('pixels', 'float', [1, 3, 'height', 'width']);
	let x = network.layer('encoder.conv_in', network.know(pixelUnshuffle(graph, pixels, config.stemPatch), 3 * config.stemPatch ** 2));
	for (const {name, blocks, hasResample} of levels(weights, 'encoder.down', 'downsample')) {
		for (const block of blocks) x = network.residual(block, x);
		if (hasResample) x = network.halve(`${name}.downsample.conv`, x);
	}
	x = network.finish('encoder.norm_out', 'encoder.conv_out', middle(graph, network, weights, 'encoder.mid', x));
	graph.output('latent', network.layer('encoder.quant_conv', x), [1, magvitBits(weights), 'rows', 'columns']);
	return graph.bytes();
}

/** The decoder. Input: `latent` (1, bits, rows, columns), each +1 or -1. Output: `pixels` (1, 3, height, width), about [-1, 1]. */
export function magvitDecoder(weights: Weights, config: MagvitConfig): Uint8Array {
	const graph = createGraph('magvit-decoder');
	const network = convolutional(graph, weights, {...config, shortcut: 'nin_shortcut'});
	const latent = graph.input('latent', 'float', [1, magvitBits(weights), 'rows', 'columns']);
	let x = network.layer('decoder.conv_in', network.layer('decoder.post_quant_conv', network.know(latent, magvitBits(weights))));
	if (weights.has(positionsName)) {
		const positions = weights.get(positionsName, [1, network.channelsOf(x), undefined, undefined]);
		x = network.know(graph.op('Add', [x, weight(graph, positions)]), positions.shape[1]);
	}
	x = middle(graph, network, weights, 'decoder.mid', x);
	for (const {name, blocks, hasResample} of levels(weights, 'decoder.up', 'upsample').reverse()) {
		for (const block of blocks) x = network.residual(block, x);
		if (hasResample) x = network.double(`${name}.upsample.conv`, x);
	}
	weights.get('decoder.conv_out.weight', [3 * config.stemPatch ** 2, undefined, undefined, undefined]);
	const patches = network.finish('decoder.norm_out', 'decoder.conv_out', x);
	graph.output('pixels', pixelShuffle(graph, patches, config.stemPatch), [1, 3, 'height', 'width']);
	return graph.bytes();
}

/** The levels of one half, finest first, counted from the names of the tensors. */
function levels(weights: Weights, prefix: string, resample: string) {
	return Array.from({length: countTensors(weights, level => `${prefix}.${level}.block.0.norm1.weight`)}, (_, level) => {
		const name = `${prefix}.${level}`;
		const count = countTensors(weights, index => `${name}.block.${index}.norm1.weight`);
		return {
			name,
			blocks: Array.from({length: count}, (_unused, index) => `${name}.block.${index}`),
			hasResample: weights.has(`${name}.${resample}.conv.weight`),
		};
	});
}

/** Residual block, attention where the checkpoint has one, residual block. */
function middle(graph: Graph, network: Convolutional, weights: Weights, name: string, x: Edge): Edge {
	const before = network.residual(`${name}.block_1`, x);
	const attended = weights.has(`${name}.attn_1.norm.weight`) ? attention(graph, network, weights, `${name}.attn_1`, before) : before;
	return network.residual(`${name}.block_2`, attended);
}

/** x + proj(softmax(Q^T K / sqrt(channels)) V) over all places of the picture, one head. */
function attention(graph: Graph, network: Convolutional, weights: Weights, name: string, x: Edge): Edge {
	const channels = weights.get(`${name}.norm.weight`).shape[0] ?? 1;
	const normal = network.norm(`${name}.norm`, x);
	const project = (part: string) => graph.op('Reshape', [network.layer(`${name}.${part}`, normal), graph.ints([0, channels, -1])]);
	const places = (edge: Edge) => graph.op('Transpose', [edge], {perm: [0, 2, 1]});
	const scores = graph.op('Mul', [graph.op('MatMul', [places(project('q')), project('k')]), graph.floats([channels ** -0.5], [1])]);
	const mixed = graph.op('MatMul', [graph.op('Softmax', [scores], {axis: -1}), places(project('v'))]);
	const restored = network.know(graph.op('Reshape', [places(mixed), graph.op('Shape', [x])]), channels);
	return network.know(graph.op('Add', [x, network.layer(`${name}.proj_out`, restored)]), channels);
}
