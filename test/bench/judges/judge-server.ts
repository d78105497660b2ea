import {createHash} from 'node:crypto';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout} from 'node:timers/promises';

/** What a server does with one request, besides answering well. */
export const passing = ['500', '503', '429', 'late', 'reset', 'half', 'no choices'] as const;
export const bad = [
	'prose',
	'wrong number',
	'number as text',
	'half point',
	'no reason',
	'a digit',
	'cut off',
	'two verdicts',
	'list',
	'nothing',
] as const;
export const refusing = ['filtered', 'refusal', 'filtered request'] as const;
export type Fault =
	| (typeof passing)[number]
	| (typeof bad)[number]
	| (typeof refusing)[number]
	| 'well'
	| 'fenced'
	| 'thinking'
	| 'key'
	| 'bad request';

/** A question as the server got it. */
export type AskedQuestion = {
	/** sha256 (hex) of all that was shown: the same for the same question, repairs included. */
	readonly id: string;
	readonly text: string;
	/** Data URLs of the pictures, in their order. */
	readonly pictures: readonly string[];
	/** From 0: whether it is a repair. */
	readonly repairs: number;
	readonly hasSchema: boolean;
	readonly authorization: string | undefined;
};

export type JudgeServer = {
	/** To be named as a judge, with a model after `#`. */
	readonly url: string;
	readonly asked: readonly AskedQuestion[];
} & AsyncDisposable;

type Behaviour = {
	/** What happens to this request. */
	readonly faultOf: (question: AskedQuestion, count: number) => Fault;
	/** 1 to 5. */
	readonly scoreOf: (question: AskedQuestion) => number;
	readonly lateMs?: number;
	readonly delayMs?: number;
	/** Servers that know no schemas refuse it. */
	readonly knowsSchema?: boolean;
};

/** A judge on the loopback interface, in the wire format of OpenAI's chat completions. */
export async function openJudgeServer({faultOf, scoreOf, lateMs = 3000, delayMs = 0, knowsSchema = true}: Behaviour): Promise<JudgeServer> {
	const asked: AskedQuestion[] = [];
	const counts = new Map<string, number>();
	const server = createServer((request, response) => {
		void answer(request, response).catch(() => response.destroy());
	});
	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.url !== '/v1/chat/completions' || request.method !== 'POST') return send(response, 404, {error: {message: 'not here'}});
		const question = await read(request);
		asked.push(question);
		const count = counts.get(question.id) ?? 0;
		counts.set(question.id, count + 1);
		if (delayMs > 0) await setTimeout(delayMs);
		if (question.hasSchema && !knowsSchema) return send(response, 400, {error: {message: 'response_format is not supported'}});
		const fault = faultOf(question, count);
		const score = scoreOf(question);
		const verdict = JSON.stringify({reason: 'because', score});
		switch (fault) {
			case '500':
			case '503':
				return send(response, Number(fault), {error: {message: `oops ${question.authorization}`}});
			case '429':
				return send(response, 429, {error: {message: 'slow down'}}, {'retry-after': '0.01'});
			case 'late':
				await setTimeout(lateMs);
				return well(response, verdict);
			case 'reset':
				request.socket.destroy();
				return;
			case 'half':
				response.writeHead(200, {'content-type': 'application/json', 'content-length': '1000'});
				response.write('{"choices": [{"mess');
				response.destroy();
				return;
			case 'no choices':
				return send(response, 200, {choices: []});
			case 'bad request':
				return send(response, 400, {error: {message: 'the picture is no picture'}});
			case 'filtered request':
				return send(response, 400, {error: {message: 'The prompt triggered the content management policy.', code: 'content_filter'}});
			case 'filtered':
				return well(response, '', 'content_filter');
			case 'refusal':
				return send(response, 200, {choices: [{finish_reason: 'stop', message: {content: null, refusal: 'I cannot help with that.'}}]});
			case 'fenced':
				return well(response, `\`\`\`json\n${verdict}\n\`\`\``);
			case 'thinking':
				return well(response, `<think>Step 1: perhaps a 2, or {"reason": "no", "score": 1}?</think>\n${verdict}`);
			case 'key':
				return well(response, JSON.stringify({reason: `you are ${question.authorization}`, score}));
			default:
				return well(response, {...badAnswers(score), well: verdict}[fault], fault === 'cut off' ? 'length' : 'stop');
		}
	}
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		asked,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise(resolve => {
				server.close(resolve);
			});
		},
	};
}

/** What must never become a score; each holds digits that a careless reader would take for one. */
const badAnswers = (score: number): Record<(typeof bad)[number], string> => ({
	prose: `Step 1: I look at the picture. I would give it a ${score} out of 5.`,
	'wrong number': '{"reason": "great", "score": 7}',
	'number as text': `{"reason": "great", "score": "${score}"}`,
	'half point': '{"reason": "great", "score": 3.5}',
	'no reason': `{"score": ${score}}`,
	'a digit': String(score),
	'cut off': `{"reason": "The balloon is red and stands over the house", "sco`,
	'two verdicts': `{"reason": "a", "score": ${score}} {"reason": "b", "score": 1}`,
	list: `[{"reason": "a", "score": ${score}}]`,
	nothing: '',
});

const usage = {prompt_tokens: 1500, completion_tokens: 40};

const well = (response: ServerResponse, content: string | undefined, finish = 'stop') =>
	send(response, 200, {
		model: 'fake',
		system_fingerprint: 'fp',
		choices: [{finish_reason: finish, message: {role: 'assistant', content}}],
		usage,
	});

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
	response.writeHead(status, {'content-type': 'application/json', ...headers});
	response.end(JSON.stringify(body));
}

type Part = {readonly type: string; readonly text?: string; readonly image_url?: {readonly url: string}};
type Body = {
	readonly messages: readonly {readonly role: string; readonly content: string | readonly Part[]}[];
	readonly response_format?: unknown;
};

async function read(request: IncomingMessage): Promise<AskedQuestion> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
	const {messages, response_format} = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Body;
	const shown = messages.slice(0, 2);
	const parts = shown.flatMap(({content}): readonly Part[] => (typeof content === 'string' ? [{type: 'text', text: content}] : content));
	return {
		id: createHash('sha256').update(JSON.stringify(shown)).digest('hex'),
		text: parts.flatMap(({text}) => text ?? []).join('\n'),
		pictures: parts.flatMap(({image_url}) => image_url?.url ?? []),
		repairs: (messages.length - 2) / 2,
		hasSchema: response_format !== undefined,
		authorization: request.headers.authorization?.replace('Bearer ', ''),
	};
}
