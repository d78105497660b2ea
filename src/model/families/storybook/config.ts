import {z} from 'zod';
import {type Defaults, type ModelConfig, parsePart, size} from '../../checkpoint/config.ts';

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

/** Content of the `mmada` part. @throws UserError (exit 65) */
export function parseStorybook({json, file}: Pick<ModelConfig, 'json' | 'file'>): StorybookConfig {
	const {image, defaults, text_length, max_instruction, things, cannot_draw} = parsePart(storybookSchema, json.mmada, {
		file,
		part: 'mmada',
	});
	return {
		...(things && {things}),
		...(cannot_draw && {cannotDraw: cannot_draw}),
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
