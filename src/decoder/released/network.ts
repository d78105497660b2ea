import type {Choice} from '../denoiser.ts';
import type {TokenId} from '../ids.ts';

/** Ways to choose one token per row from its logits. */
export type Sampling =
	| {readonly type: 'argmax'}
	/** The first token whose cumulative probability is above the row's uniform. */
	| {readonly type: 'inverse-cdf'; readonly uniforms: readonly number[]}
	/** The token with the highest logit + temperature * Gumbel. Needs the logits outside the graph. */
	| {
			readonly type: 'gumbel';
			readonly temperature: number;
			/** In (0, 1), for the asked row number `order` and a token. */
			readonly uniform: (order: number, token: number) => number;
			/** -log(-log u), but for the family's own guards against log 0; grows with u. */
			readonly gumbel: (u: number) => number;
	  };

/** Rows of a pass and the weight of its logits in a guided sum. */
export type WeightedPass<Pass> = {readonly pass: Pass; readonly scale: number};

/** The network as the released loops use it: they weigh logits of passes made at different moments of a step. */
export type ReleasedNetwork<Pass> = {
	/** One pass over a sequence, for the rows (indices into `ids`) that will be asked for. */
	pass(ids: readonly TokenId[], rows: readonly number[]): Promise<Pass>;
	/**
	One choice per row from the weighted sum of logits, among the tokens `start` <= id < `end`.
	@param rows - Indices into the sequence, each among the rows of every pass.
	@returns The token, and its probability under the softmax of the sum over that range, whatever the sampling.
	*/
	choose(request: {
		readonly passes: readonly WeightedPass<Pass>[];
		readonly rows: readonly number[];
		readonly start: number;
		readonly end: number;
		readonly sampling: Sampling;
	}): Promise<readonly Choice[]>;
};

/**
The choices of some rows from their logits: for networks that hand them out.
@param logits - Shape (rows, columns); column 0 is the token `start`.
*/
export function chooseFromLogits(
	logits: Float32Array,
	{columns, start, sampling}: {columns: number; start: number; sampling: Sampling},
): Choice[] {
	return Array.from({length: logits.length / columns}, (_, order) => {
		const row = logits.subarray(order * columns, (order + 1) * columns);
		const best = argmax(row);
		const highest = row[best]!;
		let total = 0;
		for (let column = 0; column < columns; column++) total += Math.exp(row[column]! - highest);
		let column = best;
		if (sampling.type === 'inverse-cdf') column = inverseCdf(row, highest, sampling.uniforms[order]! * total);
		if (sampling.type === 'gumbel') column = noisyArgmax(row, highest, sampling, token => sampling.uniform(order, start + token));
		// A column of the joint vocabulary is a token.
		return {id: (start + column) as TokenId, probability: Math.exp(row[column]! - highest) / total};
	});
}

/** The first column with the highest value. */
function argmax(row: ArrayLike<number>): number {
	let best = 0;
	for (let column = 1; column < row.length; column++) if (row[column]! > row[best]!) best = column;
	return best;
}

/** The first column whose cumulative weight, exp(logit - highest), is above `target`. */
function inverseCdf(row: Float32Array, highest: number, target: number): number {
	let sum = 0;
	for (let column = 0; column < row.length; column++) {
		sum += Math.exp(row[column]! - highest);
		if (sum > target) return column;
	}
	return row.length - 1;
}

/**
The first column with the highest logit + temperature * Gumbel. A column whose noise could not lift even the highest logit above the
best score so far is passed over: the two logarithms of a Gumbel are the cost of it.
*/
function noisyArgmax(
	row: Float32Array,
	highest: number,
	{temperature, gumbel}: {temperature: number; gumbel: (u: number) => number},
	uniformOf: (column: number) => number,
): number {
	let best = 0;
	let bestScore = Number.NEGATIVE_INFINITY;
	let leastUniform = 0;
	for (let column = 0; column < row.length; column++) {
		const u = uniformOf(column);
		if (u < leastUniform) continue;
		const score = row[column]! + temperature * gumbel(u);
		if (score <= bestScore) continue;
		best = column;
		bestScore = score;
		// With some room for the guards against log 0.
		leastUniform = Math.exp(-Math.exp((highest - bestScore) / temperature)) - 1e-7;
	}
	return best;
}
