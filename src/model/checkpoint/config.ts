import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';

const size = z
	.int()
	.min(1)
	.max(1 << 20);

/** Values of the rotary tables, which are computed: 64 times those of the 8B models. */
const maxRotaryValues = 2 ** 25;

/** What the graph depends on; a checkpoint that says anything else about these is another network than LLaDA's. */
const expectedSwitches = {
	activation_type: 'silu',
	alibi: false,
	attention_layer_norm: false,
	block_group_size: 1,
	block_type: 'llama',
	include_bias: false,
	include_qkv_bias: false,
	input_emb_norm: false,
	layer_norm_type: 'rms',
	multi_query_attention: false,
	rope: true,
	scale_logits: false,
} as const;

const networkSchema = z.looseObject({
	architectures: z.array(z.string()).default([]),
	d_model: size,
	n_heads: size,
	n_kv_heads: size.nullish(),
	n_layers: size.max(1024),
	mlp_hidden_size: size.nullish(),
	mlp_ratio: z.number().positive().default(4),
	rope_theta: z.number().positive().default(10_000),
	rms_norm_eps: z.number().positive().default(1e-5),
	max_sequence_length: size.max(1 << 17),
	weight_tying: z.boolean().default(false),
	learned_positions: z.boolean().default(false),
	num_vq_tokens: size.nullish(),
	text_vocab_size: size.nullish(),
});

/** The shape of a LLaDA transformer. */
export type NetworkConfig = {
	readonly architecture: string;
	readonly width: number;
	readonly heads: number;
	/** Heads of keys and values: each serves `heads / keyHeads` in a row. */
	readonly keyHeads: number;
	readonly layers: number;
	readonly mlpWidth: number;
	readonly ropeTheta: number;
	readonly normEpsilon: number;
	/** Position ids are below it. */
	readonly maxSequenceLength: number;
	/** The head is the embedding table. */
	readonly isTied: boolean;
	/** `wpe` is added to the embedding, besides RoPE. */
	readonly hasLearnedPositions: boolean;
};

const share = z.number().min(0);
const name = z
	.string()
	.max(64)
	.regex(/^\p{L}[\p{L} -]*$/u);
/** Things and their names; looked up one by one. */
const mostThings = 1000;

const storybookSchema = z.object({
	layout: z.literal('storybook'),
	image: z.object({code_offset: size, codebook_size: size, rows: size.max(256), columns: size.max(256), patch: size.max(256)}),
	text_length: size.max(4096),
	max_instruction: size.max(4096),
	defaults: z.object({
		steps: size,
		image_steps: size,
		block_length: size,
		guidance_text: share,
		guidance_image: share,
		temperature: share,
		text_temperature: share,
	}),
	things: z
		.array(z.tuple([name], name).refine(names => names.length <= 16, 'a thing has at most 16 names'))
		.min(1)
		.max(mostThings)
		.optional(),
	cannot_draw: z.array(name).max(mostThings).optional(),
});

/** Settings that a model's makers recommend; named as in the settings of a run. */
export type Defaults = {
	readonly steps: number;
	readonly imageSteps: number;
	readonly blockLength: number;
	readonly guidanceText: number;
	readonly guidanceImage: number;
	readonly temperature: number;
	readonly textTemperature: number;
};

/** The `mmada` part of config.json: how a checkpoint of the storybook layout is used. */
export type StorybookConfig = {
	/** Token of image code 0. */
	readonly codeOffset: number;
	readonly codebookSize: number;
	/** Image grid, in tokens. */
	readonly rows: number;
	readonly columns: number;
	/** Pixels per side of one token. */
	readonly patch: number;
	/** Text output tokens. */
	readonly textLength: number;
	/** Instruction tokens at most. */
	readonly maxInstruction: number;
	readonly defaults: Defaults;
	/** The things that it draws, each by all its names, the usual one first; none where that has no end. */
	readonly things?: readonly (readonly [string, ...string[]])[];
	/** Everyday things that it knows the words for and cannot draw. */
	readonly cannotDraw?: readonly string[];
};

