import http from 'node:http';
import {expect, test} from 'vitest';
import {isLoopback} from '../../src/server/guard.ts';
import {serverPlace} from './place.ts';
import {sendRaw} from './raw.ts';

const token = 'a-token-of-the-tests';
const open = serverPlace();
const closed = serverPlace({token});

type Sent = {readonly method?: string; readonly path?: string; readonly headers?: http.OutgoingHttpHeaders};

/** The status of a request with headers that browsers and `fetch` do not let a program set. */
const statusOf = async (address: string, {method = 'GET', path = '/v1/models', headers = {}}: Sent) =>
	new Promise<number | undefined>((resolve, reject) => {
		const request = http.request(`${address}${path}`, {method, headers}, response => {
			response.resume();
			resolve(response.statusCode);
		});
		request.on('error', reject);
		request.end();
	});

test.each([
	['localhost', 200],
	['LOCALHOST:1', 200],
	['127.0.0.1:8765', 200],
	['[::1]:8765', 200],
	['evil.example', 421],
	['evil.example:8765', 421],
	['127.0.0.1.evil.example', 421],
	['localhost.evil.example', 421],
	['localhost:80@evil.example', 400],
])('without a token the host %j is answered %i: a name that leads here may be of another site', async (host, status) => {
	expect(await statusOf(open.address, {headers: {host}})).toBe(status);
});

test.each([
	['of this server', {origin: 'own'}, 200],
	['of another site', {origin: 'https://evil.example'}, 403],
	['of a file or a frame without rights', {origin: 'null'}, 403],
	['of another port of this machine', {origin: 'http://127.0.0.1:1'}, 403],
	['a foreign picture or script', {'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors'}, 403],
	['a link on another site', {'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate'}, 200],
	['its own page', {'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors'}, 200],
	['an address that a person typed', {'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate'}, 200],
])('a request %s', async (_, headers, status) => {
	const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value === 'own' ? open.address : value]));
	expect(await statusOf(open.address, {headers: own})).toBe(status);
});

test('a form of another site is refused before it is read, and so is one without an origin that is no JSON', async () => {
	const path = '/v1/images/generations';
	expect(await statusOf(open.address, {method: 'POST', path, headers: {origin: 'https://evil.example'}})).toBe(403);
	expect(await statusOf(open.address, {method: 'POST', path, headers: {'content-type': 'text/plain'}})).toBe(415);
});

test.each([
	['none', {}, 401],
	['the right one', {authorization: `Bearer ${token}`}, 200],
	['the right one in other letters', {authorization: `bearer  ${token} `}, 200],
	['a wrong one', {authorization: `Bearer ${token}x`}, 401],
	['a part of it', {authorization: `Bearer ${token.slice(0, -1)}`}, 401],
	['an empty one', {authorization: 'Bearer '}, 401],
	['another scheme', {authorization: `Basic ${token}`}, 401],
	['it twice', {authorization: `Bearer ${token} ${token}`}, 401],
])('with a token %s is answered so', async (_, headers, status) => {
	expect(await statusOf(closed.address, {headers: {...headers, host: 'studio.example'}})).toBe(status);
});

test.each(['/v1/models', '/v1/models/storybook', '/v1/images/generations', '/nowhere', '/v1/files/../models', '//v1/models', '/HEALTH'])(
	'%s needs the token',
	async path => {
		expect(await statusOf(closed.address, {path})).toBe(401);
	},
);

test('health needs no token, and tells nothing of anybody', async () => {
	expect(await statusOf(closed.address, {path: '/health'})).toBe(200);
});

test.each([
	['127.0.0.1', true],
	['127.9.9.9', true],
	['localhost', true],
	['::1', true],
	['0.0.0.0', false],
	['::', false],
	['192.168.0.2', false],
	['127.0.0.1.evil.example', false],
	['studio.example', false],
])('%s is this machine alone: %s', (host, expected) => {
	expect(isLoopback(host)).toBe(expected);
});

test.each([
	['an empty host', 'GET /v1/models HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n', /^HTTP\/1.1 4/],
	['no host', 'GET /v1/models HTTP/1.0\r\n\r\n', /^HTTP\/1.1 4/],
	[
		'an address in its first line',
		'GET http://evil.example/v1/models HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
		/^HTTP\/1.1 4/,
	],
	['two hosts', 'GET /v1/models HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n', /^HTTP\/1.1 4/],
])('a request with %s is refused', async (_, sent, expected) => {
	expect((await sendRaw(open.address, [sent], {withinMs: 8000})).text).toMatch(expected);
});
