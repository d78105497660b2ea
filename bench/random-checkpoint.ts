import {open} from 'node:fs/promises';
import path from 'node:path';
import type {NetworkConfig} from '../src/model/checkpoint/config.ts';
import {headerOf, type PlannedTensor} from '../src/model/convert/plan.ts';

/** Write a LLaDA network of random weights as `model.safetensors`, float32, scaled so that values stay ordinary through the layers. */
export async function writeRandomCheckpoint(folder: string, {width, mlpWidth, layers}: NetworkConfig, vocabulary: number): Promise<void> {
	const tensor = (name: string, shape: readonly number[]): PlannedTensor => ({
		name: `model.transformer.${name}.weight`,
		type: 'F32',
		shape,
		length: 4 * shape.reduce((a, b) => a * b),
	});
	const projections = {q_proj: [width, width], k_proj: [width, width], v_proj: [width, width], attn_out: [width, width]};
	const mlp = {ff_proj: [mlpWidth, width], up_proj: [mlpWidth, width], ff_out: [width, mlpWidth]};
	const blocks = Array.from({length: layers}, (_, layer) =>
		Object.entries({attn_norm: [width], ...projections, ff_norm: [width], ...mlp}).map(([name, shape]) =>
			tensor(`blocks.${layer}.${name}`, shape),
		),
	);
	const tensors = [tensor('wte', [vocabulary, width]), ...blocks.flat(), tensor('ln_f', [width]), tensor('ff_out', [vocabulary, width])];
	const file = await open(path.join(folder, 'model.safetensors'), 'w');
	try {
		await file.write(headerOf(tensors));
		for (const [index, {name, shape}] of tensors.entries()) {
			// In trained networks a layer adds to its input, and does not drown it.
			const [rows = 0, columns] = shape;
			const inputs = name.endsWith('wte.weight') ? 1 : columns;
			const values = columns === undefined || inputs === undefined ? ones(rows) : randomValues(rows * columns, inputs, index + 1);
			await file.write(new Uint8Array(values.buffer));
		}
	} finally {
		await file.close();
	}
}

/** The weights of a norm. */
const ones = (count: number) => new Float32Array(count).fill(1);

/** Uniform with variance 1 / inputs. */
function randomValues(count: number, inputs: number, seed: number): Float32Array<ArrayBuffer> {
	const scale = Math.sqrt(12 / inputs);
	const values = new Float32Array(count);
	let state = seed;
	for (let index = 0; index < values.length; index++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		values[index] = (state / 2 ** 32 - 0.5) * scale;
	}
	return values;
}
