import type {AddressInfo} from 'node:net';
import {type ServerType, serve} from '@hono/node-server';
import type {Hono} from 'hono';
import {exitCodes, UserError} from '../errors.ts';
import {codeOf} from '../files/errors.ts';

/** A server that listens. */
export type OpenServer = {
	/** Address of it as this machine calls it: `http://127.0.0.1:8765`. */
	readonly address: string;
	/** Take no more connections, and wait until those that there are have ended. */
	readonly stop: () => Promise<void>;
	/** End all connections at once. */
	readonly kill: () => void;
};

const headersMs = 6000;
const mostConnections = 512;

/** Listen on a port; 0 takes a free one. @throws UserError when that cannot be (69, 77) */
export async function openServer(app: Hono, {host, port}: {readonly host: string; readonly port: number}): Promise<OpenServer> {
	const server = await listen(app, host, port);
	server.maxConnections = mostConnections;
	const {port: taken} = server.address() as AddressInfo;
	return {
		address: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
		stop: async () =>
			new Promise(resolve => {
				server.close(() => resolve());
				closeIdle(server);
			}),
		kill: () => {
			if ('closeAllConnections' in server) server.closeAllConnections();
		},
	};
}

const closeIdle = (server: ServerType): void => {
	if ('closeIdleConnections' in server) server.closeIdleConnections();
};

async function listen(app: Hono, hostname: string, port: number): Promise<ServerType> {
	return new Promise((resolve, reject) => {
		const server = serve(
			{
				fetch: app.fetch,
				...{hostname, port},
				overrideGlobalObjects: false,
				serverOptions: {headersTimeout: headersMs, requestTimeout: 0, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000},
			},
			() => resolve(server),
		);
		server.once('error', error => reject(unreachable(error, hostname, port)));
	});
}

function unreachable(error: Error, host: string, port: number): unknown {
	const code = codeOf(error);
	const place = `\`${host}\` port ${port}`;
	if (code === 'EADDRINUSE')
		return new UserError(`Another program listens on ${place}.`, {
			hint: 'Choose another port: --port 0 takes a free one.',
			exitCode: exitCodes.unavailable,
			cause: error,
		});
	if (code === 'EACCES')
		return new UserError(`This user may not listen on ${place}.`, {
			hint: 'Choose a port from 1024 on.',
			exitCode: exitCodes.noPermission,
			cause: error,
		});
	if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
		return new UserError(`\`${host}\` is no address of this machine.`, {
			hint: 'Leave out --host, or give an address that it has.',
			exitCode: exitCodes.usage,
			cause: error,
		});
	return error;
}
