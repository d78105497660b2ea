import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as wait} from 'node:timers/promises';

/** A repository of the hub that a test runs. Files of `largeBytes` and more are kept as the hub keeps large ones: elsewhere, by their sha256. */
export type HubRepository = {
	readonly files: Readonly<Record<string, Uint8Array>>;
	readonly licence?: string;
	readonly gated?: boolean;
	readonly private?: boolean;
};

/** What goes wrong with one answer. `after`: so many bytes of it were right. */
export type Fault =
	| {readonly kind: 'reset' | 'stall' | 'short'; readonly after: number}
	| {readonly kind: 'flip'; readonly bit: number}
	| {readonly kind: 'whole' | '416' | 'etag' | 'wrong length' | 'wrong place' | 'expired' | 'busy' | 'broken'};

/** A request as it came in. */
export type Asked = {
	readonly host: 'hub' | 'store';
	readonly path: string;
	readonly authorization: string | undefined;
	readonly start: number;
	readonly end: number | undefined;
	/** Bytes of the body that were sent so far. */
	sent: number;
};

export type HubOptions = {
	readonly repositories: Record<string, HubRepository>;
	/** Asked for each answer with bytes of a file. */
	readonly faultOf?: (asked: Asked) => Fault | undefined;
	/** Wait so long between two pieces of 64 KiB. */
	readonly pieceMs?: number;
	/** Requests that a signed address is good for. */
	readonly signedFor?: number;
	readonly largeBytes?: number;
	/** Entries of a page of the list. */
	readonly pageSize?: number;
	/** What large files are listed as, where that is not what they are. */
	readonly token?: string;
};

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const gitOid = (bytes: Uint8Array) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
export const commitOf = (name: string): string => createHash('sha1').update(name).digest('hex');

