import {setTimeout} from 'node:timers/promises';
import pRetry from 'p-retry';
import {z} from 'zod';
import {exitCodes, UserError} from '../../../errors.ts';

/** URL of a judge, and limits of waiting. The only file of this room that opens a connection: to the URL that the user named, and no other. */
export type ClientOptions = {
	/** Up to and without `/chat/completions`. */
	readonly url: string;
	/** Sent as a bearer token; never written down, and struck out of whatever the server says. */
	readonly key?: string | undefined;
	/** Time that one answer may take. */
	readonly timeoutMs?: number;
	/** Tries of one question, the first included. */
	readonly tries?: number;
	/** Wait before the second try; each further wait is twice as long. */
	readonly waitMs?: number;
	/** Most questions a minute. */
	readonly rate?: number | undefined;
};

/** Result of one question. */
export type Reply =
	| {
			readonly type: 'answer';
			readonly text: string;
			/** Why it ended: `stop`, `length`. */
			readonly finish: string;
			/** As the server calls the model, and its build. */
			readonly model?: string | undefined;
			readonly fingerprint?: string | undefined;
			readonly tokensIn: number;
			readonly tokensOut: number;
	  }
	| {readonly type: 'refused' | 'failed' | 'unsupported'; readonly why: string};

/** Asks a question in the form of OpenAI's chat completions. @throws UserError (69) where no question can be answered: a wrong key, model or address */
export type Client = (body: Readonly<Record<string, unknown>>, signal?: AbortSignal) => Promise<Reply>;

/** Most bytes of a judge's answer: no verdict is longer. */
const maxReplyLetters = 1_000_000;
const maxWaitMs = 60_000;

const choiceSchema = z.looseObject({
	finish_reason: z.string().nullish(),
	message: z.looseObject({content: z.string().nullish(), refusal: z.string().nullish()}),
});
const replySchema = z.looseObject({
	choices: z.array(choiceSchema).min(1),
	model: z.string().nullish(),
	system_fingerprint: z.string().nullish(),
	usage: z.looseObject({prompt_tokens: z.number().nullish(), completion_tokens: z.number().nullish()}).nullish(),
});

/** A failure that another try may mend. */
class PassingError extends Error {
	readonly waitMs: number;
	constructor(message: string, waitMs = 0) {
		super(message);
		this.waitMs = waitMs;
	}
}

/** Open a client; nothing is sent yet. */
export function openClient({url, key, timeoutMs = 300_000, tries = 6, waitMs = 1000, rate}: ClientOptions): Client {
	const hide = (text: string) => (key ? text.replaceAll(key, '***') : text).slice(0, maxReplyLetters);
	const turn = rate === undefined ? async () => {} : spaced(60_000 / rate);
	const ask = async (body: Readonly<Record<string, unknown>>, signal: AbortSignal | undefined): Promise<Reply> => {
		await turn();
		signal?.throwIfAborted();
		const deadline = AbortSignal.timeout(timeoutMs);
		const sent = fetch(`${url}/chat/completions`, {
			method: 'POST',
			headers: {'content-type': 'application/json', ...(key && {authorization: `Bearer ${key}`})},
			body: JSON.stringify(body),
			// A key goes to the address that was named, not to where that one points.
			redirect: 'error',
			signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
		});
		const {status, headers, text} = await sent
			.then(async response => ({status: response.status, headers: response.headers, text: hide(await response.text())}))
			.catch((error: unknown) => {
				if (signal?.aborted) throw signal.reason;
				throw new PassingError(deadline.aborted ? `no answer within ${timeoutMs / 1000} s` : hide(causeOf(error)));
			});
		return status === 200 ? readReply(text) : readFailure(status, text, headers.get('retry-after'), url);
	};
	return async (body, signal) =>
		pRetry(async () => ask(body, signal), {
			retries: tries - 1,
			minTimeout: waitMs,
			maxTimeout: maxWaitMs,
			randomize: true,
			shouldRetry: ({error}) => error instanceof PassingError,
			onFailedAttempt: async ({error}) => {
				if (error instanceof PassingError && error.waitMs > 0) await setTimeout(error.waitMs, undefined, signal && {signal});
			},
			...(signal && {signal}),
		}).catch((error: unknown): Reply => {
			if (error instanceof PassingError) return {type: 'failed', why: error.message};
			throw error;
		});
}

function readReply(text: string): Reply {
	const {data} = replySchema.safeParse(parse(text));
	const [choice] = data?.choices ?? [];
	// Cut off on its way, or not from a server of this kind.
	if (!data || !choice) throw new PassingError('the answer is not in the form of chat completions');
	const {finish_reason: finish, message} = choice;
	if (finish === 'content_filter') return {type: 'refused', why: 'the provider filtered the answer'};
	if (message.refusal) return {type: 'refused', why: message.refusal};
	return {
		type: 'answer',
		text: message.content ?? '',
		finish: finish ?? 'stop',
		model: data.model ?? undefined,
		fingerprint: data.system_fingerprint ?? undefined,
		tokensIn: data.usage?.prompt_tokens ?? 0,
		tokensOut: data.usage?.completion_tokens ?? 0,
	};
}

function readFailure(status: number, text: string, retryAfter: string | null, url: string): Reply {
	const said = messageIn(text);
	if ([408, 409, 425, 429].includes(status) || status >= 500) throw new PassingError(`${status}: ${said}`, waitFrom(retryAfter));
	if (/content_filter|content management policy|safety system|moderation/i.test(text)) return {type: 'refused', why: said};
	if (status === 400 && /response_format|json_schema|structured output|guided/i.test(text)) return {type: 'unsupported', why: said};
	if ([401, 402, 403, 404, 405].includes(status)) {
		throw new UserError(`The judge at ${url} answers ${status}: ${said}.`, {
			hint:
				status === 404
					? 'Check the URL, which ends before /chat/completions, and the name of the model.'
					: 'Check the key in MMADA_JUDGE_KEY.',
			exitCode: exitCodes.unavailable,
		});
	}
	return {type: 'failed', why: `${status}: ${said}`};
}

/** Seconds, or a date. */
function waitFrom(retryAfter: string | null): number {
	if (retryAfter === null) return 0;
	const seconds = Number(retryAfter);
	const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(retryAfter) - Date.now();
	return Number.isFinite(waitMs) ? Math.min(maxWaitMs, Math.max(0, waitMs)) : 0;
}

const errorSchema = z.looseObject({error: z.union([z.string(), z.looseObject({message: z.string()})])});

/** A server's own words for a failure, in one line. */
function messageIn(text: string): string {
	const {data} = errorSchema.safeParse(parse(text));
	const message = data === undefined ? text : typeof data.error === 'string' ? data.error : data.error.message;
	return message.replace(/\s+/g, ' ').trim().slice(0, 300) || 'nothing more';
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const causeOf = (error: unknown): string => {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	return cause instanceof Error ? cause.message : String(cause);
};

/** Lets one by at a time, and the next one not before so many milliseconds. */
function spaced(gapMs: number): () => Promise<void> {
	let freeAtMs = 0;
	return async () => {
		const nowMs = performance.now();
		const startMs = Math.max(nowMs, freeAtMs);
		freeAtMs = startMs + gapMs;
		if (startMs > nowMs) await setTimeout(startMs - nowMs);
	};
}
