import {open} from 'node:fs/promises';
import path from 'node:path';
import type {NetworkConfig} from '../src/model/checkpoint/config.ts';
import {headerOf, type PlannedTensor} from '../src/model/convert/plan.ts';

type Shape = Pick<NetworkConfig, 'width' | 'mlpWidth' | 'layers'>;

/** Write a LLaDA network of random weights as `model.safetensors`, float32 by default, scaled so that values stay ordinary through the layers. */
export async function writeRandomCheckpoint(
	folder: string,
	{width, mlpWidth, layers}: Shape,
	vocabulary: number,
	type: 'F32' | 'BF16' = 'F32',
): Promise<void> {
	const tensor = (name: string, shape: readonly number[]): PlannedTensor => ({
		name: `model.transformer.${name}.weight`,
		type,
		shape,
		length: (type === 'F32' ? 4 : 2) * shape.reduce((a, b) => a * b),
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
			const count = rows * (columns ?? 1);
			const next = columns === undefined || inputs === undefined ? () => 1 : random(inputs, index + 1);
			for (let start = 0; start < count; start += valuesAtOnce) {
				const values = Float32Array.from({length: Math.min(valuesAtOnce, count - start)}, next);
				await file.write(type === 'F32' ? new Uint8Array(values.buffer) : upperHalves(values));
			}
		}
	} finally {
		await file.close();
	}
}

const valuesAtOnce = 2 ** 22;

/** Uniform with variance 1 / inputs. */
function random(inputs: number, seed: number): () => number {
	const scale = Math.sqrt(12 / inputs);
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return (state / 2 ** 32 - 0.5) * scale;
	};
}

/** As bfloat16, towards zero. */
function upperHalves(values: Float32Array<ArrayBuffer>): Uint8Array {
	const words = new Uint32Array(values.buffer);
	return new Uint8Array(Uint16Array.from(words, word => word >>> 16).buffer);
}
