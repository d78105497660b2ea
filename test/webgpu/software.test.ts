import {execFileSync} from 'node:child_process';
import {open, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {blockInputs, linearBlocks, lookUp} from '../../src/graph/blocks.ts';
import {createGraph} from '../../src/graph/builder.ts';
import type {StoredTensor} from '../../src/graph/stored-tensor.ts';
import {headerOf, type PlannedTensor} from '../../src/model/convert/plan.ts';
import {quantize} from '../../src/model/convert/quantize.ts';
import {isFusedAttentionRight} from '../../src/model/network/fused-attention.ts';
import {readsHalf} from '../../src/runtime/reads-half.ts';
import {floatsOf, openSession} from '../../src/runtime/session.ts';
import {distanceOf, scoresOf, sequencesOnTheWay} from '../model/network/masked-rows.ts';
import {temporaryFolder} from '../model/recipe.ts';

/*
What large models do on WebGPU, with a Vulkan driver in software: `.ci/webgpu` gets one and sets MMADA_TEST_WEBGPU.
*/
const isThere = process.env.MMADA_TEST_WEBGPU !== undefined;
const webgpu = {device: 'webgpu', threads: 2} as const;
const cpu = {device: 'cpu', threads: 2} as const;
const there = test.runIf(isThere);
/** Mesa's driver reads float16; SwiftShader, which comes with Chromium, does not. */
const thereInHalf = test.runIf(isThere && (await readsHalf(webgpu)));
/** Shaders are compiled for the processor first. */
const timeout = 1_200_000;

there('fused attention is wrong on such a driver, which the self-test finds, so that attention is plain', async () => {
	expect(await isFusedAttentionRight(webgpu)).toBe(false);
	expect(await isFusedAttentionRight(webgpu, 'float16')).toBe(false);
});

thereInHalf(
	'float32 arithmetic on float16 weights is exact: no choice of the bundled model is another one than on the processor',
	{timeout},
	async () => {
		const sequences = await sequencesOnTheWay();
		const expected = await scoresOf(sequences, {attention: 'fused'}, cpu);
		const given = await scoresOf(sequences, {attention: 'plain', headGroups: 3, widening: 'fenced'}, webgpu);
		const {relative, agreement, rows} = distanceOf(given, expected);
		console.log(`WebGPU against the processor: relative error ${relative.toExponential(1)}, ${rows} rows`);
		expect(rows).toBeGreaterThan(800);
		expect(relative).toBeLessThan(1e-5);
		expect(agreement).toBe(1);
	},
);

const [width, mlpWidth, layers] = [2048, 8192, 2];
const half = (name: string, ...shape: readonly number[]): PlannedTensor => ({
	name: `model.transformer.${name}.weight`,
	type: shape.length === 1 ? 'F32' : 'F16',
	shape,
	length: (shape.length === 1 ? 4 : 2) * shape.reduce((product, size) => product * size, 1),
});

/** A few layers of wide matrices in float16: a hole in a file. @returns bytes of it */
async function writeWide(folder: string): Promise<number> {
	const block = (layer: number) => [
		...['q_proj', 'k_proj', 'v_proj', 'attn_out'].map(name => half(`blocks.${layer}.${name}`, width, width)),
		...['ff_proj', 'up_proj'].map(name => half(`blocks.${layer}.${name}`, mlpWidth, width)),
		half(`blocks.${layer}.ff_out`, width, mlpWidth),
		...['attn_norm', 'ff_norm'].map(name => half(`blocks.${layer}.${name}`, width)),
	];
	const tensors = [half('wte', 64, width), ...Array.from({length: layers}, (_, layer) => block(layer)).flat(), half('ln_f', width)];
	const config = {d_model: width, n_heads: 16, n_layers: layers, mlp_hidden_size: mlpWidth, max_sequence_length: 64, weight_tying: true};
	await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
	const header = headerOf(tensors);
	const file = path.join(folder, 'model.safetensors');
	await writeFile(file, header);
	const bytes = tensors.reduce((sum, {length}) => sum + length, 0);
	await truncate(file, header.length + bytes);
	return bytes;
}

thereInHalf(
	'a large network has nothing but the arithmetic of fences on the processor, and one widened weight at a time in memory',
	{timeout},
	async () => {
		await using temporary = await temporaryFolder();
		const bytes = await writeWide(temporary.folder);
		const script = fileURLToPath(new URL('fixtures/on-webgpu.mjs', import.meta.url));
		const found = JSON.parse(
			execFileSync(process.execPath, [script, temporary.folder], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}),
		) as {
			readonly onCpu: string[];
			readonly onGpu: string[];
			readonly grownBytes: number;
		};
		console.log(`Weights of ${bytes} bytes: the process has grown by ${found.grownBytes}`);
		expect(['Add', 'Shape', 'Sub']).toEqual(expect.arrayContaining(found.onCpu));
		expect(found.onGpu).toEqual(expect.arrayContaining(['Gemm', 'MatMul', 'Softmax', 'SkipSimplifiedLayerNormalization']));
		expect(found.grownBytes).toBeGreaterThan(bytes);
		expect(found.grownBytes).toBeLessThan(bytes + 3 * 4 * width * mlpWidth);
	},
);

