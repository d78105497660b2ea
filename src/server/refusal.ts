import {exitCodes, SettingError, type Spelling, UserError} from '../errors.ts';

/** HTTP statuses that a request is refused with. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 411 | 413 | 415 | 421 | 429 | 500 | 503 | 504;

/** A request that cannot be done, as HTTP says it. */
export class Refusal extends UserError {
	readonly status: RefusalStatus;
	/** Seconds after which to try again. */
	readonly retryAfter: number | undefined;

	constructor(status: RefusalStatus, message: string, hint: string, {retryAfter}: {readonly retryAfter?: number} = {}) {
		super(message, {hint, exitCode: exitCodes.usage});
		this.status = status;
		this.retryAfter = retryAfter;
	}
}

/** A field as JSON spells it: `image_steps`. */
const asJsonField: Spelling = name =>
	`\`${(jsonNames[name] ?? name).replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`).replaceAll('-', '_')}\``;

/** Fields that are called otherwise in a request than in JSON. */
const jsonNames: Readonly<Record<string, string | undefined>> = {
	instruction: 'prompt',
	count: 'n',
	isAgreed: 'yes',
	isStrict: 'strict',
	hasMetadata: 'metadata',
	hasAiMark: 'ai_mark',
	guidanceText: 'guidance',
};

/** An error as the OpenAI API words it. */
export type ErrorBody = {
	readonly error: {readonly message: string; readonly type: string; readonly param: string | null; readonly code: string | null};
};

/** The answer to a request that failed. Of a bug only its name leaves the machine. */
export function answerTo(error: unknown): {
	readonly status: RefusalStatus;
	readonly body: ErrorBody;
	readonly retryAfter?: number | undefined;
} {
	if (!(error instanceof UserError))
		return {status: 500, body: bodyOf("This is a bug in mmada: see the server's own lines.", 'server_error')};
	const told = error instanceof SettingError ? error.spelled(asJsonField) : error;
	const param = error instanceof SettingError ? (error.field ?? null) : null;
	const status = error instanceof Refusal ? error.status : statusOf(error.exitCode);
	const message = [told.message, told.hint].filter(part => part !== '').join(' ');
	const retryAfter = error instanceof Refusal ? error.retryAfter : undefined;
	return {status, body: bodyOf(message, typeOf(status), param && asJsonField(param).replaceAll('`', '')), retryAfter};
}

function statusOf(exitCode: number): RefusalStatus {
	if (exitCode === exitCodes.usage || exitCode === exitCodes.badData || exitCode === exitCodes.noInput) return 400;
	return exitCode === exitCodes.unavailable ? 503 : 500;
}

function typeOf(status: RefusalStatus): string {
	if (status === 401 || status === 403) return 'authentication_error';
	if (status === 429) return 'rate_limit_exceeded';
	return status >= 500 ? 'server_error' : 'invalid_request_error';
}

const bodyOf = (message: string, type: string, param: string | null = null): ErrorBody => ({error: {message, type, param, code: null}});
