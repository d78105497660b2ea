import {type Affine, weight} from './blocks.ts';
import type {Edge, Graph} from './builder.ts';

/** The rows of a 3-row kernel that meet the same value once every value stands twice, from the top, for even and odd results. */
const rowsThatMeet = [
	[[0], [1, 2]],
	[[0, 1], [2]],
] as const;
const parities = [0, 1] as const;

/**
A centred 3x3 convolution of the picture of twice the size in which each value of `x` (1, in, h, w) stands four times: (1, out, 2 h, 2 w). The large
picture is never made: of the nine products of a result several read the same value, so that results of even and odd rows and columns are each a 2x2
convolution of `x` with the sums of weights, 4 products in place of 9. Rounded otherwise than that of the large picture.
*/
export function doubledConv(graph: Graph, x: Edge, {weight: kernel, bias}: Affine): Edge {
	const [out = 0, channels = 0] = kernel.shape;
	// Sums of weights are made when the session opens.
	const flat = weight(graph, kernel, {dims: [out * channels, 9]});
	const shift = weight(graph, bias);
	const phases = parities.flatMap(row =>
		parities.map(column => {
			const sums = graph.op('MatMul', [flat, graph.floats(pickSums(row, column), [9, 4])]);
			const small = graph.op('Reshape', [sums, graph.ints([out, channels, 2, 2])]);
			const pads = [1 - row, 1 - column, row, column];
			return graph.op('Conv', [x, small, shift], {kernel_shape: [2, 2], pads, strides: [1, 1]});
		}),
	);
	// (phase, out) to (out, phase), the channels' order of DepthToSpace.
	return graph.op('DepthToSpace', [graph.op('Concat', phases, {axis: 1})], {blocksize: 2, mode: 'DCR'});
}

/** (9, 4): 1 where a weight of the 3x3 kernel is part of one of the 2x2. */
function pickSums(row: 0 | 1, column: 0 | 1): number[] {
	const picked = new Array<number>(36).fill(0);
	for (const [y, rows] of rowsThatMeet[row].entries())
		for (const [x, columns] of rowsThatMeet[column].entries())
			for (const tall of rows) for (const wide of columns) picked[(3 * tall + wide) * 4 + 2 * y + x] = 1;
	return picked;
}
