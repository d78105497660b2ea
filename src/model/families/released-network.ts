import type {TokenId} from '../../decoder/ids.ts';
import {chooseFromLogits, type ReleasedNetwork} from '../../decoder/released/network.ts';
import type {BodyInput, HeadInput, HeadOutput} from '../network/llada.ts';

/** Hidden rows of one pass, (R, width). */
export type ReleasedPass = {readonly rows: readonly number[]; readonly hidden: Float32Array};

type Head = {choose(input: HeadInput): Promise<HeadOutput>; logits(input: HeadInput): Promise<Float32Array>};

export type ReleasedParts = {
	readonly body: {hidden(input: BodyInput): Promise<Float32Array>};
	/** Over the whole vocabulary. */
	readonly textHead: Head;
	/** Over the image codes. */
	readonly imageHead: Head;
	readonly width: number;
};

/** The network for the released loops. `sampling`: where tokens are chosen; Gumbel noise always needs the raw logits. */
export function releasedNetwork(
	{body, textHead, imageHead, width}: ReleasedParts,
	sampling: 'graph' | 'logits' = 'graph',
): ReleasedNetwork<ReleasedPass> {
	return {
		pass: async (ids, rows) => ({rows, hidden: await body.hidden({ids, positions: ids.map((_, index) => index), rows})}),
		async choose({passes, rows, start, end, sampling: how}) {
			const head = start === 0 ? textHead : imageHead;
			const input = {
				hidden: passes.map(({pass}) => gather(pass, rows, width)),
				scales: passes.map(({scale}) => scale),
				uniforms: how.type === 'inverse-cdf' ? how.uniforms : rows.map(() => 0.5),
				temperature: how.type === 'inverse-cdf' ? 1 : 0,
			};
			if (sampling === 'logits' || how.type === 'gumbel')
				return chooseFromLogits(await head.logits(input), {columns: end - start, start, sampling: how});
			const {ids, probabilities} = await head.choose(input);
			return rows.map((_, order) => ({id: ids[order] as TokenId, probability: probabilities[order]!}));
		},
	};
}

function gather({rows: known, hidden}: ReleasedPass, rows: readonly number[], width: number): Float32Array {
	const orderOf = new Map(known.map((row, order) => [row, order]));
	const gathered = new Float32Array(rows.length * width);
	for (const [order, row] of rows.entries()) {
		const from = orderOf.get(row);
		if (from === undefined) throw new RangeError(`Row ${row} was not asked for in the pass.`);
		gathered.set(hidden.subarray(from * width, (from + 1) * width), order * width);
	}
	return gathered;
}
