import type {NetworkConfig} from '../../../src/model/checkpoint/config.ts';

/** Values of a tensor, row-major, by its short name: `wte`, `blocks.0.q_proj`. */
export type ValuesOf = (name: string) => Float32Array;

/**
LLaDA's forward pass as its paper and config.json say, in float64, one number at a time: a second opinion on what the graph computes.
@returns Logits, one row per token.
*/
export function lladaLogits(config: NetworkConfig, valuesOf: ValuesOf, ids: readonly number[], positions: readonly number[]): number[][] {
	const {width, heads, keyHeads, layers, mlpWidth, normEpsilon, isTied} = config;
	const size = width / heads;
	const rowOf = (name: string, row: number) => [...valuesOf(name).subarray(row * width, (row + 1) * width)];
	let x = ids.map(id => rowOf('wte', id));
	const norm = (row: readonly number[], name: string) => {
		const scale = 1 / Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / width + normEpsilon);
		return row.map((value, index) => value * scale * valuesOf(name)[index]!);
	};
	const times = (name: string, outputs: number, row: readonly number[]) => {
		const matrix = valuesOf(name);
		return Array.from({length: outputs}, (_, output) =>
			row.reduce((sum, value, input) => sum + value * matrix[output * row.length + input]!, 0),
		);
	};
	for (let layer = 0; layer < layers; layer++) {
		const name = (part: string) => `blocks.${layer}.${part}`;
		const normal = x.map(row => norm(row, name('attn_norm')));
		const query = normal.map((row, place) => rotate(times(name('q_proj'), width, row), positions[place]!, size, config.ropeTheta));
		const key = normal.map((row, place) => rotate(times(name('k_proj'), keyHeads * size, row), positions[place]!, size, config.ropeTheta));
		const value = normal.map(row => times(name('v_proj'), keyHeads * size, row));
		x = x.map((row, place) => {
			const attended = Array.from({length: heads}, (_, head) => {
				const [from, keyFrom] = [head * size, Math.floor((head * keyHeads) / heads) * size];
				const scores = key.map(keyRow => sumOver(size, index => query[place]![from + index]! * keyRow[keyFrom + index]!) / Math.sqrt(size));
				const most = Math.max(...scores);
				const shares = scores.map(score => Math.exp(score - most));
				const total = shares.reduce((sum, share) => sum + share, 0);
				return Array.from({length: size}, (_unused, index) =>
					sumOver(shares.length, other => (shares[other]! / total) * value[other]![keyFrom + index]!),
				);
			}).flat();
			const mixed = times(name('attn_out'), width, attended).map((part, index) => part + row[index]!);
			const inner = norm(mixed, name('ff_norm'));
			const [gate, up] = [times(name('ff_proj'), mlpWidth, inner), times(name('up_proj'), mlpWidth, inner)];
			const gated = gate.map((part, index) => (part / (1 + Math.exp(-part))) * up[index]!);
			return times(name('ff_out'), width, gated).map((part, index) => part + mixed[index]!);
		});
	}
	const head = isTied ? 'wte' : 'ff_out';
	const vocabulary = valuesOf(head).length / width;
	return x.map(row => times(head, vocabulary, norm(row, 'ln_f')));
}

/** Halves of every head rotated against each other; frequencies and angles in float32, as PyTorch computes them. */
function rotate(row: readonly number[], position: number, size: number, theta: number): number[] {
	return row.map((value, index) => {
		const [place, half] = [index % size, size / 2];
		const exponent = Math.fround((2 * (place % half)) / size);
		const angle = Math.fround(position * Math.fround(1 / Math.fround(theta ** exponent)));
		const other = place < half ? -row[index + half]! : row[index - half]!;
		return value * Math.cos(angle) + other * Math.sin(angle);
	});
}

const sumOver = (count: number, term: (index: number) => number): number => {
	let sum = 0;
	for (let index = 0; index < count; index++) sum += term(index);
	return sum;
};
