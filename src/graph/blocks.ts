import {type Edge, type Graph, storedTypes} from './builder.ts';
import type {FloatType} from './element-types.ts';
import {bytesPerElement, rowsOf, type StoredTensor, stretchesOf} from './stored-tensor.ts';

/** A weight in a type to compute in, float32 by default. The cast of one that is stored in another is folded when the session opens. */
export const weight = (graph: Graph, stored: StoredTensor, {dims, type = 'float'}: WeightOptions = {}): Edge =>
	graph.as(graph.stored(stored, dims), type);

type WeightOptions = {
	/** Another shape of the same numbers. */
	readonly dims?: readonly number[];
	readonly type?: FloatType;
};

/**
A weight in a type to compute in, its cast made no earlier than `behind` is there. What hangs on constants alone runs before all else, so
that without this fence every weight of a network is widened at once: here the shape of the weight depends on a value, by a term that is always 0.
Its true shape is declared, so that weights of one shape use the same memory one after the other: fresh memory is filled with zeros by the system first,
which took several times as long as the cast.
*/
function weightBehind(graph: Graph, stored: StoredTensor, behind: Edge, type: FloatType): Edge {
	const edge = graph.stored(stored);
	if (edge.type === type) return edge;
	const length = graph.op('Shape', [behind], {start: 0, end: 1});
	const shape = graph.op('Add', [graph.ints(stored.shape), graph.op('Sub', [length, length])]);
	return graph.shaped(graph.as(graph.op('Reshape', [edge, shape]), type), stored.shape);
}

/**
Rows of a table as float32, (n,) ids -> (n, width). Only the rows read are cast, so that a large table stays as it is stored; with
`isWidened` the table is, for devices that cannot read half precision.
*/
export function lookUp(graph: Graph, table: StoredTensor, ids: Edge, isWidened = false): Edge {
	if (isWidened) return graph.op('Gather', [weight(graph, table), ids], {axis: 0});
	return graph.as(graph.op('Gather', [graph.stored(table), ids], {axis: 0}), 'float');
}

/** x W^T + bias, (n, in) -> (n, out), with W stored as (out, in), the way of PyTorch. */
export type Linear = (x: Edge, stored: StoredTensor, bias?: Edge) => Edge;

/** Ways of casting weights to the type of products: all of them when a session opens, or each in every pass, one at a time. */
export type Widening = 'folded' | 'fenced';

export type Products = {
	/** `folded` by default. */
	readonly widening?: Widening | undefined;
	/** The type of products: of weights, inputs and results. float32 by default. */
	readonly type?: FloatType | undefined;
	/** Values of a weight that are widened at a time behind a fence; all of them by default. */
	readonly mostWidened?: number | undefined;
};

/**
`Linear` for one graph. Fenced, each weight waits for the product before it, so that no two are widened at once; one of more than `mostWidened` values
is widened by stretches of its rows.
*/
export function linearIn(
	graph: Graph,
	{widening = 'folded', type = 'float', mostWidened = Number.POSITIVE_INFINITY}: Products = {},
): Linear {
	let before: Edge | undefined;
	return (x, stored, bias) => {
		const rows = graph.as(x, type);
		const term = bias ? [graph.as(bias, type)] : [];
		const isFenced = widening === 'fenced' && storedTypes[stored.type] !== type;
		const parts = isFenced ? stretchesOf(stored, mostWidened * bytesPerElement[stored.type]) : [stored];
		const multiply = (part: StoredTensor, terms: readonly Edge[]): Edge => {
			const matrix = isFenced ? weightBehind(graph, part, before ?? x, type) : weight(graph, part, {type});
			before = graph.op('Gemm', [rows, matrix, ...terms], {transB: 1});
			return before;
		};
		if (parts.length === 1) return multiply(stored, term);
		const products = graph.op(
			'Concat',
			parts.map(part => multiply(part, [])),
			{axis: 1},
		);
		return bias ? graph.op('Add', [products, ...term]) : products;
	};
}

/**
x W^T with W as 8-bit integers, stored (in, out), and one scale per output: (n, in) -> (n, out). x is rounded as it comes, to 8 bits of its
whole range; with `isUneven` each row of it to those of its own. In float32 only.
*/
export function linearInt8(graph: Graph, x: Edge, values: StoredTensor, scales: StoredTensor, isUneven = false): Edge {
	const multiply = (input: Edge) => graph.op('DynamicQuantizeMatMul', [input, graph.stored(values), weight(graph, scales)]);
	if (!isUneven) return multiply(x);
	const largest = graph.op('ReduceMax', [graph.op('Abs', [x]), graph.ints([1])], {keepdims: 1});
	// A row of nothing but zeros stays one.
	const size = graph.op('Max', [largest, graph.floats([1e-20], [1])]);
	return graph.op('Mul', [multiply(graph.op('Div', [x, size])), size]);
}

/** Inputs that share a scale in weights that are stored in blocks. */
export const blockInputs = 32;

/** Bytes of the largest buffer that every WebGPU driver has: the limit `maxBufferSize` is never lower. */
export const surestBuffer = 2 ** 28;

