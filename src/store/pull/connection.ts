import {readFile} from 'node:fs/promises';
import {Agent, type Dispatcher, ProxyAgent} from 'undici';
import {Cut} from './cut.ts';
import {type Exchange, exchange} from './exchange.ts';
import {cleaned, type HubSettings, proxyFor} from './settings.ts';
import {connectorOf} from './sockets.ts';

/** Answer of a server; its body must be read to its end, or dropped. */
export type Answer = Exchange & {
	/** Final URL. */
	readonly url: URL;
	/** Facts from the hub on the way to another host: the digest of the file that it leads to. */
	readonly linkedEtag: string | undefined;
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
		// Each request has a connection of its own while it lasts.
		pipelining: 1,
	};
	const timeout = Math.min(quietMs, 15_000);
	const direct = new Agent({...options, connect: connectorOf(timeout)});
	const proxied = new Map<string, ProxyAgent>();
	const dispatcherFor = (url: URL): Dispatcher => {
		const proxy = proxyFor(url, settings.proxies);
		if (proxy === undefined) return direct;
		const agent = proxied.get(proxy) ?? new ProxyAgent({...options, connect: {timeout}, uri: proxy});
		proxied.set(proxy, agent);
		return agent;
	};
	const askOnce = async (url: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal | undefined) => {
		const isHub = url.origin === hub.origin;
		try {
			return await exchange(url, {
				dispatcher: dispatcherFor(url),
				headers: {
					...headers,
					'user-agent': 'mmada',
					'accept-encoding': 'identity',
					...(isHub && token !== undefined && {authorization: `Bearer ${token}`}),
				},
				signal,
			});
		} catch (error) {
			signal?.throwIfAborted();
			throw error;
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
				if (url.origin === hub.origin) linkedEtag = answer.header('x-linked-etag') ?? linkedEtag;
				const location = answer.header('location');
				if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status)) return {...answer, url, linkedEtag};
				answer.drop();
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
