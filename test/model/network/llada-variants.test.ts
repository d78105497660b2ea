import {rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {readRows} from '../../../src/model/checkpoint/read-tensor.ts';
import {openWeights, type Weights} from '../../../src/model/checkpoint/weights.ts';
import {openLayers} from '../../../src/model/network/layerwise.ts';
import {openBody, openHead, openKeepingBody} from '../../../src/model/network/llada.ts';
import {type TensorRecipe, temporaryFolder, writeWeights} from '../recipe.ts';
import {lladaLogits} from './llada-reference.ts';

/*
Shapes, types and names that a checkpoint may have besides those of the golden ones, against a forward pass that is written anew.
*/
type Variant = {
	readonly rule: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly rows?: number;
	/** What stands before `transformer.`. */
	readonly prefix?: string;
	readonly dtype?: (order: number) => TensorRecipe['dtype'];
	readonly files?: number;
	readonly seed?: number;
};

const base = {
	d_model: 48,
	n_heads: 4,
	n_layers: 2,
	mlp_hidden_size: 40,
	max_sequence_length: 4096,
	rope_theta: 500_000,
	rms_norm_eps: 1e-5,
};
const place = {device: 'cpu', threads: 1} as const;
const types = ['F32', 'F16', 'BF16'] as const;

const variants: readonly Variant[] = [
	{rule: 'one head', config: {...base, n_heads: 1}},
	{rule: 'heads of a size that is no power of two', config: {...base, d_model: 72, n_heads: 3}},
	{rule: 'fewer heads for keys', config: {...base, n_kv_heads: 2}},
	{rule: 'one head for all keys', config: {...base, n_kv_heads: 1}},
	{rule: 'a width of the MLP by its ratio', config: {...base, mlp_hidden_size: null, mlp_ratio: 1.5}},
	{rule: 'another theta and epsilon', config: {...base, rope_theta: 12_345.678, rms_norm_eps: 0.01}},
	{rule: 'one layer, an odd vocabulary', config: {...base, n_layers: 1}, rows: 61},
	{rule: 'five layers', config: {...base, n_layers: 5}, seed: 9},
	{rule: 'a head that is the embedding', config: {...base, weight_tying: true}},
	{rule: 'float16', config: base, dtype: () => 'F16'},
	{rule: 'bfloat16', config: base, dtype: () => 'BF16', seed: 3},
	{rule: 'all types at once', config: base, dtype: order => types[order % 3]!},
	{
		rule: 'all types at once, fewer heads for keys, in shards',
		config: {...base, n_kv_heads: 2},
		dtype: order => types[(order + 1) % 3]!,
		files: 4,
	},
	{rule: 'names without a prefix', config: base, prefix: ''},
	{rule: 'names with two prefixes, in shards', config: base, prefix: 'model.model.', files: 3},
];

test.each(variants)('$rule', async ({config: json, rows = 64, prefix = 'model.', dtype = () => 'F32', files = 1, seed = 1}) => {
	await using temporary = await temporaryFolder();
	const {network} = parseConfig(json, 'config.json');
	const {width, heads, keyHeads, layers, mlpWidth, isTied} = network;
	const keyWidth = (width / heads) * keyHeads;
	const shapes: readonly (readonly [string, ...number[]])[] = [
		['wte', rows, width],
		...Array.from({length: layers}, (_, layer): [string, ...number[]][] => [
			[`blocks.${layer}.attn_norm`, width],
			[`blocks.${layer}.q_proj`, width, width],
			[`blocks.${layer}.k_proj`, keyWidth, width],
			[`blocks.${layer}.v_proj`, keyWidth, width],
			[`blocks.${layer}.attn_out`, width, width],
			[`blocks.${layer}.ff_norm`, width],
			[`blocks.${layer}.ff_proj`, mlpWidth, width],
			[`blocks.${layer}.up_proj`, mlpWidth, width],
			[`blocks.${layer}.ff_out`, width, mlpWidth],
		]).flat(),
		['ln_f', width],
		...(isTied ? [] : [['ff_out', rows, width] as const]),
	];
	const recipes = shapes.map(
		([name, ...shape], order): TensorRecipe => ({
			name: `${prefix}transformer.${name}.weight`,
			dtype: dtype(order),
			shape,
			file: files === 1 ? 'model.safetensors' : `model-0000${1 + (order % files)}-of-0000${files}.safetensors`,
			...(shape.length === 1 ? {mean: 1, scale: 0.5} : {mean: 0, scale: name === 'wte' ? 2 : 3 / Math.sqrt(shape[1]!)}),
		}),
	);
	await writeWeights(temporary.folder, recipes, seed);
	const weights = await openWeights(temporary.folder);
	const values = new Map<string, Float32Array>();
	for (const {name} of recipes)
		values.set(name.slice(prefix.length + 'transformer.'.length, -'.weight'.length), await readRows(temporary.folder, weights.get(name)));

	const ids = Array.from({length: 11}, (_, index) => (index * 17 + 5) % rows);
	const positions = ids.map((_, index) => (index < 5 ? index : 4000 + index * 7));
	const expected = lladaLogits(network, name => values.get(name)!, ids, positions).flat();
	for (const attention of ['fused', 'plain'] as const) {
		expect(furthest(await logitsOf(weights, network, {ids, positions, attention, rows}), expected)).toBeLessThan(1e-4);
		expect(await prefixError(weights, network, {ids, positions, attention})).toBeLessThan(1e-5);
	}
	const one = openLayers(network, weights);
	let x = await one.embed(ids, positions);
	for (let layer = 0; layer < layers; layer++) x = await one.layer(layer, x, positions);
	const hidden = await one.norm(x, [3, 10]);
	expect(
		furthest(
			await one.scores(hidden, 5, 40),
			[3, 10].flatMap(row => expected.slice(row * rows + 5, row * rows + 40)),
		),
	).toBeLessThan(1e-4);
});

async function logitsOf(
	weights: Weights,
	network: ReturnType<typeof parseConfig>['network'],
	{ids, positions, attention, rows}: {ids: number[]; positions: number[]; attention: 'fused' | 'plain'; rows: number},
): Promise<Float32Array> {
	await using body = openBody(network, weights, place, {attention});
	await using head = openHead(network, weights, {start: 0, end: rows, forbidden: []}, place);
	const hidden = await body.hidden({ids, positions, rows: ids.map((_, index) => index)});
	return await head.logits({hidden: [hidden], scales: [1]});
}

/** How far the last rows are off when the first four were kept from another pass. */
async function prefixError(
	weights: Weights,
	network: ReturnType<typeof parseConfig>['network'],
	{attention, ...sequence}: {ids: number[]; positions: number[]; attention: 'fused' | 'plain'},
): Promise<number> {
	await using keeping = openKeepingBody(network, weights, place, {attention});
	const rows = sequence.ids.map((_, index) => index).slice(4);
	const {hidden, kept} = await keeping.hidden({...sequence, rows, keep: 4});
	return furthest((await keeping.hidden({...sequence, rows, kept})).hidden, [...hidden]);
}

const furthest = (given: Float32Array, expected: readonly number[]): number => {
	expect(given).toHaveLength(expected.length);
	return expected.reduce((most, value, index) => Math.max(most, Math.abs(value - given[index]!)), 0);
};

test('a tensor in another shard than the index says is named with the file', async () => {
	await using temporary = await temporaryFolder();
	const recipe = (name: string, file: string): TensorRecipe => ({name, dtype: 'F32', shape: [2], file, values: [1, 2]});
	await writeWeights(
		temporary.folder,
		[recipe('a', 'model-00001-of-00002.safetensors'), recipe('b', 'model-00002-of-00002.safetensors')],
		1,
	);
	expect([...(await openWeights(temporary.folder)).names].sort()).toEqual(['a', 'b']);
	const index = path.join(temporary.folder, 'model.safetensors.index.json');
	await writeFile(index, JSON.stringify({weight_map: {a: 'model-00002-of-00002.safetensors', b: 'model-00002-of-00002.safetensors'}}));
	await expect(openWeights(temporary.folder)).rejects.toMatchObject({
		exitCode: 65,
		message: expect.stringContaining('model-00002-of-00002.safetensors lacks the tensor a, which model.safetensors.index.json promises'),
	});
	await rename(path.join(temporary.folder, 'model-00001-of-00002.safetensors'), path.join(temporary.folder, 'pytorch_model.safetensors'));
	await rename(index, path.join(temporary.folder, 'other.json'));
	expect((await openWeights(temporary.folder)).names).toEqual(['a']);
});