/**
x W^T with W as 4-bit integers around 8 or 8-bit ones around 128, stored (out, blocks, bytes of a block), and one scale per block:
(n, in) -> (n, out), in the type of x. x itself is not rounded. Values of more bytes than the largest buffer may have are multiplied by stretches of
their rows.
*/
export function linearBlocks(graph: Graph, x: Edge, values: StoredTensor, scales: StoredTensor, largestBytes = surestBuffer): Edge {
	let start = 0;
	const products = stretchesOf(values, largestBytes).map(part => {
		const [count = 0, blocks = 0, bytes = 0] = part.shape;
		const sizes = graph.as(graph.stored(count === scales.shape[0] ? scales : rowsOf(scales, start, start + count)), x.type);
		start += count;
		const layout = {K: blocks * blockInputs, N: count, bits: (bytes * 8) / blockInputs, block_size: blockInputs};
		return graph.op('MatMulNBits', [x, graph.stored(part), sizes], layout);
	});
	return products.length === 1 ? products[0]! : graph.op('Concat', products, {axis: 1});
}

/** x / sqrt(mean(x^2) + epsilon) * weight over the last axis, in the type of x. */
export const rmsNorm = (graph: Graph, x: Edge, stored: StoredTensor, epsilon: number): Edge =>
	graph.op('SimplifiedLayerNormalization', [x, graph.as(graph.stored(stored), x.type)], {axis: -1, epsilon});

/** x + y and its `rmsNorm`, all (n, width) and of one type, in one operator: a small one costs more for waking other threads than for its sums. */
export function addNorm(
	graph: Graph,
	x: Edge,
	y: Edge,
	stored: StoredTensor,
	epsilon: number,
): {readonly sum: Edge; readonly normal: Edge} {
	const operands = [x, y, graph.as(graph.stored(stored), x.type)];
	const [normal, sum] = graph.ops('SkipSimplifiedLayerNormalization', operands, {epsilon}, [true, false, false, true]);
	return {sum: sum!, normal: normal!};
}

/** x * sigmoid(x). */
export const silu = (graph: Graph, x: Edge): Edge => graph.op('Mul', [x, graph.op('Sigmoid', [x])]);

/** Weights and bias of a convolution, norm or other affine layer. */
export type Affine = {readonly weight: StoredTensor; readonly bias: StoredTensor};

export type ConvOptions = {
	readonly stride?: number /** Zeros added at the top, left, bottom and right. */;
	readonly pads?: readonly number[];
};

/** A square convolution over NCHW; without `pads` the kernel is centred, so that stride 1 keeps the size. */
export function conv(graph: Graph, x: Edge, {weight: kernel, bias}: Affine, {stride = 1, pads}: ConvOptions = {}): Edge {
	const size = kernel.shape[2] ?? 1;
	const margin = (size - 1) / 2;
	return graph.op('Conv', [x, weight(graph, kernel), weight(graph, bias)], {
		kernel_shape: [size, size],
		pads: pads ?? [margin, margin, margin, margin],
		strides: [stride, stride],
	});
}

/** Zero mean and unit variance over each of `groups` channel groups of NCHW, then scaled and shifted by channel. */
export function groupNorm(
	graph: Graph,
	x: Edge,
	affine: Affine,
	{groups, epsilon}: {readonly groups: number; readonly epsilon: number},
): Edge {
	const channels = affine.weight.shape[0] ?? 0;
	const grouped = graph.op('Reshape', [x, graph.ints([0, groups, -1])]);
	const ones = graph.floats(Array(groups).fill(1), [groups]);
	const zeros = graph.floats(Array(groups).fill(0), [groups]);
	const normal = graph.op('InstanceNormalization', [grouped, ones, zeros], {epsilon});
	const restored = graph.op('Reshape', [normal, graph.op('Shape', [x])]);
	const perChannel = [channels, 1, 1];
	const scaled = graph.op('Mul', [restored, weight(graph, affine.weight, {dims: perChannel})]);
	return graph.op('Add', [scaled, weight(graph, affine.bias, {dims: perChannel})]);
}

/** (1, 3 r^2, h, w) -> (1, 3, h r, w r), as torch.nn.functional.pixel_shuffle. */
export const pixelShuffle = (graph: Graph, x: Edge, r: number): Edge =>
	r === 1 ? x : graph.op('DepthToSpace', [x], {blocksize: r, mode: 'CRD'});

/** (1, 3, h r, w r) -> (1, 3 r^2, h, w), as torch.nn.functional.pixel_unshuffle. */
export function pixelUnshuffle(graph: Graph, x: Edge, r: number): Edge {
	if (r === 1) return x;
	// ONNX's SpaceToDepth counts the colour fastest, PyTorch slowest.
	const order = Array.from({length: 3 * r * r}, (_, channel) => (channel % (r * r)) * 3 + Math.floor(channel / (r * r)));
	return graph.op('Gather', [graph.op('SpaceToDepth', [x], {blocksize: r}), graph.ints(order)], {axis: 1});
}
