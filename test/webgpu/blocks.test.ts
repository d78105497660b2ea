import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {parseConfig} from '../../src/model/checkpoint/config.ts';
import {openWeights, type Weights} from '../../src/model/checkpoint/weights.ts';
import {headerOf, type PlannedTensor} from '../../src/model/convert/plan.ts';
import {float32} from '../../src/model/network/arithmetic.ts';
import {bodyOptions} from '../../src/model/network/body-options.ts';
import {openHead, openKeepingBody, withoutKeeping} from '../../src/model/network/llada.ts';
import type {Place} from '../../src/runtime/session.ts';
import {temporaryFolder} from '../model/recipe.ts';

/*
A variant in blocks of whole numbers as large models run on WebGPU, on every driver in software that there is, SwiftShader without float16 among
them: tables on the processor, scales and a matrix in float16, one graph for all passes and one for all ways of choosing.
*/
const there = test.runIf(process.env.MMADA_TEST_WEBGPU !== undefined);
const [webgpu, cpu] = [{device: 'webgpu', threads: 2} as const, {device: 'cpu', threads: 2} as const];
const [width, mlpWidth, layers, vocabulary, blockInputs] = [128, 256, 2, 96, 32];
const json = {d_model: width, n_heads: 4, n_layers: layers, mlp_hidden_size: mlpWidth, max_sequence_length: 64};
const {network} = parseConfig(json, 'config.json');

const size = (shape: readonly number[]) => shape.reduce((product, each) => product * each, 1);
const tensor = (name: string, type: 'F16' | 'F32' | 'U8', ...shape: readonly number[]): PlannedTensor => ({
	name: `model.transformer.${name}`,
	type,
	shape,
	length: {F16: 2, F32: 4, U8: 1}[type] * size(shape),
});
const inBlocks = (name: string, outputs: number, inputs: number) => [
	tensor(`${name}.weight_int8`, 'U8', outputs, inputs / blockInputs, blockInputs),
	tensor(`${name}.scales`, 'F16', outputs, inputs / blockInputs),
];
const tensors = [
	tensor('wte.weight', 'F16', vocabulary, width),
	...Array.from({length: layers}, (_, layer) => [
		...['q_proj', 'k_proj', 'v_proj', 'attn_out'].flatMap(name => inBlocks(`blocks.${layer}.${name}`, width, width)),
		...['ff_proj', 'up_proj'].flatMap(name => inBlocks(`blocks.${layer}.${name}`, mlpWidth, width)),
		tensor(`blocks.${layer}.ff_out.weight`, 'F16', width, mlpWidth),
		...['attn_norm', 'ff_norm'].map(name => tensor(`blocks.${layer}.${name}.weight`, 'F32', width)),
	]).flat(),
	tensor('ln_f.weight', 'F32', width),
	...inBlocks('ff_out', vocabulary, width),
];

/** Numbers without a pattern: whole ones from 0 to 255, halves around 0 below 1, scales of 2^-10, norms of 1. */
function bytesOf({name, type, shape}: PlannedTensor, seed: number): Uint8Array {
	let state = seed;
	const noise = () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state >>> 16;
	};
	if (type === 'U8') return Uint8Array.from({length: size(shape)}, () => noise() & 0xff);
	if (type === 'F32') return new Uint8Array(new Float32Array(size(shape)).fill(1).buffer);
	const half = name.endsWith('scales') ? () => 0x1400 : () => 0x2c00 | (noise() & 0x83ff);
	return new Uint8Array(Uint16Array.from({length: size(shape)}, half).buffer);
}

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let weights: Weights;
beforeAll(async () => {
	temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'config.json'), JSON.stringify(json));
	const parts = [headerOf(tensors), ...tensors.map(bytesOf)];
	await writeFile(path.join(temporary.folder, 'model.safetensors'), Buffer.concat(parts));
	// Said to be large, they stay as they are stored.
	weights = {...(await openWeights(temporary.folder)), sizeBytes: 3e9};
});
afterAll(() => temporary[Symbol.asyncDispose]());

const places = Array.from({length: 40}, (_, index) => index);
const ids = places.map(index => (index * 29) % vocabulary);

/** Hidden rows of a whole pass, of one that keeps a prompt and of one that takes it over; tokens by each way of choosing, and scores. */
async function run(place: Place) {
	const how = await bodyOptions(place, weights, float32);
	await using keeping = openKeepingBody(network, weights, place, how);
	await using head = openHead(network, weights, {start: 6, end: vocabulary, forbidden: [7]}, place, how.widening);
	const input = {ids, positions: places, rows: places.slice(12)};
	const whole = await withoutKeeping(keeping).hidden(input);
	const {hidden: keeps, kept} = await keeping.hidden({...input, keep: 10});
	const {hidden: takes} = await keeping.hidden({...input, kept});
	const rows = {hidden: [whole, takes], scales: [2, -1]};
	const uniforms = input.rows.map((_, index) => (index + 0.5) / input.rows.length);
	const choices = [
		await head.choose({...rows, uniforms: [], temperature: 0}),
		await head.choose({...rows, uniforms, temperature: 1}),
		await head.choose({...rows, uniforms: [], temperature: 0}),
	];
	const given = await head.score({...rows, tokens: choices[1]!.ids});
	return {how, bodies: [whole, keeps, takes], choices, given: [...given]};
}

there('it gives what it gives on the processor, in every kind of pass and way of choosing', {timeout: 600_000}, async () => {
	const [expected, found] = [await run(cpu), await run(webgpu)];
	expect(found.how).toMatchObject({attention: 'plain', tables: 'outside'});
	for (const [index, hidden] of expected.bodies.entries()) {
		expect(hidden.length).toBe(28 * width);
		hidden.forEach((value, at) => {
			expect(Math.abs(found.bodies[index]![at]! - value)).toBeLessThan(2e-3);
		});
	}
	expect(found.choices.map(choice => choice.ids)).toEqual(expected.choices.map(choice => choice.ids));
	expect(new Set(expected.choices[1]!.ids).size).toBeGreaterThan(5);
	expect(found.given.map(value => value.toFixed(3))).toEqual([...found.choices[1]!.probabilities].map(value => value.toFixed(3)));
});
