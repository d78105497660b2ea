import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type TensorRecipe, writeWeights} from './recipe.ts';

/** Shape of a made-up checkpoint in the storybook layout. */
export type TinyShape = {
	readonly width: number;
	readonly layers: number;
	readonly heads: number;
	readonly mlpWidth: number;
	readonly dtype: 'F32' | 'F16' | 'BF16';
	/** Channels of the image tokenizer. */
	readonly channels: number;
};

export const tinyShape: TinyShape = {width: 32, layers: 2, heads: 2, mlpWidth: 48, dtype: 'F32', channels: 8};

/** A step takes some milliseconds: thousands of them outlast what a test does meanwhile, on whatever machine. */
export const slowShape: TinyShape = {...tinyShape, width: 192, layers: 6, heads: 6, mlpWidth: 768};

export const specials = ['<|t2i|>', '<|interleave|>', '<|soi|>', '<|eoi|>', '<|startoftext|>', '<|endoftext|>', '<|mdm_mask|>', '<unk>'];
const words = 'a the red blue green cat bird boat balloon house above below left right of at night by sea big small and is'.split(' ');
const marks = ['##,', '##.', '##;', '##:'];
const vocabulary = [...specials, ...words, ...marks];
export const codeOffset = vocabulary.length;
export const codebookSize = 8192;

export const tokenizerJson = {
	version: '1.0',
	truncation: null,
	padding: null,
	added_tokens: specials.map((content, id) => ({
		id,
		content,
		single_word: false,
		lstrip: false,
		rstrip: false,
		normalized: false,
		special: true,
	})),
	normalizer: {type: 'Lowercase'},
	pre_tokenizer: {type: 'WhitespaceSplit'},
	post_processor: null,
	decoder: {type: 'WordPiece', prefix: '##', cleanup: false},
	model: {
		type: 'WordPiece',
		unk_token: '<unk>',
		continuing_subword_prefix: '##',
		max_input_chars_per_word: 100,
		vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
	},
};

const config = ({width, layers, heads, mlpWidth}: TinyShape) => ({
	architectures: ['MMadaModelLM'],
	model_type: 'mmada',
	d_model: width,
	n_heads: heads,
	n_kv_heads: heads,
	n_layers: layers,
	mlp_hidden_size: mlpWidth,
	rope_theta: 10_000,
	rms_norm_eps: 1e-5,
	max_sequence_length: 184,
	learned_positions: true,
	weight_tying: false,
	mmada: {
		layout: 'storybook',
		image: {code_offset: codeOffset, codebook_size: codebookSize, rows: 6, columns: 6, patch: 24},
		text_length: 64,
		max_instruction: 40,
		defaults: {steps: 64, image_steps: 12, block_length: 16, guidance_text: 0.5, guidance_image: 0, temperature: 1, text_temperature: 0},
	},
});

function bodyRecipes({width, layers, mlpWidth, dtype}: TinyShape): TensorRecipe[] {
	const file = 'model.safetensors';
	const matrix = (name: string, outputs: number, inputs: number): TensorRecipe => ({
		name: `model.transformer.${name}.weight`,
		dtype,
		shape: [outputs, inputs],
		file,
		mean: 0,
		scale: 3 / Math.sqrt(inputs),
	});
	const table = (name: string, rows: number): TensorRecipe => ({...matrix(name, rows, width), scale: 2});
	const norm = (name: string): TensorRecipe => ({...matrix(name, 1, 1), shape: [width], mean: 1, scale: 0.5});
	return [
		table('wte', codeOffset + codebookSize),
		table('wpe', 184),
		...Array.from({length: layers}, (_, layer) => [
			norm(`blocks.${layer}.attn_norm`),
			...['q_proj', 'k_proj', 'v_proj', 'attn_out'].map(name => matrix(`blocks.${layer}.${name}`, width, width)),
			norm(`blocks.${layer}.ff_norm`),
			...['ff_proj', 'up_proj'].map(name => matrix(`blocks.${layer}.${name}`, mlpWidth, width)),
			matrix(`blocks.${layer}.ff_out`, width, mlpWidth),
		]).flat(),
		norm('ln_f'),
		matrix('ff_out', codeOffset + codebookSize, width),
	];
}

/** A MAGVIT-v2 layout of three levels, without attention, whose first layer takes 6 x 6 pixels. */
function imageRecipes({channels, dtype}: TinyShape): TensorRecipe[] {
	const file = 'model.safetensors';
	const conv = (name: string, outputs: number, inputs: number, size = 3): TensorRecipe[] => [
		{name: `${name}.weight`, dtype, shape: [outputs, inputs, size, size], file, mean: 0, scale: 3 / Math.sqrt(inputs * size * size)},
		{name: `${name}.bias`, dtype, shape: [outputs], file, mean: 0, scale: 0.2},
	];
	const norm = (name: string): TensorRecipe[] => [
		{name: `${name}.weight`, dtype, shape: [channels], file, mean: 1, scale: 0.5},
		{name: `${name}.bias`, dtype, shape: [channels], file, mean: 0, scale: 0.5},
	];
	const residual = (name: string) => [
		...norm(`${name}.norm1`),
		...conv(`${name}.conv1`, channels, channels),
		...norm(`${name}.norm2`),
		...conv(`${name}.conv2`, channels, channels),
	];
	const half = (name: string, level: string, resample: string, isResampled: (index: number) => boolean) => [
		...[0, 1, 2].flatMap(index => [
			...residual(`${name}.${level}.${index}.block.0`),
			...(isResampled(index) ? conv(`${name}.${level}.${index}.${resample}.conv`, channels, channels) : []),
		]),
		...residual(`${name}.mid.block_1`),
		...residual(`${name}.mid.block_2`),
		...norm(`${name}.norm_out`),
	];
	return [
		...conv('encoder.conv_in', channels, 108),
		...half('encoder', 'down', 'downsample', index => index < 2),
		...conv('encoder.conv_out', 13, channels),
		...conv('encoder.quant_conv', 13, 13, 1),
		...conv('decoder.post_quant_conv', 13, 13, 1),
		...conv('decoder.conv_in', channels, 13),
		{name: 'decoder.positions', dtype, shape: [1, channels, 6, 6], file, mean: 0, scale: 1},
		...half('decoder', 'up', 'upsample', index => index > 0),
		...conv('decoder.conv_out', 108, channels),
	];
}

/** Write a checkpoint with made-up weights in the layout of the bundled model. */
export async function writeTinyStorybook(folder: string, shape: TinyShape = tinyShape): Promise<void> {
	const json = (file: string, content: unknown) => writeFile(path.join(folder, file), JSON.stringify(content));
	await writeWeights(folder, bodyRecipes(shape), 1);
	await writeWeights(path.join(folder, 'vqvae'), imageRecipes(shape), 2);
	await json('config.json', config(shape));
	await json('vqvae/config.json', {_class_name: 'MAGVITv2', stem_patch: 6, norm_groups: 4, norm_eps: 1e-6});
	await json('tokenizer.json', tokenizerJson);
	await json('tokenizer_config.json', {clean_up_tokenization_spaces: false, tokenizer_class: 'PreTrainedTokenizerFast'});
}
