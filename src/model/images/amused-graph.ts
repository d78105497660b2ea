import {lookUp, weight} from '../../graph/blocks.ts';
import {createGraph, type Edge, type Graph} from '../../graph/builder.ts';
import {damaged} from '../checkpoint/json-file.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {type Convolutional, convolutional, countTensors} from './convolutional.ts';

/** Facts that the shapes of the tensors do not tell. */
export type AmusedConfig = {readonly groups: number; readonly epsilon: number; readonly isFrugal: boolean};

/** The codebook, (codes, channels). */
const codebook = (weights: Weights) => weights.get('quantize.embedding.weight', [undefined, undefined]);

export const amusedCodes = (weights: Weights): number => codebook(weights).shape[0] ?? 0;

/** Pixels per side of one code. */
export const amusedPatch = (weights: Weights): number =>
	2 ** levels(weights, 'encoder.down_blocks', 'downsamplers.0').filter(({hasResample}) => hasResample).length;

/**
The encoder of a diffusers `VQModel`. Input: `pixels` (1, 3, height, width) in [0, 1].
Outputs: `latent` (1, channels, rows, columns) and `codes` (1, rows, columns) int64, the nearest entries of the codebook.
*/
export function amusedEncoder(weights: Weights, config: AmusedConfig): Uint8Array {
	const graph = createGraph('amused-encoder');
	const network = convolutional(graph, weights, {...config, shortcut: 'conv_shortcut'});
	let x = network.layer('encoder.conv_in', network.know(graph.input('pixels', 'float', [1, 3, 'height', 'width']), 3));
	for (const {name, blocks, hasResample} of levels(weights, 'encoder.down_blocks', 'downsamplers.0')) {
		for (const block of blocks) x = network.residual(block, x);
		if (hasResample) x = network.halve(`${name}.downsamplers.0.conv`, x);
	}
	x = network.finish('encoder.conv_norm_out', 'encoder.conv_out', middle(network, weights, 'encoder.mid_block', x));
	const [, size] = codebook(weights).shape;
	weights.get('quant_conv.weight', [size, undefined, undefined, undefined]);
	const latent = network.layer('quant_conv', x);
	graph.output('latent', latent, [1, codebook(weights).shape[1] ?? 0, 'rows', 'columns']);
	graph.output('codes', nearest(graph, weights, latent), [1, 'rows', 'columns']);
	return graph.bytes();
}

/** The decoder. Input: `codes` (1, rows, columns) int64. Output: `pixels` (1, 3, height, width), about [0, 1]. */
export function amusedDecoder(weights: Weights, config: AmusedConfig): Uint8Array {
	const graph = createGraph('amused-decoder');
	const network = convolutional(graph, weights, {...config, shortcut: 'conv_shortcut'});
	const entries = lookUp(graph, codebook(weights), graph.input('codes', 'int64', [1, 'rows', 'columns']));
	const latent = network.know(graph.op('Transpose', [entries], {perm: [0, 3, 1, 2]}), codebook(weights).shape[1]);
	weights.get('decoder.conv_out.weight', [3, undefined, undefined, undefined]);
	let x = network.layer('decoder.conv_in', network.layer('post_quant_conv', latent));
	x = middle(network, weights, 'decoder.mid_block', x);
	for (const {name, blocks, hasResample} of levels(weights, 'decoder.up_blocks', 'upsamplers.0')) {
		for (const block of blocks) x = network.residual(block, x);
		if (hasResample) x = network.double(`${name}.upsamplers.0.conv`, x);
	}
	graph.output('pixels', network.finish('decoder.conv_norm_out', 'decoder.conv_out', x), [1, 3, 'height', 'width']);
	return graph.bytes();
}

/** The levels of one half in the order in which they run, counted from the names of the tensors. */
function levels(weights: Weights, prefix: string, resample: string) {
	return Array.from({length: countTensors(weights, level => `${prefix}.${level}.resnets.0.norm1.weight`)}, (_, level) => {
		const name = `${prefix}.${level}`;
		const count = countTensors(weights, index => `${name}.resnets.${index}.norm1.weight`);
		return {
			name,
			blocks: Array.from({length: count}, (_unused, index) => `${name}.resnets.${index}`),
			hasResample: weights.has(`${name}.${resample}.conv.weight`),
		};
	});
}

/** Two residual blocks; aMUSEd has no attention between them. */
function middle(network: Convolutional, weights: Weights, name: string, x: Edge): Edge {
	if (weights.names.some(tensor => tensor.includes('.attentions.')))
		throw damaged(weights.folder, 'holds a VQModel with attention, which aMUSEd has not');
	return network.residual(`${name}.resnets.1`, network.residual(`${name}.resnets.0`, x));
}

/** Index of the nearest codebook entry at each place: |z - e|^2 is least where z e - |e|^2 / 2 is largest. */
function nearest(graph: Graph, weights: Weights, latent: Edge): Edge {
	const table = weight(graph, codebook(weights));
	const places = graph.op('Transpose', [latent], {perm: [0, 2, 3, 1]});
	const products = graph.op('MatMul', [places, graph.op('Transpose', [table], {perm: [1, 0]})]);
	const norms = graph.op('ReduceSum', [graph.op('Mul', [table, table]), graph.ints([1])], {keepdims: 0});
	const scores = graph.op('Sub', [products, graph.op('Mul', [norms, graph.floats([0.5], [1])])]);
	return graph.op('ArgMax', [scores], {axis: 3, keepdims: 0});
}
