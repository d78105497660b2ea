import {readJsonAs} from './files.ts';
import {attentions, openNetwork} from './network.ts';
import {near, type Tally} from './tally.ts';

type Row = {
	readonly ids: readonly number[];
	readonly top5_ids: readonly (readonly number[])[];
	readonly top5_vals: readonly (readonly number[])[];
	readonly logsumexp: readonly number[];
	readonly slices: readonly {readonly pos: number; readonly start: number; readonly logits: readonly number[]}[];
};
type Forward = {
	readonly sequences: readonly Row[];
	readonly batch?: {readonly rows: readonly Row[]};
	readonly attention_mask_case?: {readonly attention_mask: readonly (readonly number[])[]; readonly rows: readonly Row[]};
};

const tolerance = 1e-4;

/** Replay forward.json: every logit that it records, by each way of attention. */
export async function replayForward(name: string, checkpoint: string, file: string, tally: Tally): Promise<void> {
	const {sequences, batch, attention_mask_case: masked} = await readJsonAs<Forward>(file);
	for (const attention of attentions) {
		await using network = await openNetwork(checkpoint, {attention});
		for (const [index, row] of [...sequences, ...(batch?.rows ?? [])].entries()) {
			await tally.check(`${name}: sequence ${index}, ${attention} attention`, async () =>
				compare(row, await network.logits(row.ids), network.vocabularySize),
			);
		}
	}
	if (!masked) return;
	await using network = await openNetwork(checkpoint, {attention: 'plain', hasKeyBias: true});
	for (const [index, row] of masked.rows.entries()) {
		await tally.check(`${name}: attention mask ${index}`, async () =>
			compare(row, await network.logits(row.ids, masked.attention_mask[index]), network.vocabularySize),
		);
	}
}

function compare(row: Row, logits: Float32Array, vocabularySize: number): void {
	for (const [position, top] of row.top5_ids.entries()) {
		const scores = logits.subarray(position * vocabularySize, (position + 1) * vocabularySize);
		near(
			`the top of position ${position}`,
			top.map(id => scores[id]!),
			row.top5_vals[position]!,
			tolerance,
		);
		const largest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
		const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0);
		near(`the logsumexp of position ${position}`, [largest + Math.log(sum)], [row.logsumexp[position]!], tolerance);
	}
	for (const {pos, start, logits: expected} of row.slices) {
		const from = pos * vocabularySize + start;
		near(`the logits of position ${pos} from ${start}`, logits.subarray(from, from + expected.length), expected, tolerance);
	}
}
