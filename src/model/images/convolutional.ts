import {type Affine, type ConvOptions, conv, groupNorm, silu} from '../../graph/blocks.ts';
import type {Edge, Graph} from '../../graph/builder.ts';
import {doubledConv} from '../../graph/doubled-conv.ts';
import {damaged} from '../checkpoint/json-file.ts';
import type {Weights} from '../checkpoint/weights.ts';

/** The blocks that the image tokenizers of both families are made of; tensors are named by their place in the checkpoint. */
export type Convolutional = ReturnType<typeof convolutional>;

export type ConvolutionalConfig = {
	/** Channel groups of every norm. */
	readonly groups: number;
	readonly epsilon: number;
	/** Name of the 1x1 convolution beside a block that changes the number of channels. */
	readonly shortcut: string;
	/** Never make the picture of twice the size that a convolution reads: less work and memory, rounded otherwise. */
	readonly isFrugal: boolean;
};

/** Blocks that write into `graph` and read from `weights`. Pictures are NCHW. */
export function convolutional(graph: Graph, weights: Weights, {groups, epsilon, shortcut, isFrugal}: ConvolutionalConfig) {
	/** Channels of a value, where they are known: so that a tensor of a wrong shape is named instead of a graph failing. */
	const channels = new WeakMap<Edge, number>();
	const know = (x: Edge, count: number | undefined): Edge => {
		if (count !== undefined) channels.set(x, count);
		return x;
	};
	const affine = (name: string, shape: readonly (number | undefined)[]): Affine => {
		const weight = weights.get(`${name}.weight`, shape);
		return {weight, bias: weights.get(`${name}.bias`, [weight.shape[0]])};
	};
	const norm = (name: string, x: Edge) => {
		const scales = affine(name, [channels.get(x)]);
		const [count = 0] = scales.weight.shape;
		if (count % groups !== 0) throw damaged(weights.folder, `has a norm ${name} of ${count} channels, which are not ${groups} groups`);
		return know(groupNorm(graph, x, scales, {groups, epsilon}), count);
	};
	const normSilu = (name: string, x: Edge) => know(silu(graph, norm(name, x)), channels.get(x));
	const convolve = (name: string, x: Edge, options?: ConvOptions) => {
		const [, , size] = weights.get(`${name}.weight`, [undefined, channels.get(x), undefined, undefined]).shape;
		const parts = affine(name, [undefined, channels.get(x), size, size]);
		return know(conv(graph, x, parts, options), parts.weight.shape[0]);
	};
	const layer = (name: string, x: Edge) => convolve(name, x);
	return {
		/** Say how many channels a value has that no block here made. */
		know,
		/** Channels of a value, where they are known. */
		channelsOf: (x: Edge) => channels.get(x),
		norm,
		/** A convolution that keeps the size. */
		layer,
		/** x + conv(silu(norm(conv(silu(norm(x)))))). */
		residual(name: string, x: Edge): Edge {
			const inner = layer(`${name}.conv1`, normSilu(`${name}.norm1`, x));
			const outer = layer(`${name}.conv2`, normSilu(`${name}.norm2`, inner));
			const beside = `${name}.${shortcut}`;
			// A block whose channels change without a shortcut would fail in the graph.
			const kept = weights.has(`${beside}.weight`) ? layer(beside, x) : x;
			const known = channels.get(kept);
			if (known !== undefined && known !== channels.get(outer)) weights.get(`${beside}.weight`);
			return know(graph.op('Add', [kept, outer]), channels.get(outer));
		},
		/** Half the size; padded at the right and bottom only, as the references do. */
		halve: (name: string, x: Edge): Edge => convolve(name, x, {stride: 2, pads: [0, 0, 1, 1]}),
		/** Twice the size, each value repeated, then a convolution. */
		double(name: string, x: Edge): Edge {
			if (isFrugal) {
				const parts = affine(name, [undefined, channels.get(x), 3, 3]);
				return know(doubledConv(graph, x, parts), parts.weight.shape[0]);
			}
			const repeated = graph.op('Resize', [x, undefined, graph.floats([1, 1, 2, 2], [4])], {
				mode: 'nearest',
				coordinate_transformation_mode: 'asymmetric',
				nearest_mode: 'floor',
			});
			return layer(name, know(repeated, channels.get(x)));
		},
		/** The last layer: conv(silu(norm(x))). */
		finish: (normName: string, convName: string, x: Edge): Edge => layer(convName, normSilu(normName, x)),
	};
}

/** Number of names in a row that exist: `nameOf(0)`, `nameOf(1)`, ... */
export function countTensors(weights: Weights, nameOf: (index: number) => string): number {
	let index = 0;
	while (weights.has(nameOf(index))) index++;
	return index;
}
