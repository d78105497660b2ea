import {field, SettingError, say} from '../errors.ts';

/** Values that a field of a request may hold, and their form as text. */
export type Field<Value = unknown> = {
	readonly kind: 'choice' | 'whole' | 'number' | 'toggle' | 'text';
	/** Expected value, as the words after "must be". */
	readonly expected: string;
	/** Values to offer: all there are of a choice. */
	readonly choices?: readonly string[];
	/** The least and the most of a number. */
	readonly range?: readonly [number, number];
	readonly accepts: (value: unknown) => value is Value;
	/** The value of a text; undefined for a text without one. */
	readonly parse: (text: string) => unknown;
};

export type ValueOf<Kind> = Kind extends {readonly accepts: (value: unknown) => value is infer Value} ? Value : never;

/** One of some words. */
export const choice = <const Words extends readonly string[]>(choices: Words): Field<Words[number]> & {readonly choices: Words} => ({
	kind: 'choice',
	choices,
	expected: listed(choices),
	accepts: (value): value is Words[number] => choices.some(word => word === value),
	parse: text => text,
});

/** A whole number. A text says it in digits only, so that nothing is rounded: `1e3`, `0x10` and `9007199254740993` are none. */
export const whole = (min: number, max: number): Field<number> => ({
	kind: 'whole',
	range: [min, max],
	expected: `a whole number from ${min} to ${max}`,
	accepts: (value): value is number => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max,
	parse: text => (/^\d{1,16}$/.test(text) ? Number(text) : undefined),
});

export const number = (min: number, max: number): Field<number> => ({
	kind: 'number',
	range: [min, max],
	expected: `a number from ${min} to ${max}`,
	accepts: (value): value is number => typeof value === 'number' && value >= min && value <= max,
	parse: text => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined),
});

const yes = ['true', '1', 'yes', 'on'];
const no = ['false', '0', 'no', 'off'];

export const toggle = (): Field<boolean> => ({
	kind: 'toggle',
	expected: 'true or false',
	accepts: (value): value is boolean => typeof value === 'boolean',
	parse: text => (yes.includes(text.toLowerCase()) ? true : no.includes(text.toLowerCase()) ? false : undefined),
});

/** Text of some kind. @param choices - what to offer of it, where that has no end */
export const text = (expected: string, isSuch: (text: string) => boolean, choices?: readonly string[]): Field<string> => ({
	kind: 'text',
	expected,
	...(choices && {choices}),
	accepts: (value): value is string => typeof value === 'string' && isSuch(value),
	parse: given => given,
});

/** A value of a field, from itself or from a text that says it. @throws SettingError that names the field */
export function valueFrom<Value>(name: string, kind: Field<Value>, given: unknown): Value {
	if (kind.accepts(given)) return given;
	// A share or a file may be called by a number.
	const isText = typeof given === 'string' || (typeof given === 'number' && kind.kind === 'text');
	const value = isText ? kind.parse(String(given)) : undefined;
	if (kind.accepts(value)) return value;
	throw unfit(name, kind.expected, given);
}

/** The error of a field with a bad value. An empty text is not repeated: that is a value left out. */
export const unfit = (name: string, expected: string, given: unknown): SettingError =>
	new SettingError(say`${field(name)} must be ${expected}${given === '' ? '' : `, not \`${shown(given)}\``}.`, {
		hint: say`Change or leave out ${field(name)}.`,
	});

/** So much of a value is repeated (letters). */
const mostShown = 100;

function shown(given: unknown): string {
	const text = typeof given === 'object' ? json(given) : String(given);
	return text.length > mostShown ? `${text.slice(0, mostShown)}…` : text;
}

/** The text of a value that may not be JSON, such as an object that holds itself, or one nested too deeply to be written. */
function json(given: unknown): string {
	try {
		return JSON.stringify(given);
	} catch {
		return Object.prototype.toString.call(given);
	}
}

/** `a, b or c`. */
const listed = (words: readonly string[]): string =>
	words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
