import {execFileSync} from 'node:child_process';
import {truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {engineEnvironment} from '../../../src/engine/environment.ts';
import {headerOf, type PlannedTensor} from '../../../src/model/convert/plan.ts';
import {temporaryFolder} from '../recipe.ts';

const [width, mlpWidth, layers, rows] = [1024, 4096, 4, 64];

const tensor = (name: string, ...shape: readonly number[]): PlannedTensor => ({
	name: `model.transformer.${name}.weight`,
	type: 'BF16',
	shape,
	length: 2 * shape.reduce((product, size) => product * size, 1),
});
const block = (layer: number) => [
	...['q_proj', 'k_proj', 'v_proj', 'attn_out'].map(name => tensor(`blocks.${layer}.${name}`, width, width)),
	...['ff_proj', 'up_proj'].map(name => tensor(`blocks.${layer}.${name}`, mlpWidth, width)),
	tensor(`blocks.${layer}.ff_out`, width, mlpWidth),
	...['attn_norm', 'ff_norm'].map(name => tensor(`blocks.${layer}.${name}`, width)),
];
const tensors = [tensor('wte', rows, width), ...Array.from({length: layers}, (_, layer) => block(layer)).flat(), tensor('ln_f', width)];

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;

/** A few layers of wide matrices in bfloat16: a hole in a file. */
beforeAll(async () => {
	temporary = await temporaryFolder();
	const config = {d_model: width, n_heads: 8, n_layers: layers, mlp_hidden_size: mlpWidth, max_sequence_length: 64, weight_tying: true};
	await writeFile(path.join(temporary.folder, 'config.json'), JSON.stringify(config));
	const header = headerOf(tensors);
	const file = path.join(temporary.folder, 'model.safetensors');
	await writeFile(file, header);
	await truncate(file, header.length + tensors.reduce((sum, {length}) => sum + length, 0));
});
afterAll(() => temporary[Symbol.asyncDispose]());

/** Bytes of memory, no file's, that an engine's process takes for two passes, and pages of 4 kB that the system gives to the second. */
function taken(): {readonly grownBytes: number; readonly pages: number} {
	const script = fileURLToPath(new URL('fixtures/anonymous-memory.mjs', import.meta.url));
	const env = engineEnvironment();
	return JSON.parse(execFileSync(process.execPath, [script, temporary.folder, 'fenced'], {encoding: 'utf8', env})) as ReturnType<
		typeof taken
	>;
}

// Elsewhere a process does not tell what of its memory is no file's.
test.runIf(process.platform === 'linux')(
	'behind fences the widened weights of a network are in memory one at a time, and in the same memory',
	() => {
		const largest = 4 * width * mlpWidth;
		const {grownBytes, pages} = taken();
		expect(grownBytes).toBeLessThan(3 * largest);
		// Each page is filled with zeros before it is given.
		const widened = 2 * tensors.reduce((sum, {length, shape}) => sum + (shape.length === 2 ? length : 0), 0);
		expect(pages * 4096).toBeLessThan(widened / 2);
	},
);
