import {existsSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {CodeId} from '../../src/decoder/ids.ts';
import {parseConfig} from '../../src/model/checkpoint/config.ts';
import {readJson} from '../../src/model/checkpoint/json-file.ts';
import {openWeights} from '../../src/model/checkpoint/weights.ts';
import {openImageTokenizer} from '../../src/model/images/open-image-tokenizer.ts';
import {openBody, openHead} from '../../src/model/network/llada.ts';
import {headTable} from '../../src/model/network/llada-graph.ts';
import {readTensors} from './recipe.ts';

/*
The bundled checkpoint against PyTorch. `training/` writes test/fixtures/storybook.safetensors from the checkpoint as it is
stored (weights rounded to float16, then widened), everything computed in float32:
  gen.ids, gen.positions    I64 [L]               one generation sequence, with some of its output decided
  gen.logits                F32 [L, V]            of every token of it, over the whole vocabulary
  edit.ids, .positions, .logits                   the same of an edit sequence
  pixels                    F32 [1, 3, 144, 144]  what the image encoder reads, in [-1, 1]
  codes                     I64 [36]              what it makes of it, row-major
  decoded                   F32 [1, 3, 144, 144]  what the image decoder makes of `codes`
*/
const root = path.join(import.meta.dirname, '..', '..');
const folder = path.join(root, 'models', 'storybook');
const fixture = path.join(root, 'test', 'fixtures', 'storybook.safetensors');
const place = {device: 'cpu', threads: 2} as const;

/** Largest difference, as a share of the largest value. */
function relativeError(given: Float32Array, expected: Float32Array): number {
	expect(given.length).toBe(expected.length);
	const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	return expected.reduce((most, value, index) => Math.max(most, Math.abs(given[index]! - value)), 0) / largest;
}

// Skipped until the bundled model and its fixture are there.
describe.skipIf(!existsSync(fixture) || !existsSync(path.join(folder, 'config.json')))(
	'the bundled model computes what PyTorch computes',
	() => {
		test.each(['gen', 'edit'])('logits of a sequence: %s', async task => {
			const tensors = await readTensors(fixture);
			const {network} = parseConfig(await readJson(path.join(folder, 'config.json')), 'config.json');
			const weights = await openWeights(folder);
			const [end = 0] = headTable(network, weights).shape;
			const ids = tensors.integers(`${task}.ids`);
			const rows = ids.map((_, index) => index);
			for (const attention of ['fused', 'plain'] as const) {
				await using body = openBody(network, weights, place, {attention});
				await using head = openHead(network, weights, {start: 0, end, forbidden: []}, place);
				const hidden = await body.hidden({ids, positions: tensors.integers(`${task}.positions`), rows});
				const logits = await head.logits({hidden: [hidden], scales: [1]});
				expect(relativeError(logits, tensors.floats(`${task}.logits`))).toBeLessThan(1e-4);
			}
		});

		test('codes of a picture, and the picture of these codes', async () => {
			const tensors = await readTensors(fixture);
			await using images = await openImageTokenizer(path.join(folder, 'vqvae'), place);
			const [, , height = 0, width = 0] = tensors.shape('pixels');
			const codes = await images.encode({data: tensors.floats('pixels'), width, height});
			expect(codes).toEqual(tensors.integers('codes'));
			const {data} = await images.decode(codes as readonly CodeId[], height / images.patch, width / images.patch);
			expect(relativeError(data, tensors.floats('decoded'))).toBeLessThan(1e-4);
		});
	},
);
