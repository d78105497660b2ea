import {z} from 'zod';
import {usage} from '../../app/usage-error.ts';

import type {FlagName} from '../table/flags.ts';
import type {Parsed} from './parse.ts';

type Flags = Parsed['flags'];

export const seedFrom = (flags: Flags) =>
	read(flags, 'seed', wholeNumber(0, Number.MAX_SAFE_INTEGER), `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);

export const countFrom = (flags: Flags, name: FlagName, max: number) =>
	read(flags, name, wholeNumber(1, max), `a whole number from 1 to ${max}`);

export const numberFrom = (flags: Flags, name: FlagName, min: number, max: number) =>
	read(flags, name, decimal.pipe(z.number().min(min).max(max)), `a number from ${min} to ${max}`);

export const textFrom = (flags: Flags, name: FlagName) => read(flags, name, z.string().min(1), 'followed by a value');

/** Digits only, so that nothing is rounded: `1e3`, `0x10` and `9007199254740993` are refused. */
const wholeNumber = (min: number, max: number) =>
	z
		.string()
		.regex(/^\d{1,16}$/)
		.transform(Number)
		.pipe(z.number().min(min).max(max));

const decimal = z
	.string()
	.regex(/^\d+(\.\d+)?$/)
	.transform(Number);

export function read<Value>(flags: Flags, name: FlagName, schema: z.ZodType<Value>, expected: string): Value | undefined {
	const given = flags[name];
	if (given === undefined) return undefined;
	const parsed = schema.safeParse(given);
	if (parsed.success) return parsed.data;
	throw usage(`--${name} must be ${expected}${given === '' ? '' : `, not \`${given}\``}.`, 'Change or leave out that flag.');
}
