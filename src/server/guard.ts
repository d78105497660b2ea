import {createHash, timingSafeEqual} from 'node:crypto';
import type {MiddlewareHandler} from 'hono';
import {Refusal} from './refusal.ts';

/** Names of this machine for itself. */
const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Addresses on which only this machine is heard. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

/** Addresses that are read without a token: the page, which asks for it, and pictures whose address is a secret of its own. */
const open = [/^\/$/, /^\/page\/[\w.-]+$/, /^\/health$/, /^\/v1\/files\/[\w.-]+$/];

/**
Refuse what does not come from whom it may. A page of another site is a program of others in this user's browser: it may send requests here,
and by a name of its own that leads here (DNS rebinding) read the answers. So without a token only this machine's own names are answered to,
and a request that says where it comes from must come from this server's own page.
@throws Refusal
*/
export function guard(token: string | undefined): MiddlewareHandler {
	const wanted = token === undefined ? undefined : digestOf(token);
	return async (context, next) => {
		const header = (name: string) => context.req.header(name);
		const host = header('host') ?? '';
		if (!wanted && !loopbackNames.includes(nameOf(host)))
			throw new Refusal(421, 'This server answers only to localhost, 127.0.0.1 and [::1].', 'To use another name, start it with a token.');
		checkOrigin(header('origin'), header('sec-fetch-site'), host, context.req.method === 'GET' && header('sec-fetch-mode') === 'navigate');
		if (wanted && !open.some(path => path.test(context.req.path)) && !isRight(header('authorization'), wanted)) {
			context.header('www-authenticate', 'Bearer');
			throw new Refusal(401, 'This needs the token that the server was started with.', 'Send it as `Authorization: Bearer <token>`.');
		}
		await next();
	};
}

function checkOrigin(origin: string | undefined, site: string | undefined, host: string, isLink: boolean): void {
	const isForeign = origin === undefined ? site === 'cross-site' || site === 'same-site' : hostOf(origin) !== host.toLowerCase();
	if (isForeign && !(isLink && origin === undefined))
		throw new Refusal(403, 'Pages of other sites may not use this server.', 'Open its own page, or use a program.');
}

const nameOf = (host: string): string => host.toLowerCase().replace(/:\d{1,5}$/, '');

function hostOf(origin: string): string | undefined {
	const [, host] = /^https?:\/\/([^/\s]+)$/i.exec(origin) ?? [];
	return host?.toLowerCase();
}

function isRight(authorization: string | undefined, wanted: Buffer): boolean {
	const [, given] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
	return given !== undefined && timingSafeEqual(digestOf(given), wanted);
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