there.each([
	{how: 'blocks8', bits: 8},
	{how: 'blocks4', bits: 4},
] as const)('products with weights in blocks of $bits bits are those of the processor', async ({how, bits}) => {
	const [rows, inputs, outputs] = [48, 1024, 256];
	await using temporary = await temporaryFolder();
	const wave = (length: number, scale: number) => Float32Array.from({length}, (_, index) => scale * Math.sin(index * 1.37 + (index % 11)));
	const {values, scales} = quantize(wave(outputs * inputs, 0.05), outputs, inputs, how);
	const graph = createGraph('blocks');
	const x = graph.input('x', 'float', [rows, inputs]);
	const [blocks, data] = [inputs / blockInputs, new Uint8Array(values.buffer)];
	const stored = (name: string, type: 'U8' | 'F32', shape: readonly number[], bytes: Uint8Array): StoredTensor => ({
		...{name, type, shape, file: '', offset: 0, length: bytes.length},
		data: bytes,
	});
	const product = linearBlocks(
		graph,
		x,
		stored('values', 'U8', [outputs, blocks, (blockInputs * bits) / 8], data),
		stored('scales', 'F32', [outputs, blocks], new Uint8Array(scales.buffer)),
	);
	graph.output('y', product, [rows, outputs]);
	const run = async (place: typeof cpu | typeof webgpu) => {
		await using session = await openSession(graph.bytes(), {...place, folder: temporary.folder, isStrict: true});
		return floatsOf((await session.run({x: {data: wave(rows * inputs, 1), dims: [rows, inputs]}}, ['y'])).y);
	};
	const [expected, given] = [await run(cpu), await run(webgpu)];
	let [squared, own] = [0, 0];
	expected.forEach((value, index) => {
		squared += (given[index]! - value) ** 2;
		own += value ** 2;
	});
	expect(own).toBeGreaterThan(0);
	expect(Math.sqrt(squared / own)).toBeLessThan(2e-3);
});

thereInHalf('a table of 300 MB is read where a binding holds 128 MiB', async () => {
	const [columns, rows] = [4096, 36_700];
	await using temporary = await temporaryFolder();
	// Halves between 0.5 and 1; an odd number of them, so that no two rows are alike.
	const period = Uint16Array.from({length: 2 ** 20 - 3}, (_, index) => 0x3800 | (Math.imul(index, 2_654_435_761) >>> 22));
	const length = 2 * columns * rows;
	const file = await open(path.join(temporary.folder, 'table'), 'w');
	for (let at = 0; at < length; at += period.byteLength)
		await file.write(new Uint8Array(period.buffer), 0, Math.min(period.byteLength, length - at));
	await file.close();
	const graph = createGraph('table');
	const table = {name: 'table', type: 'F16', shape: [rows, columns], file: 'table', offset: 0, length} as const;
	graph.output('y', lookUp(graph, table, graph.input('ids', 'int64', ['n'])), ['n', columns]);
	const asked = [0, 1, 16_383, 16_384, 16_385, 30_000, rows - 1];
	await using session = await openSession(graph.bytes(), {...webgpu, folder: temporary.folder, keepsWeights: true});
	const {y} = await session.run({ids: {data: BigInt64Array.from(asked, BigInt), dims: [asked.length]}}, ['y']);
	const given = floatsOf(y);
	asked.forEach((row, index) => {
		for (const column of [0, 1, columns - 1]) {
			const bits = period[(row * columns + column) % period.length]!;
			expect(given[index * columns + column], `row ${row}, column ${column}`).toBe((1 + (bits & 0x3ff) / 1024) / 2);
		}
	});
});
