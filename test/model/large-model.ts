import {readFile, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {headerOf} from '../../src/model/convert/plan.ts';

/** Make the model of a folder one of 0.6 billion parameters, all of them in its tables: a hole in a file. */
export async function writeLarge(folder: string): Promise<void> {
	const shape = [134_656, 2304];
	const length = 2 * 134_656 * 2304;
	const tensors = ['wte', 'ff_out'].map(name => ({name: `model.transformer.${name}.weight`, type: 'BF16' as const, shape, length}));
	const header = headerOf(tensors);
	await writeFile(path.join(folder, 'model.safetensors'), header);
	await truncate(path.join(folder, 'model.safetensors'), header.length + 2 * length);
	const file = path.join(folder, 'config.json');
	const config = JSON.parse(await readFile(file, 'utf8')) as object;
	await writeFile(file, JSON.stringify({...config, d_model: 2304, n_heads: 18, n_kv_heads: 18, mlp_hidden_size: 6144, n_layers: 32}));
}
