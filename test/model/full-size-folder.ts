import {readdir, readFile, rm, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {openWeights} from '../../src/model/checkpoint/weights.ts';
import {candidatesOf, headerOf, type PlannedTensor, planConversion, type VariantType} from '../../src/model/convert/plan.ts';
import {describeModel} from '../../src/model/describe.ts';
import {fullSizeImages} from './full-size-images.ts';
import {releasedFolder} from './released-folder.ts';

/** The released size. */
export const fullSize = {width: 4096, mlpWidth: 12_288, layers: 32, vocabulary: 134_656} as const;
const {width, mlpWidth, layers, vocabulary} = fullSize;

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
const tensors = [
	tensor('wte', vocabulary, width),
	...Array.from({length: layers}, (_, layer) => block(layer)).flat(),
	tensor('ln_f', width),
	tensor('ff_out', vocabulary, width),
];

/** Weights that are a hole in `model.safetensors`: all zeros, no space on disk. */
async function writeHole(folder: string, planned: readonly PlannedTensor[]): Promise<void> {
	const file = path.join(folder, 'model.safetensors');
	const header = headerOf(planned);
	await writeFile(file, header);
	await truncate(file, header.length + planned.reduce((sum, {length}) => sum + length, 0));
}

/** An image tokenizer of the released size, without numbers, in place of the one in a folder. */
async function writeImages(folder: string): Promise<void> {
	for (const name of (await readdir(folder)).filter(each => each.endsWith('.safetensors'))) await rm(path.join(folder, name));
	await writeFile(path.join(folder, 'config.json'), JSON.stringify({_class_name: 'VQModel', norm_num_groups: 32}));
	await writeHole(folder, fullSizeImages);
}

/** A checkpoint of family A in the released size, in bfloat16, without numbers. */
export async function fullSizeFolder() {
	const temporary = await releasedFolder('a');
	const file = path.join(temporary.folder, 'config.json');
	const config = JSON.parse(await readFile(file, 'utf8')) as object;
	const shape = {d_model: width, n_heads: 32, n_kv_heads: 32, n_layers: layers, mlp_hidden_size: mlpWidth};
	await writeFile(file, JSON.stringify({...config, ...shape}));
	await writeHole(temporary.folder, tensors);
	await writeImages(path.join(temporary.folder, 'vqvae'));
	return temporary;
}

/** Make its weights again those that it is released with. */
export const becomeReleased = (folder: string): Promise<void> => writeHole(folder, tensors);

/** Make its weights those that `models convert` would write, none of them kept as it was. */
export async function becomeVariant(folder: string, type: VariantType): Promise<void> {
	await writeHole(folder, tensors);
	const weights = await openWeights(folder);
	const {network} = (await describeModel(folder)).config;
	const plan = planConversion(weights, type, candidatesOf(weights, network, type));
	await writeHole(
		folder,
		plan.flatMap(({results}) => results),
	);
}
