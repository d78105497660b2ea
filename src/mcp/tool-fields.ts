import {z} from 'zod';
import {requestFields} from '../app/request-fields.ts';
import type {Field} from '../events/fields.ts';
import {settingRows} from '../events/settings.ts';

/** A field of the tables as a tool's argument, with the JSON schema that a language model reads. */
function argument({kind, choices, range, accepts, expected}: Field, says: string): z.ZodType {
	const [least, most] = range ?? [0, Number.MAX_SAFE_INTEGER];
	const types = {
		choice: () => z.enum([...(choices ?? [])]),
		whole: () => z.int().min(least).max(most),
		number: () => z.number().min(least).max(most),
		toggle: () => z.boolean(),
		text: () => z.string().refine(text => accepts(text), {error: `must be ${expected}`}),
	};
	return types[kind]().describe(kind === 'text' ? `${says}: ${expected}` : says);
}

/** Every setting of the decoding, each as it may be left out. */
const settings: Readonly<Record<string, z.ZodOptional<z.ZodType>>> = Object.fromEntries(
	settingRows.map(([key, setting]) => [key, argument(setting, setting.says).optional()]),
);

const size = z.string().describe('size of the picture: auto, model (as drawn) or such as 512x512').optional();
const drawing = {
	instruction: z.string().min(1).max(20_000).describe('what to draw or to change, in plain words'),
	seed: argument(requestFields.seed, 'the same seed makes the same picture; random by default').optional(),
	size,
	thought: z.string().max(20_000).describe('words that the reasoning begins with; ░ for each that the model is to find').optional(),
	strict: argument(requestFields.strict, 'refuse words that the model does not know').optional(),
	yes: argument(requestFields.yes, 'run even if it takes hours, or asks for what the model cannot draw').optional(),
	...settings,
};

/** Arguments of the tools. */
export const generateFields = z.strictObject(drawing);
export const editFields = z.strictObject({
	image: z.string().min(1).describe('the picture to edit: a path or a file: address'),
	mask: z.string().min(1).describe('a picture of the same size, white where the picture may change: a path or a file: address').optional(),
	...drawing,
	fit: argument(requestFields.fit, 'how the picture is brought into the shape that the model takes').optional(),
});
export const showFields = z.strictObject({file: z.string().min(1).describe('a picture that mmada saved, or the transcript beside it')});
