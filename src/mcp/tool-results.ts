import {z} from 'zod';

const text = z.string();
const texts = z.array(text);

/** Structured results of the tools. */
export const runResult = z.object({
	picture: text.describe('path of the picture'),
	transcript: text.describe('path of the transcript: every step of the run'),
	task: z.enum(['gen', 'edit']),
	instruction: text,
	reasoning: text.describe('what the model thought while it drew'),
	seed: z.int(),
	width: z.int(),
	height: z.int(),
	model: text,
	elapsedMs: z.int(),
	notices: texts.describe('what people should know, such as words that the model was never shown'),
	findings: texts.describe('where the words and the picture differ'),
});
export type RunResult = z.infer<typeof runResult>;

export const modelResult = z.object({
	name: text,
	family: text,
	width: z.int(),
	height: z.int(),
	textLength: z.int().describe('tokens of the reasoning'),
	things: texts.describe('all that it draws').optional(),
	settings: z.array(z.object({name: text, values: text, meaning: text})),
});

export const madeResult = z.object({
	task: z.enum(['gen', 'edit']),
	instruction: text,
	reasoning: text,
	seed: z.number(),
	model: text,
	software: text,
	settings: z.record(text, z.unknown()),
});
