import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';

/** A count or size of a checkpoint. */
export const size = z
	.int()
	.min(1)
	.max(1 << 20);

/** Values of the rotary tables, which are computed: 64 times those of the 8B models. */
const maxRotaryValues = 2 ** 25;

/** Switches that the graph depends on; a checkpoint with other values is another network than LLaDA's. */
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

/** Content of a config.json. */
export type ModelConfig = {
	/** Its path, as errors name it. */
	readonly file: string;
	readonly network: NetworkConfig;
	/** All of it: what is there besides the network is for the model's family to read. */
	readonly json: Readonly<Record<string, unknown>>;
};

/** Read what a config.json says of the network. `file` is named in errors. @throws UserError (exit 65) */
export function parseConfig(json: unknown, file: string): ModelConfig {
	const data = parsePart(networkSchema, json, {file});
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
	return {file, network, json: data};
}

/** Checked content of a part of a config.json. @param part - Its name, as errors tell it. @throws UserError (exit 65) */
export function parsePart<Part>(
	schema: z.ZodType<Part>,
	json: unknown,
	{file, part}: {readonly file: string; readonly part?: string},
): Part {
	const parsed = schema.safeParse(json);
	if (parsed.success) return parsed.data;
	const where = part === undefined ? '' : `in "${part}", `;
	throw badConfig(file, `${where}${sentence(parsed.error)}`, parsed.error);
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
