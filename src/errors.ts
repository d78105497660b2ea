/** Exit codes of the command line, after sysexits.h where it has one. */
export const exitCodes = {
	ok: 0,
	unexpected: 1,
	usage: 2,
	someFailed: 3,
	badData: 65,
	noInput: 66,
	unavailable: 69,
	internal: 70,
	cannotCreate: 73,
	io: 74,
	tryAgain: 75,
	noPermission: 77,
	badConfig: 78,
	interrupted: 130,
	terminated: 143,
} as const;

/** A failure the user can act on. The CLI prints message and hint; anything else is a bug and keeps its stack. */
export class UserError extends Error {
	override readonly name = 'UserError';
	/** The next thing to do, as one sentence or a command to copy. */
	readonly hint: string;
	readonly exitCode: number;

	constructor(message: string, {hint, exitCode = exitCodes.unexpected, cause}: {hint: string; exitCode?: number; cause?: unknown}) {
		super(message, {cause});
		this.hint = hint;
		this.exitCode = exitCode;
	}
}

/** A part of a sentence: the name of a field of a request, which every door to the program spells in a way of its own. */
export type FieldName = {readonly field: string};
/** A sentence about fields, as data: it crosses the border to the engine and back. */
export type Sentence = readonly (string | FieldName)[];
/** Spelling of a field by a door: `--image-steps`, MMADA_IMAGE_STEPS, `imageSteps`. */
export type Spelling = (field: string) => string;

/** The name of a field in a sentence. */
export const field = (name: string): FieldName => ({field: name});

/** A sentence about fields: say`${field('steps')} must be ${expected}.` */
export const say = (texts: TemplateStringsArray, ...parts: readonly (string | FieldName)[]): Sentence =>
	texts.flatMap((text, index) => [text, ...(index < parts.length ? [parts[index]!] : [])]).filter(part => part !== '');

const spell = (sentence: Sentence, spelling: Spelling): string =>
	sentence.map(part => (typeof part === 'string' ? part : spelling(part.field))).join('');

/** As an option of the library is spelled. */
const asOption: Spelling = name => `\`${name}\``;

/** Something is wrong with fields of a request. Its message spells them as options of the library; `spelled` as another door does. */
export class SettingError extends UserError {
	readonly sentence: Sentence;
	readonly advice: Sentence;

	constructor(sentence: Sentence, {hint, exitCode = exitCodes.usage, cause}: {hint: Sentence; exitCode?: number; cause?: unknown}) {
		super(spell(sentence, asOption), {hint: spell(hint, asOption), exitCode, cause});
		this.sentence = sentence;
		this.advice = hint;
	}

	/** The first field that it is about. */
	get field(): string | undefined {
		return this.sentence.find(part => typeof part !== 'string')?.field;
	}

	/** The same, as a door says it. */
	spelled(spelling: Spelling, {hint, exitCode}: {readonly hint?: string; readonly exitCode?: number} = {}): UserError {
		const said = {hint: hint ?? spell(this.advice, spelling), exitCode: exitCode ?? this.exitCode};
		return new UserError(spell(this.sentence, spelling), {...said, cause: this});
	}
}

/** Result of `read`; a fault of its fields is thrown as the door spells it. */
export function atDoor<Value>(
	spelling: Spelling,
	read: () => Value,
	said: {readonly hint?: string; readonly exitCode?: number} = {},
): Value {
	try {
		return read();
	} catch (error) {
		throw error instanceof SettingError ? error.spelled(spelling, said) : error;
	}
}

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
