import {type FileHandle, open} from 'node:fs/promises';
import path from 'node:path';
import {bytesPerElement} from '../src/graph/stored-tensor.ts';
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
		length: bytesPerElement[type] * shape.reduce((a, b) => a * b),
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
	const periods = new Map<number, Uint8Array>();
	const periodOf = (inputs: number) => {
		const period = periods.get(inputs) ?? bytesIn(type, randomValues(inputs));
		periods.set(inputs, period);
		return period;
	};
	try {
		await file.write(headerOf(tensors));
		for (const [index, {name, shape, length}] of tensors.entries()) {
			const [, columns] = shape;
			if (columns === undefined) {
				await file.write(bytesIn(type, new Float32Array(length / bytesPerElement[type]).fill(1)));
				continue;
			}
			// In trained networks a layer adds to its input, and does not drown it.
			const period = periodOf(name.endsWith('wte.weight') ? 1 : columns);
			await writeRepeated(file, period, {start: ((index * 7919) % valuesInPeriod) * bytesPerElement[type], length});
		}
	} finally {
		await file.close();
	}
}

/** Repeated over and over, as drawing sixteen gigabytes takes minutes; odd, so that no two rows of a matrix are alike. */
const valuesInPeriod = 2 ** 22 - 3;

/** Uniform with variance 1 / inputs. */
function randomValues(inputs: number): Float32Array<ArrayBuffer> {
	const scale = Math.sqrt(12 / inputs);
	let state = inputs;
	return Float32Array.from({length: valuesInPeriod}, () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return (state / 2 ** 32 - 0.5) * scale;
	});
}

/** As they are, or as bfloat16, towards zero. */
function bytesIn(type: 'F32' | 'BF16', values: Float32Array<ArrayBuffer>): Uint8Array {
	if (type === 'F32') return new Uint8Array(values.buffer);
	return new Uint8Array(Uint16Array.from(new Uint32Array(values.buffer), word => word >>> 16).buffer);
}

async function writeRepeated(file: FileHandle, period: Uint8Array, {start, length}: {readonly start: number; readonly length: number}) {
	let at = start;
	for (let left = length; left > 0; ) {
		const {bytesWritten} = await file.write(period, at, Math.min(left, period.length - at));
		left -= bytesWritten;
		at = (at + bytesWritten) % period.length;
	}
}
