import {type Affine, conv, groupNorm, silu} from '../graph/blocks.ts';
import type {Edge, Graph} from '../graph/builder.ts';
import type {Weights} from './weights.ts';

/** The blocks that the image tokenizers of both families are made of; tensors are named by their place in the checkpoint. */
export type Convolutional = ReturnType<typeof convolutional>;

export type ConvolutionalConfig = {
	/** Channel groups of every norm. */
	readonly groups: number;
	readonly epsilon: number;
	/** Name of the 1x1 convolution beside a block that changes the number of channels. */
	readonly shortcut: string;
};

/** Blocks that write into `graph` and read from `weights`. Pictures are NCHW. */
export function convolutional(graph: Graph, weights: Weights, {groups, epsilon, shortcut}: ConvolutionalConfig) {
	const affine = (name: string): Affine => {
		const weight = weights.get(`${name}.weight`);
		return {weight, bias: weights.get(`${name}.bias`, [weight.shape[0]])};
	};
	const norm = (name: string, x: Edge) => groupNorm(graph, x, affine(name), {groups, epsilon});
	const normSilu = (name: string, x: Edge) => silu(graph, norm(name, x));
	const layer = (name: string, x: Edge) => conv(graph, x, affine(name));
	return {
		norm,
		/** A convolution that keeps the size. */
		layer,
		/** x + conv(silu(norm(conv(silu(norm(x)))))). */
		residual(name: string, x: Edge): Edge {
			const inner = layer(`${name}.conv1`, normSilu(`${name}.norm1`, x));
			const outer = layer(`${name}.conv2`, normSilu(`${name}.norm2`, inner));
			const beside = `${name}.${shortcut}`;
			return graph.op('Add', [weights.has(`${beside}.weight`) ? layer(beside, x) : x, outer]);
		},
		/** Half the size; padded at the right and bottom only, as the references do. */
		halve: (name: string, x: Edge): Edge => conv(graph, x, affine(name), {stride: 2, pads: [0, 0, 1, 1]}),
		/** Twice the size, each value repeated, then a convolution. */
		double: (name: string, x: Edge): Edge =>
			layer(
				name,
				graph.op('Resize', [x, undefined, graph.floats([1, 1, 2, 2], [4])], {
					mode: 'nearest',
					coordinate_transformation_mode: 'asymmetric',
					nearest_mode: 'floor',
				}),
			),
		/** The last layer: conv(silu(norm(x))). */
		finish: (normName: string, convName: string, x: Edge): Edge => layer(convName, normSilu(normName, x)),
	};
}

/** How many names in a row exist: `nameOf(0)`, `nameOf(1)`, ... */
export function countTensors(weights: Weights, nameOf: (index: number) => string): number {
	let index = 0;
	while (weights.has(nameOf(index))) index++;
	return index;
}
