import {once} from 'node:events';
import {type AddressInfo, createServer, type Socket} from 'node:net';
import {setImmediate as turn, setTimeout as wait} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {Cut} from '../../../src/store/pull/cut.ts';
import {connect, noise} from './place.ts';

/** A server that answers each request as told, with the bare socket. */
async function startServer(answer: (socket: Socket, head: string) => Promise<unknown> | unknown) {
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket);
		socket.setNoDelay(true).on('error', () => {});
		socket.on('data', bytes => void answer(socket, bytes.toString('latin1')));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) socket.destroy();
			await new Promise(resolve => server.close(resolve));
		},
	};
}

const body = noise(3_000_000);
const head = (fields = '') => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n${fields}\r\n`;

test.each([
	{pace: 'at once', hold: () => undefined},
	{pace: 'with a pause after each piece', hold: () => wait(1)},
	{pace: 'with a turn of the loop after each piece', hold: () => turn()},
])('a body that is taken $pace is the one that was sent, though its memory is used again', async ({hold}) => {
	await using server = await startServer(socket => void socket.write(Buffer.concat([Buffer.from(head()), body])));
	await using connection = await connect(server.url);
	// The second time over the same socket.
	for (let time = 0; time < 2; time++) {
		const answer = await connection.get(new URL(server.url), {});
		// Comes in while nobody reads yet.
		await wait(20);
		const pieces: Uint8Array[] = [];
		await answer.read(bytes => {
			pieces.push(Uint8Array.from(bytes));
			return hold();
		});
		expect(body.equals(Buffer.concat(pieces))).toBe(true);
	}
});

test('a head that comes in many pieces is put together', async () => {
	const fields = Array.from({length: 40}, (_, index) => `x-field-${index}: ${'v'.repeat(index)}${index}\r\n`).join('');
	await using server = await startServer(async socket => {
		for (const piece of head(fields).match(/.{1,30}/gs) ?? []) {
			socket.write(piece);
			await turn();
		}
	});
	await using connection = await connect(server.url);
	const answer = await connection.get(new URL(server.url), {});
	for (let index = 0; index < 40; index++) expect(answer.header(`x-field-${index}`)).toBe(`${'v'.repeat(index)}${index}`);
	answer.drop();
});

test('a cut is told after all that came before it is taken', async () => {
	await using server = await startServer(async socket => {
		socket.write(Buffer.concat([Buffer.from(head()), body.subarray(0, 100_000)]));
		await wait(50);
		socket.resetAndDestroy();
	});
	await using connection = await connect(server.url);
	const answer = await connection.get(new URL(server.url), {});
	let [begun, taken] = [0, 0];
	const reading = answer.read(async bytes => {
		const {length} = bytes;
		begun += length;
		await wait(100);
		taken += length;
	});
	await expect(reading).rejects.toBeInstanceOf(Cut);
	expect(taken).toBeGreaterThan(0);
	expect(taken).toBe(begun);
});

test('what the taker throws is thrown as it is, at once or later', async () => {
	await using server = await startServer(socket => void socket.write(Buffer.concat([Buffer.from(head()), body])));
	await using connection = await connect(server.url);
	const full = new Error('The disk is full.');
	const takers = [
		() => {
			throw full;
		},
		() => Promise.reject(full),
	];
	for (const take of takers) {
		const answer = await connection.get(new URL(server.url), {});
		await expect(answer.read(take)).rejects.toBe(full);
		answer.drop();
	}
});

test('a stop ends a request that nobody answers, and one that is half read', async () => {
	await using server = await startServer((socket, asked) => {
		if (asked.startsWith('GET /half')) socket.write(Buffer.concat([Buffer.from(head()), body.subarray(0, 1000)]));
	});
	await using connection = await connect(server.url);
	const [first, second] = [new AbortController(), new AbortController()];
	const unanswered = connection.get(new URL(server.url), {signal: first.signal});
	setTimeout(() => first.abort(), 20);
	await expect(unanswered).rejects.toMatchObject({name: 'AbortError'});
	const answer = await connection.get(new URL('/half', server.url), {signal: second.signal});
	setTimeout(() => second.abort(), 20);
	await expect(answer.read(() => undefined)).rejects.toBeInstanceOf(Cut);
	await expect(connection.get(new URL(server.url), {signal: second.signal})).rejects.toMatchObject({name: 'AbortError'});
});