/** What a released checkpoint's config.json says about its pictures, if anything. */
export type ReleasedConfig = {
	/** Tokens of the picture that is made (M). */
	readonly imageTokens?: number;
	/** Token of image code 0 (A). */
	readonly codeOffset?: number;
};

export type ModelConfig = {readonly network: NetworkConfig; readonly released: ReleasedConfig; readonly storybook?: StorybookConfig};

/** Read what a config.json says. `file` is named in errors. @throws UserError (exit 65) */
export function parseConfig(json: unknown, file: string): ModelConfig {
	const both = parseNetwork(json, file);
	const {mmada} = z.looseObject({mmada: z.unknown()}).partial().parse(json);
	return mmada === undefined ? both : {...both, storybook: parseStorybook(mmada, file)};
}

function parseNetwork(json: unknown, file: string): Omit<ModelConfig, 'storybook'> {
	const parsed = networkSchema.safeParse(json);
	if (!parsed.success) throw badConfig(file, sentence(parsed.error), parsed.error);
	const {data} = parsed;
	for (const [key, expected] of Object.entries(expectedSwitches)) {
		const given = data[key] ?? expected;
		if (given !== expected) throw badConfig(file, `${key} is ${JSON.stringify(given)}, and only ${JSON.stringify(expected)} can be run`);
	}
	if (data.d_model % (2 * data.n_heads) !== 0)
		throw badConfig(file, `d_model ${data.d_model} does not split into ${data.n_heads} heads of even size`);
	if (data.max_sequence_length * (data.d_model / data.n_heads) > maxRotaryValues)
		throw badConfig(
			file,
			`heads of ${data.d_model / data.n_heads} over ${data.max_sequence_length} positions are larger than in any such model`,
		);
	const keyHeads = data.n_kv_heads ?? data.n_heads;
	if (data.n_heads % keyHeads !== 0) throw badConfig(file, `n_heads ${data.n_heads} is no multiple of n_kv_heads ${keyHeads}`);
	const network = {
		architecture: data.architectures[0] ?? '',
		width: data.d_model,
		heads: data.n_heads,
		keyHeads,
		layers: data.n_layers,
		mlpWidth: data.mlp_hidden_size ?? data.mlp_ratio * data.d_model,
		ropeTheta: data.rope_theta,
		normEpsilon: data.rms_norm_eps,
		maxSequenceLength: data.max_sequence_length,
		isTied: data.weight_tying,
		hasLearnedPositions: data.learned_positions,
	};
	const released = {
		...(typeof data.num_vq_tokens === 'number' && {imageTokens: data.num_vq_tokens}),
		...(typeof data.text_vocab_size === 'number' && {codeOffset: data.text_vocab_size}),
	};
	return {network, released};
}

function parseStorybook(json: unknown, file: string): StorybookConfig {
	const parsed = storybookSchema.safeParse(json);
	if (!parsed.success) throw badConfig(file, `in "mmada", ${sentence(parsed.error)}`, parsed.error);
	const {image, defaults, text_length, max_instruction, things, cannot_draw} = parsed.data;
	return {
		...(cannot_draw && {cannotDraw: cannot_draw}),
		...(things && {things}),
		codeOffset: image.code_offset,
		codebookSize: image.codebook_size,
		rows: image.rows,
		columns: image.columns,
		patch: image.patch,
		textLength: text_length,
		maxInstruction: max_instruction,
		defaults: {
			steps: defaults.steps,
			imageSteps: defaults.image_steps,
			blockLength: defaults.block_length,
			guidanceText: defaults.guidance_text,
			guidanceImage: defaults.guidance_image,
			temperature: defaults.temperature,
			textTemperature: defaults.text_temperature,
		},
	};
}

/** The first fault that zod found: where, and what. */
function sentence({issues}: z.ZodError): string {
	const [issue] = issues;
	return issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : 'unreadable';
}

const badConfig = (file: string, fault: string, cause?: unknown) =>
	new UserError(`${file} does not describe a model that mmada can run: ${fault}.`, {
		hint: 'Choose another model folder with --model.',
		exitCode: exitCodes.badData,
		cause,
	});
