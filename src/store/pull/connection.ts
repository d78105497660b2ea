import {readFile} from 'node:fs/promises';
import type {Readable} from 'node:stream';
import {Agent, type Dispatcher, ProxyAgent, request} from 'undici';
import {codeOf} from '../../files/errors.ts';
import {Cut} from './cut.ts';
import type {Status} from './refusal.ts';
import {cleaned, type HubSettings, proxyFor} from './settings.ts';

/** Answer of a server; the body must be read to its end, or dropped. */
export type Answer = Status & {
	/** Final URL. */
	readonly url: URL;
	/** Facts from the hub on the way to another host: the digest of the file that it leads to. */
	readonly linkedEtag: string | undefined;
	readonly body: Readable;
	/** End the answer without reading the rest. */
	readonly drop: () => void;
};

/** Ways to the hub and to the hosts that it names. */
export type Connection = {
	readonly endpoint: string;
	readonly hasToken: boolean;
	/**
	Ask for an address, and go where it leads: the token goes to the hub's own host and to no other, all other headers go along.
	@throws Cut without an answer in time
	*/
	readonly get: (
		url: URL,
		options: {readonly headers?: Readonly<Record<string, string>>; readonly signal?: AbortSignal | undefined},
	) => Promise<Answer>;
} & AsyncDisposable;

/** Time without a byte after which a connection counts as dead. */
const stallMs = 30_000;
const mostRedirects = 8;

/** Open connections as the settings say; nothing is sent yet. @param quietMs - how long nothing may come */
export async function openConnection(settings: HubSettings, quietMs: number = stallMs): Promise<Connection> {
	const hub = new URL(settings.endpoint);
	const token = settings.token ?? (await tokenIn(settings.tokenFile));
	const options = {
		headersTimeout: quietMs,
		bodyTimeout: quietMs,
		connect: {timeout: Math.min(quietMs, 15_000)},
		// Each request has a connection of its own while it lasts.
		pipelining: 1,
	};
	const direct = new Agent(options);
	const proxied = new Map<string, ProxyAgent>();
	const dispatcherFor = (url: URL): Dispatcher => {
		const proxy = proxyFor(url, settings.proxies);
		if (proxy === undefined) return direct;
		const agent = proxied.get(proxy) ?? new ProxyAgent({...options, uri: proxy});
		proxied.set(proxy, agent);
		return agent;
	};
	const askOnce = async (url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined) => {
		const isHub = url.origin === hub.origin;
		try {
			return await request(url, {
				dispatcher: dispatcherFor(url),
				headers: {
					...headers,
					'user-agent': 'mmada',
					'accept-encoding': 'identity',
					...(isHub && token !== undefined && {authorization: `Bearer ${token}`}),
				},
				signal: signal ?? null,
			});
		} catch (error) {
			signal?.throwIfAborted();
			throw new Cut(reasonOf(error), {cause: error});
		}
	};
	return {
		endpoint: settings.endpoint,
		hasToken: token !== undefined,
		async get(start, {headers = {}, signal}) {
			let url = start;
			let linkedEtag: string | undefined;
			for (let hop = 0; hop <= mostRedirects; hop++) {
				const answer = await askOnce(url, headers, signal);
				const header = (name: string) => {
					const value = answer.headers[name];
					return Array.isArray(value) ? value[0] : value;
				};
				const drop = () => {
					// Destroying it emits an error on the stream, which has no listener any more.
					answer.body.on('error', () => {}).destroy();
				};
				if (url.origin === hub.origin) linkedEtag = header('x-linked-etag') ?? linkedEtag;
				const location = header('location');
				if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.statusCode))
					return {url, linkedEtag, status: answer.statusCode, header, body: answer.body, drop};
				drop();
				if (!URL.canParse(location, url.href)) throw new Cut(`${url.host} leads to nowhere`);
				url = new URL(location, url);
				if (!/^https?:$/.test(url.protocol)) throw new Cut(`${hub.host} leads to what is no web address`);
			}
			throw new Cut(`${hub.host} leads in circles`);
		},
		async [Symbol.asyncDispose]() {
			for (const agent of [direct, ...proxied.values()]) await agent.destroy();
		},
	};
}

async function tokenIn(file: string | undefined): Promise<string | undefined> {
	return file === undefined ? undefined : cleaned(await readFile(file, 'utf8').catch(() => undefined));
}

/** Sentences for what networks do; anything else says it by its code. */
const reasons: Readonly<Record<string, string>> = {
	ENOTFOUND: 'no such host is known, or there is no network',
	EAI_AGAIN: 'names of hosts cannot be looked up',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut',
	UND_ERR_SOCKET: 'the connection was cut',
	ENETUNREACH: 'there is no network',
	EHOSTUNREACH: 'there is no way to it',
	UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
	UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
	UND_ERR_BODY_TIMEOUT: 'nothing came any more',
};

/** Why a request failed. */
export function reasonOf(error: unknown): string {
	const inner = error instanceof AggregateError ? error.errors[0] : error;
	const code = codeOf(inner);
	return (code && (reasons[code] ?? code)) || (inner instanceof Error ? inner.message : String(inner));
}
