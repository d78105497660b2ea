import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';
import type {WrittenItem} from './adapters/mapping.ts';
import type {EvalItem} from './item.ts';
import {toTruth} from './truth.ts';

/** A line of items.jsonl as `mmada bench --suite storybook --out` writes it: the item, and what the model made of it. */
const recordSchema = z.looseObject({
	index: z.number().int().nonnegative(),
	seed: z.number(),
	item: z.looseObject({}),
	answer: z.looseObject({text: z.string(), png: z.string()}),
});

export const isStorybookRecord = (fields: Readonly<Record<string, unknown>>): boolean => recordSchema.safeParse(fields).success;

/** The item of such a line. @throws UserError (65) */
export function storybookItem({fields, where}: WrittenItem): EvalItem {
	const {index, item} = recordSchema.parse(fields);
	const truth = toTruth({truth: item}, where);
	if (!truth) throw new UserError(`${where} holds no item.`, {hint: 'Write it again with --out.', exitCode: exitCodes.badData});
	return {id: storybookId(index), task: truth.task, category: truth.category, instruction: truth.instruction, truth};
}

const storybookId = (index: number) => `storybook-${index}`;

/** The output of such a line: its id, text and PNG file. */
export function storybookOutput(fields: Readonly<Record<string, unknown>>): {
	readonly id: string;
	readonly text: string;
	readonly png: Uint8Array;
} {
	const {index, answer} = recordSchema.parse(fields);
	return {id: storybookId(index), text: answer.text, png: Buffer.from(answer.png, 'base64')};
}
