import {type ChildProcess, execFileSync, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {existsSync, readdirSync} from 'node:fs';
import {chown, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';

/** A server of the test's own, on loopback, with a password. */
export type TestServer = {
	readonly url: string;
	readonly password: string;
	/** Kill it, and start it again on what is on its disk. */
	readonly restart: () => Promise<void>;
	/** Cut all connections. */
	readonly drop: () => void;
} & AsyncDisposable;

type Kind = {
	readonly name: string;
	/** Reason why it cannot be started here. */
	readonly missing: string | undefined;
	readonly start: () => Promise<TestServer>;
};

const found = (program: string) => (process.env.PATH ?? '').split(':').some(folder => existsSync(path.join(folder, program)));

/** Folder of PostgreSQL's programs, which Debian keeps out of the path. */
function postgresFolder(): string | undefined {
	const root = '/usr/lib/postgresql';
	const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
	return versions.map(version => path.join(root, version, 'bin')).find(folder => existsSync(path.join(folder, 'initdb')));
}

/** PostgreSQL refuses to run as root. */
function postgresUser(): {readonly uid: number; readonly gid: number} | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const numberOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], {stdio: ['ignore', 'pipe', 'ignore']}));
	return {uid: numberOf('-u'), gid: numberOf('-g')};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address ? address.port : 0;
}

/** Keep a program running. @param isReady - throws until it is */
async function keep(start: () => ChildProcess, isReady: () => void, folder: string) {
	let child = start();
	const ready = async () => {
		for (let tries = 0; ; tries++) {
			try {
				return isReady();
			} catch (error) {
				if (tries === 300 || child.exitCode !== null) throw error;
				await setTimeout(200);
			}
		}
	};
	const kill = async () => {
		const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
		child.kill('SIGKILL');
		await ended;
	};
	await ready();
	return {
		async restart() {
			await kill();
			await setTimeout(500);
			child = start();
			await ready();
		},
		async [Symbol.asyncDispose]() {
			await kill();
			await setTimeout(300);
			await rm(folder, {recursive: true, force: true, maxRetries: 10, retryDelay: 300});
		},
	};
}

async function startRedis(): Promise<TestServer> {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada redis '));
	const [port, password] = [await freePort(), randomBytes(12).toString('hex')];
	const args = [
		...['--port', String(port), '--bind', '127.0.0.1', '--requirepass', password, '--dir', folder, '--save', ''],
		'--appendonly',
		'yes',
	];
	const client = (...command: string[]) =>
		execFileSync('redis-cli', ['-p', String(port), ...command], {
			env: {...process.env, REDISCLI_AUTH: password},
			stdio: ['ignore', 'pipe', 'pipe'],
			encoding: 'utf8',
		});
	const isReady = () => {
		if (client('ping').trim() !== 'PONG') throw new Error('redis-server is not ready.');
	};
	const kept = await keep(() => spawn('redis-server', args, {stdio: 'ignore'}), isReady, folder);
	return {...kept, url: `redis://127.0.0.1:${port}`, password, drop: () => void client('client', 'kill', 'type', 'normal')};
}

async function startPostgres(): Promise<TestServer> {
	// Its socket is in there, whose path must be short.
	const folder = await mkdtemp('/tmp/mmada-pg-');
	const [port, password, user, bin] = [await freePort(), randomBytes(12).toString('hex'), postgresUser(), postgresFolder() ?? ''];
	const data = path.join(folder, 'data');
	const passwordFile = path.join(folder, 'password');
	await writeFile(passwordFile, password);
	if (user) for (const each of [folder, passwordFile]) await chown(each, user.uid, user.gid);
	const options = {...user, cwd: folder, stdio: 'ignore'} as const;
	execFileSync(
		path.join(bin, 'initdb'),
		['-D', data, '-U', 'mmada', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '--no-sync'],
		options,
	);
	// What a killed process wrote is there without syncing too: only a machine that stops would lose it.
	const args = [...['-D', data, '-p', String(port), '-k', folder], ...['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off']];
	const url = `postgres://mmada@127.0.0.1:${port}/postgres`;
	const ask = (sql: string) =>
		execFileSync('psql', [url, '-Atc', sql], {env: {...process.env, PGPASSWORD: password}, stdio: ['ignore', 'pipe', 'ignore']});
	const kept = await keep(
		() => spawn(path.join(bin, 'postgres'), args, options),
		() => void ask('select 1'),
		folder,
	);
	return {
		...kept,
		...{url, password},
		drop: () => void ask('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null'),
	};
}

/** Servers that a queue can be kept by. */
export const kinds: readonly Kind[] = [
	{name: 'Redis', missing: found('redis-server') && found('redis-cli') ? undefined : 'no redis-server', start: startRedis},
	{name: 'PostgreSQL', missing: postgresFolder() && found('psql') ? undefined : 'no postgresql', start: startPostgres},
];
