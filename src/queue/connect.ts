import {exitCodes, UserError} from '../errors.ts';
import {codeOf} from '../files/errors.ts';

export type {Job, Processor, Queue, Worker} from 'bullmq';

type BullMq = typeof import('bullmq');

/** Server of a queue. */
export type Server = {
	/** The address without its password, for people. */
	readonly shown: string;
	readonly bullmq: BullMq;
	/** Options for a connection, and the back end that takes them; a queue has Redis by itself. */
	readonly connection: Readonly<Record<string, unknown>>;
	readonly backend: BullMq['createPostgresBackend'] | undefined;
	/** Try once whether it answers and lets us in; fails as the driver does. */
	readonly reach: () => Promise<void>;
};

/** Kinds of server, by the scheme of their address. */
const kinds: Readonly<Record<string, {readonly driver: string; readonly isPostgres: boolean} | undefined>> = {
	'redis:': {driver: 'ioredis', isPostgres: false},
	'rediss:': {driver: 'ioredis', isPostgres: false},
	'postgres:': {driver: 'pg', isPostgres: true},
	'postgresql:': {driver: 'pg', isPostgres: true},
};

/** Versions that this was tried with. */
const install: Readonly<Record<string, string>> = {bullmq: 'bullmq@6', ioredis: 'ioredis@5', pg: 'pg@8'};

/**
Load what speaks to a server, without connecting yet: `redis://` for Redis and Valkey (`rediss://` with TLS), `postgres://` for PostgreSQL.
@param password - of an address that holds none
@throws UserError: 2 for another address, 69 when a package is missing
*/
export async function loadServer(address: string, password: string | undefined): Promise<Server> {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	const kind = url && kinds[url.protocol];
	if (!url || !kind) {
		throw new UserError('--queue must be the address of a server, such as redis://host:6379 or postgres://user@host/database.', {
			hint: 'A password can be in it, or in MMADA_QUEUE_PASSWORD, which other users of the machine do not see.',
			exitCode: exitCodes.usage,
		});
	}
	if (url.password === '' && password !== undefined) url.password = encodeURIComponent(password);
	const bullmq = await load('bullmq', kind.driver, async () => import('bullmq'));
	const shown = `${url.protocol}//${url.host}${kind.isPostgres ? url.pathname : ''}`;
	if (kind.isPostgres) {
		const {Client} = await load<Postgres>(kind.driver, kind.driver, async () => import(postgresDriver));
		const options = {connectionString: url.href, keepAlive: true, connectionTimeoutMillis: patienceMs};
		const connection = {...options, migrate: true, Client: listenedTo(Client)};
		return {
			...{shown, bullmq, connection, backend: bullmq.createPostgresBackend},
			// A client that lacks a password says so and leaves its connection open, for as long as the server likes.
			async reach() {
				const once = new Client(options);
				once.on('error', () => {});
				try {
					await once.connect();
				} finally {
					await once.end();
				}
			},
		};
	}
	const {Redis} = await load(kind.driver, kind.driver, async () => import('ioredis'));
	return {
		shown,
		bullmq,
		connection: {url: url.href, maxRetriesPerRequest: null, retryStrategy: (times: number) => Math.min(times * 200, 2000)},
		backend: undefined,
		async reach() {
			const once = new Redis(url.href, {lazyConnect: true, retryStrategy: () => null, connectTimeout: patienceMs});
			let first: Error | undefined;
			once.on('error', error => {
				first ??= error;
			});
			try {
				await once.connect();
				await once.ping();
			} catch (error) {
				throw first ?? error;
			} finally {
				once.disconnect();
			}
		},
	};
}

type PostgresClient = {
	readonly on: (name: 'error', listener: () => void) => unknown;
	readonly connect: () => Promise<unknown>;
	readonly end: () => Promise<unknown>;
};
type Postgres = {readonly Client: new (options: unknown) => PostgresClient};

/**
A client whose connection may be cut at any moment: while BullMQ has one out of its pool nothing listens to its errors, and one without a
listener ends the process. What was asked of it fails all the same.
*/
function listenedTo(Client: Postgres['Client']) {
	return function listening(options: unknown) {
		const client = new Client(options);
		client.on('error', () => {});
		return client;
	};
}

/** As a variable, because it brings no types along; BullMQ is what speaks to it. */
const postgresDriver: string = 'pg';

async function load<Loaded>(name: string, driver: string, loading: () => Promise<Loaded>): Promise<Loaded> {
	try {
		return await loading();
	} catch (error) {
		if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
		throw new UserError(`A queue needs the package ${name}, which is not installed.`, {
			hint: `Install what this one takes beside mmada: npm install ${['bullmq', driver].map(each => install[each]).join(' ')} (with -g if mmada is).`,
			exitCode: exitCodes.unavailable,
			cause: error,
		});
	}
}

/** Time for the first connection (ms); later ones are tried again for ever. */
const patienceMs = 10_000;

/** Part of a queue or a worker that connects. */
type Connecting = {
	readonly waitUntilReady: () => Promise<unknown>;
	readonly on: (name: 'error', listener: (error: Error) => void) => unknown;
};

/**
Open a queue or a worker and wait for its first connection. @param tell - hears what goes wrong with the connection from then on
@throws UserError (69) when the server does not answer or does not let us in
*/
export async function connect<Open extends Connecting>(open: () => Open, server: Server, tell: (error: Error) => void): Promise<Open> {
	try {
		await server.reach();
		const opened = open();
		opened.on('error', tell);
		await opened.waitUntilReady();
		return opened;
	} catch (error) {
		throw new UserError(`The queue at ${server.shown} cannot be used: ${reasonOf(error)}.`, {
			hint: 'Check the address, the password (in it, or in MMADA_QUEUE_PASSWORD), and whether the server runs and can be reached from here.',
			exitCode: exitCodes.unavailable,
			cause: error,
		});
	}
}

/** A failure of a connection in a few words. */
export function reasonOf(error: unknown): string {
	const text = error instanceof Error ? error.message || codeOf(error) : String(error);
	// As Redis says it, and as the driver of PostgreSQL does.
	if (text !== undefined && /^NOAUTH\b|client password must be a string/.test(text)) return 'it wants a password';
	return (text ?? 'unknown reason').split('\n')[0]!.replace(/\.$/, '');
}