/** Start a hub, and on another host the store that it leads to, as the Hugging Face Hub does it: real HTTP on loopback. */
export async function startHub(options: HubOptions) {
	const {repositories, largeBytes = 1000, pageSize = 1000, token, signedFor = Number.POSITIVE_INFINITY} = options;
	const requests: Asked[] = [];
	const signatures = new Map<string, number>();
	const blobs = new Map<string, Uint8Array>();
	const state = {faultOf: options.faultOf, pieceMs: options.pieceMs ?? 0, isBusy: false};
	for (const {files} of Object.values(repositories)) for (const bytes of Object.values(files)) blobs.set(sha256(bytes), bytes);

	const store = createServer((request, response) => void answerStore(request, response).catch(() => response.destroy()));
	const hub = createServer((request, response) => void answerHub(request, response).catch(() => response.destroy()));
	const [hubUrl, storeUrl] = await Promise.all([listen(hub, '127.0.0.1'), listen(store, '127.0.0.2')]);

	function note(host: Asked['host'], request: IncomingMessage): Asked {
		const [, start = '0', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
		const asked = {
			host,
			path: request.url ?? '',
			authorization: request.headers.authorization,
			start: Number(start),
			end: end === '' ? undefined : Number(end) + 1,
			sent: 0,
		};
		requests.push(asked);
		return asked;
	}

	async function answerHub(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const asked = note('hub', request);
		const url = new URL(asked.path, hubUrl);
		const [, api] = /^\/api\/models\/(.*)$/.exec(url.pathname) ?? [];
		const text = decodeURIComponent(api ?? url.pathname.slice(1));
		const [, name = '', kind = '', revision = '', rest = ''] =
			/^([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/]+)\/?(.*)$/s.exec(text) ?? [];
		const repository = repositories[name];
		const json = (value: unknown, headers: Readonly<Record<string, string>> = {}) =>
			response.writeHead(200, {'content-type': 'application/json', ...headers}).end(JSON.stringify(value));
		const refuse = (status: number, code: string) => response.writeHead(status, {'x-error-code': code}).end('{}');
		const isKnown = token === undefined || asked.authorization === `Bearer ${token}`;
		if (state.isBusy) return void response.writeHead(429, {'retry-after': '0'}).end();
		if (!repository || (repository.private && !isKnown)) return void refuse(isKnown && token ? 404 : 401, 'RepoNotFound');
		if (!['main', 'v1', commitOf(name)].includes(revision)) return void refuse(404, 'RevisionNotFound');
		if (kind === 'revision') {
			const facts = {_id: '1', id: name, private: false, gated: repository.gated ? 'auto' : false, downloads: 1, likes: 1};
			return void json({
				...facts,
				sha: commitOf(name),
				lastModified: '2026-01-01T00:00:00Z',
				cardData: {license: repository.licence ?? 'mit'},
			});
		}
		if (kind === 'tree') {
			const from = Number(url.searchParams.get('cursor') ?? 0);
			const entries = Object.entries(repository.files).map(([path, bytes]) => entryOf(path, bytes));
			const next = `${hubUrl}${url.pathname}?recursive=true&expand=false&cursor=${from + pageSize}`;
			return void json(entries.slice(from, from + pageSize), from + pageSize < entries.length ? {link: `<${next}>; rel="next"`} : {});
		}
		const bytes = repository.files[rest];
		if (!bytes) return void refuse(404, 'EntryNotFound');
		if (repository.gated && (token === undefined || !isKnown)) return void refuse(403, 'GatedRepo');
		if (bytes.length < largeBytes) return sendFile(asked, response, bytes, `"${gitOid(bytes)}"`);
		const signature = randomBytes(8).toString('hex');
		signatures.set(signature, signedFor);
		response
			.writeHead(302, {
				location: `${storeUrl}/${sha256(bytes)}?signature=${signature}`,
				'x-linked-etag': `"${sha256(bytes)}"`,
				'x-linked-size': String(bytes.length),
				'x-repo-commit': commitOf(name),
			})
			.end();
	}

	function entryOf(path: string, bytes: Uint8Array) {
		const facts = {type: 'file', path, size: bytes.length, oid: gitOid(bytes)};
		return bytes.length < largeBytes ? facts : {...facts, lfs: {oid: sha256(bytes), size: bytes.length, pointerSize: 130}};
	}

	async function answerStore(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const asked = note('store', request);
		const url = new URL(asked.path, storeUrl);
		const signature = url.searchParams.get('signature') ?? '';
		const left = signatures.get(signature) ?? 0;
		const bytes = blobs.get(url.pathname.slice(1));
		if (!bytes || left <= 0) return void response.writeHead(403).end('<Error>Request has expired</Error>');
		signatures.set(signature, left - 1);
		await sendFile(asked, response, bytes, `"${url.pathname.slice(1, 33)}"`);
	}

	async function sendFile(asked: Asked, response: ServerResponse, whole: Uint8Array, etag: string): Promise<void> {
		const fault = state.faultOf?.(asked);
		const {start} = asked;
		const end = Math.min(asked.end ?? whole.length, whole.length);
		const isPart = asked.end !== undefined && fault?.kind !== 'whole';
		if (fault?.kind === 'expired') return void response.writeHead(403).end();
		if (fault?.kind === 'busy') return void response.writeHead(429, {'retry-after': '0'}).end();
		if (fault?.kind === 'broken') return void response.writeHead(503).end();
		if (fault?.kind === '416' || (isPart && start >= whole.length))
			return void response.writeHead(416, {'content-range': `bytes */${whole.length}`}).end();
		const body = Buffer.from(isPart ? whole.subarray(start, end) : whole);
		if (fault?.kind === 'flip') {
			const bit = fault.bit % (body.length * 8);
			body[bit >> 3]! ^= 1 << (bit & 7);
		}
		const total = whole.length + (fault?.kind === 'wrong length' ? 1 : 0);
		const shift = fault?.kind === 'wrong place' ? 1 : 0;
		response.writeHead(isPart ? 206 : 200, {
			etag: fault?.kind === 'etag' ? `"other-${randomBytes(4).toString('hex')}"` : etag,
			'accept-ranges': 'bytes',
			...(isPart && {'content-range': `bytes ${start + shift}-${end - 1 + shift}/${total}`}),
			...(fault?.kind !== 'short' && {'content-length': String(body.length + (!isPart && fault?.kind === 'wrong length' ? 1 : 0))}),
		});
		const limit = fault && 'after' in fault ? Math.min(fault.after, body.length) : body.length;
		const pieceBytes = 65_536;
		for (let at = 0; at < limit && !response.destroyed; at += pieceBytes) {
			const piece = body.subarray(at, Math.min(limit, at + pieceBytes));
			if (!response.write(piece)) await drained(response);
			if (response.destroyed) return;
			asked.sent += piece.length;
			if (state.pieceMs > 0) await wait(state.pieceMs);
		}
		if (fault?.kind === 'reset') response.socket?.resetAndDestroy();
		else if (fault?.kind !== 'stall') response.end();
	}

	return {
		url: hubUrl,
		storeUrl,
		requests,
		state,
		/** Bytes of files that were sent, of both hosts. */
		sentBytes: () => requests.reduce((sum, {sent}) => sum + sent, 0),
		async [Symbol.asyncDispose]() {
			for (const server of [hub, store]) {
				server.closeAllConnections();
				await new Promise(resolve => server.close(resolve));
			}
		},
	};
}

/** Wait until a response takes more, or is closed. */
async function drained(response: ServerResponse): Promise<void> {
	const done = new AbortController();
	const either = ['drain', 'close'].map(name => once(response, name, {signal: done.signal}).catch(() => {}));
	await Promise.race(either);
	done.abort();
}

async function listen(server: Server, host: string): Promise<string> {
	server.listen(0, host);
	await once(server, 'listening');
	return `http://${host}:${(server.address() as AddressInfo).port}`;
}
