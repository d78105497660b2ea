import {type Affine, conv, groupNorm, pixelShuffle, pixelUnshuffle, silu} from '../graph/blocks.ts';
import {createGraph, type Edge, type Graph} from '../graph/builder.ts';
import type {Weights} from './weights.ts';

/** What the shapes of the tensors do not tell. */
export type MagvitConfig = {
	readonly groups: number;
	readonly epsilon: number;
	/** Pixels per side that the first layer takes as channels, and the last one gives back; 1 in the real MAGVIT-v2. */
	readonly stemPatch: number;
};

type Context = {readonly graph: Graph; readonly weights: Weights; readonly config: MagvitConfig};

/** Bits of a code: channels of the latent. */
export const codeBits = (weights: Weights): number => weights.get('encoder.conv_out.weight').shape[0] ?? 0;

/** Times that the encoder halves the picture. */
export const halvings = (weights: Weights): number =>
	levels(weights, 'encoder.down', 'downsample').filter(({hasResample}) => hasResample).length;

/** The encoder. Input: `pixels` (1, 3, height, width) in [-1, 1]. Output: `latent` (1, bits, rows, columns), whose signs are the code. */
export function magvitEncoder(weights: Weights, config: MagvitConfig): Uint8Array {
	const graph = createGraph('magvit-encoder');
	const context = {graph, weights, config};
	const pixels = graph.input('pixels', 'float', [1, 3, 'height', 'width']);
	let x = conv(graph, pixelUnshuffle(graph, pixels, config.stemPatch), affine(context, 'encoder.conv_in'));
	for (const {name, blocks, hasResample} of levels(weights, 'encoder.down', 'downsample')) {
		for (let index = 0; index < blocks; index++) x = residual(context, `${name}.block.${index}`, x);
		// Padded at the right and bottom only, as the reference does.
		if (hasResample) x = conv(graph, x, affine(context, `${name}.downsample.conv`), {stride: 2, pads: [0, 0, 1, 1]});
	}
	x = conv(graph, normSilu(context, 'encoder.norm_out', middle(context, 'encoder.mid', x)), affine(context, 'encoder.conv_out'));
	graph.output('latent', conv(graph, x, affine(context, 'encoder.quant_conv')), 'float', [1, codeBits(weights), 'rows', 'columns']);
	return graph.bytes();
}

/** The decoder. Input: `latent` (1, bits, rows, columns), each +1 or -1. Output: `pixels` (1, 3, height, width), about [-1, 1]. */
export function magvitDecoder(weights: Weights, config: MagvitConfig): Uint8Array {
	const graph = createGraph('magvit-decoder');
	const context = {graph, weights, config};
	const latent = graph.input('latent', 'float', [1, codeBits(weights), 'rows', 'columns']);
	let x = conv(graph, latent, affine(context, 'decoder.post_quant_conv'));
	x = middle(context, 'decoder.mid', conv(graph, x, affine(context, 'decoder.conv_in')));
	for (const {name, blocks, hasResample} of levels(weights, 'decoder.up', 'upsample').reverse()) {
		for (let index = 0; index < blocks; index++) x = residual(context, `${name}.block.${index}`, x);
		if (hasResample) x = conv(graph, double(graph, x), affine(context, `${name}.upsample.conv`));
	}
	const pixels = conv(graph, normSilu(context, 'decoder.norm_out', x), affine(context, 'decoder.conv_out'));
	graph.output('pixels', pixelShuffle(graph, pixels, config.stemPatch), 'float', [1, 3, 'height', 'width']);
	return graph.bytes();
}

/** The levels of one half, finest first, counted from the names of the tensors. */
function levels(weights: Weights, prefix: string, resample: string) {
	const count = (nameOf: (index: number) => string) => {
		let index = 0;
		while (weights.has(nameOf(index))) index++;
		return index;
	};
	return Array.from({length: count(index => `${prefix}.${index}.block.0.norm1.weight`)}, (_, level) => ({
		name: `${prefix}.${level}`,
		blocks: count(index => `${prefix}.${level}.block.${index}.norm1.weight`),
		hasResample: weights.has(`${prefix}.${level}.${resample}.conv.weight`),
	}));
}

function affine({weights}: Context, name: string): Affine {
	const weight = weights.get(`${name}.weight`);
	return {weight, bias: weights.get(`${name}.bias`, [weight.shape[0]])};
}

const norm = (context: Context, name: string, x: Edge) => groupNorm(context.graph, x, affine(context, name), context.config);
const normSilu = (context: Context, name: string, x: Edge) => silu(context.graph, norm(context, name, x));

/** x + conv(silu(norm(conv(silu(norm(x)))))), with a 1x1 convolution beside it where the channels change. */
function residual(context: Context, name: string, x: Edge): Edge {
	const {graph, weights} = context;
	const first = conv(graph, normSilu(context, `${name}.norm1`, x), affine(context, `${name}.conv1`));
	const second = conv(graph, normSilu(context, `${name}.norm2`, first), affine(context, `${name}.conv2`));
	const hasShortcut = weights.has(`${name}.nin_shortcut.weight`);
	return graph.op('Add', [hasShortcut ? conv(graph, x, affine(context, `${name}.nin_shortcut`)) : x, second]);
}

/** Residual block, attention where the checkpoint has one, residual block. */
function middle(context: Context, name: string, x: Edge): Edge {
	const before = residual(context, `${name}.block_1`, x);
	const between = context.weights.has(`${name}.attn_1.norm.weight`) ? attention(context, `${name}.attn_1`, before) : before;
	return residual(context, `${name}.block_2`, between);
}

/** x + proj(softmax(Q^T K / sqrt(channels)) V) over all places of the picture, one head. */
function attention(context: Context, name: string, x: Edge): Edge {
	const {graph, weights} = context;
	const channels = weights.get(`${name}.norm.weight`).shape[0] ?? 1;
	const normal = norm(context, `${name}.norm`, x);
	const project = (part: string) =>
		graph.op('Reshape', [conv(graph, normal, affine(context, `${name}.${part}`)), graph.ints([0, channels, -1])]);
	const places = (edge: Edge) => graph.op('Transpose', [edge], {perm: [0, 2, 1]});
	const scores = graph.op('Mul', [graph.op('MatMul', [places(project('q')), project('k')]), graph.floats([channels ** -0.5], [1])]);
	const mixed = graph.op('MatMul', [graph.op('Softmax', [scores], {axis: -1}), places(project('v'))]);
	const restored = graph.op('Reshape', [places(mixed), graph.op('Shape', [x])]);
	return graph.op('Add', [x, conv(graph, restored, affine(context, `${name}.proj_out`))]);
}

/** Twice the size, each value repeated. */
const double = (graph: Graph, x: Edge): Edge =>
	graph.op('Resize', [x, undefined, graph.floats([1, 1, 2, 2], [4])], {
		mode: 'nearest',
		coordinate_transformation_mode: 'asymmetric',
		nearest_mode: 'floor',
	});
