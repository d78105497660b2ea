import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {readJson} from '../../../src/model/checkpoint/json-file.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {openBody, openHead} from '../../../src/model/network/llada.ts';
import type {BodyOptions} from '../../../src/model/network/llada-graph.ts';
import {goldenJson, temporaryFolder, writeGolden} from '../recipe.ts';

/** Logits that the published code gave for a sequence: see "forward.json" in the golden README. */
type Row = {
	readonly ids: readonly number[];
	readonly top5_ids: readonly (readonly number[])[];
	readonly top5_vals: readonly (readonly number[])[];
	readonly logsumexp: readonly number[];
	readonly slices: readonly {readonly pos: number; readonly start: number; readonly end: number; readonly logits: readonly number[]}[];
};
type Forward = {
	readonly sequences: readonly Row[];
	readonly batch: {readonly rows: readonly Row[]};
	readonly attention_mask_case?: {readonly attention_mask: readonly (readonly number[])[]; readonly rows: readonly Row[]};
};

const vocabulary = 134_656;
const tolerance = 1e-4;
const place = {device: 'cpu', threads: 2} as const;

describe.each(['m', 'a'])('family %s: logits of the published code', family => {
	let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
	let forward: Forward;
	beforeAll(async () => {
		temporary = await temporaryFolder();
		await writeGolden(temporary.folder, family, 'checkpoint');
		forward = await goldenJson(family, 'forward.json');
	});
	afterAll(() => temporary[Symbol.asyncDispose]());

	const open = async (options: BodyOptions) => {
		const {network} = parseConfig(await readJson(path.join(temporary.folder, 'config.json')), 'config.json');
		const weights = await openWeights(temporary.folder);
		const body = openBody(network, weights, place, options);
		const head = openHead(network, weights, {start: 0, end: vocabulary, forbidden: []}, place);
		return {
			async logits(ids: readonly number[], keyBias?: readonly number[]) {
				const rows = ids.map((_, index) => index);
				const hidden = await body.hidden({ids, positions: rows, rows, ...(keyBias && {keyBias})});
				return head.logits({hidden: [hidden], scales: [1]});
			},
			async [Symbol.asyncDispose]() {
				await body[Symbol.asyncDispose]();
				await head[Symbol.asyncDispose]();
			},
		};
	};

	test.each(['fused', 'plain'] as const)('%s attention', async attention => {
		await using network = await open({attention});
		for (const row of [...forward.sequences, ...forward.batch.rows])
			expect(largestError(row, await network.logits(row.ids))).toBeLessThan(tolerance);
	});

	test.runIf(family === 'm')('a mask added to the attention scores, as in training', async () => {
		const masked = forward.attention_mask_case!;
		await using network = await open({attention: 'plain', hasKeyBias: true});
		for (const [index, row] of masked.rows.entries()) {
			expect(largestError(row, await network.logits(row.ids, masked.attention_mask[index]))).toBeLessThan(tolerance);
		}
	});
});

/** Largest distance of `logits` (L, vocabulary) from anything that is recorded of them. */
function largestError(row: Row, logits: Float32Array): number {
	let largest = 0;
	const compare = (given: number | undefined, expected: number) => {
		largest = Math.max(largest, Math.abs((given ?? Number.NaN) - expected));
	};
	for (const position of row.ids.keys()) {
		const scores = logits.subarray(position * vocabulary, (position + 1) * vocabulary);
		row.top5_ids[position]!.forEach((id, index) => {
			compare(scores[id], row.top5_vals[position]![index]!);
		});
		compare(Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)), row.logsumexp[position]!);
	}
	for (const {pos, start, logits: expected} of row.slices) {
		expected.forEach((value, index) => {
			compare(logits[pos * vocabulary + start + index], value);
		});
	}
	return Number.isNaN(largest) ? Number.POSITIVE_INFINITY : largest;
}
