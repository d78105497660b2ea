import {z} from 'zod';
import type {Client, Reply} from './client.ts';
import type {Message} from './prompt.ts';
import {rubrics} from './rubrics.ts';

const verdictSchema = z.strictObject({reason: z.string(), score: z.number().int().min(1).max(5)});
const jsonSchema = {
	type: 'object',
	additionalProperties: false,
	required: ['reason', 'score'],
	properties: {reason: {type: 'string'}, score: {type: 'integer', enum: [1, 2, 3, 4, 5]}},
};
/** Room for a verdict, and for models that think aloud before it. */
const maxTokens = 1000;

/** Facts that decide an answer besides the question: part of the cache's key. */
export const askSettings = {temperature: 0, max_tokens: maxTokens, schema: 'verdict-1'} as const;

/** Result of asking, and the whole talk. */
export type Asked = {
	readonly state: 'ok' | 'refused' | 'unparsable' | 'error';
	readonly score?: number;
	readonly said: string;
	readonly raw: readonly string[];
	readonly model?: string | undefined;
	readonly fingerprint?: string | undefined;
	readonly tokensIn: number;
	readonly tokensOut: number;
};

/**
Asks for a verdict: with a JSON schema, without it where the server knows none, and once more where the answer is not one. What cannot be
read then is `unparsable`: no number in it is taken for a score.
*/
export function createAsker(client: Client, model: string): (messages: readonly Message[], signal?: AbortSignal) => Promise<Asked> {
	let hasSchema = true;
	const send = async (messages: readonly Message[], signal: AbortSignal | undefined): Promise<Reply> => {
		const {temperature, max_tokens} = askSettings;
		const body = {model, messages, temperature, max_tokens};
		if (!hasSchema) return client(body, signal);
		const format = {type: 'json_schema', json_schema: {name: 'verdict', strict: true, schema: jsonSchema}};
		const reply = await client({...body, response_format: format}, signal);
		if (reply.type !== 'unsupported') return reply;
		hasSchema = false;
		return client(body, signal);
	};
	return async (messages, signal) => {
		const replies = [await send(messages, signal)];
		const [first] = replies;
		if (first?.type === 'answer' && !verdictIn(first.text)) {
			const repair: readonly Message[] = [
				{role: 'assistant', content: first.text.slice(0, 4000) || '(nothing)'},
				{role: 'user', content: rubrics.repair},
			];
			replies.push(await send([...messages, ...repair], signal));
		}
		return toAsked(replies);
	};
}

function toAsked(replies: readonly Reply[]): Asked {
	const last = replies.at(-1);
	const answers = replies.filter(reply => reply.type === 'answer');
	const facts = {
		raw: replies.map(reply => (reply.type === 'answer' ? reply.text : reply.why)),
		model: answers[0]?.model,
		fingerprint: answers[0]?.fingerprint,
		tokensIn: answers.reduce((sum, {tokensIn}) => sum + tokensIn, 0),
		tokensOut: answers.reduce((sum, {tokensOut}) => sum + tokensOut, 0),
	};
	if (last?.type === 'refused') return {...facts, state: 'refused', said: last.why};
	if (last?.type !== 'answer') return {...facts, state: 'error', said: last?.why ?? 'not asked'};
	const verdict = verdictIn(last.text);
	if (verdict) return {...facts, state: 'ok', score: verdict.score, said: verdict.reason};
	return {...facts, state: 'unparsable', said: last.finish === 'length' ? 'cut off' : last.text.slice(0, 300)};
}

/** The verdict of an answer that is one JSON object, in a fence or not, after thoughts in tags or not; nothing else is a verdict. */
function verdictIn(text: string): z.infer<typeof verdictSchema> | undefined {
	const said = text.replace(/^\s*<think>[\s\S]*?<\/think>/, '').trim();
	const [, fenced] = /^```(?:json)?\s*([\s\S]*?)\s*```$/.exec(said) ?? [];
	try {
		return verdictSchema.safeParse(JSON.parse(fenced ?? said)).data;
	} catch {
		return undefined;
	}
}
