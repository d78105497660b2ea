import {expect, test} from 'vitest';
import {createLine} from '../../src/server/line.ts';
import {postJson, quick, serverPlace} from './place.ts';

const at = serverPlace({limits: {waiting: 8}});
const signal = new AbortController().signal;
const settled = async () => new Promise(resolve => setImmediate(resolve));

test('turns are given in the order of asking, also when some leave the line', async () => {
	const line = createLine(10);
	const order: number[] = [];
	const leaving = [3, 5].map(number => [number, new AbortController()] as const);
	const first = await line.enter(signal);
	const others = Array.from({length: 8}, (_, number) =>
		line.enter(leaving.find(([leaver]) => leaver === number)?.[1].signal ?? signal).then(
			turn => {
				order.push(number);
				turn[Symbol.dispose]();
			},
			() => {},
		),
	);
	await settled();
	for (const [, leaver] of leaving) leaver.abort();
	await settled();
	expect(line.waiting()).toBe(6);
	first[Symbol.dispose]();
	await Promise.all(others);
	expect(order).toEqual([0, 1, 2, 4, 6, 7]);
	expect({waiting: line.waiting(), isBusy: line.isBusy()}).toEqual({waiting: 0, isBusy: false});
});

test('a turn is given back once, however often it is disposed of', async () => {
	const line = createLine(2);
	const first = await line.enter(signal);
	const second = line.enter(signal);
	const third = line.enter(signal);
	first[Symbol.dispose]();
	first[Symbol.dispose]();
	const turn = await second;
	await settled();
	expect(line.waiting()).toBe(1);
	turn[Symbol.dispose]();
	(await third)[Symbol.dispose]();
	expect(line.isBusy()).toBe(false);
});

test('one that leaves in the instant of its turn passes it on', async () => {
	const line = createLine(2);
	const leaving = new AbortController();
	const first = await line.enter(signal);
	const second = line.enter(leaving.signal);
	const third = line.enter(signal);
	leaving.abort();
	first[Symbol.dispose]();
	await expect(second).rejects.toThrow();
	(await third)[Symbol.dispose]();
	expect(line.isBusy()).toBe(false);
});

test('a line that is closed sends away those that wait, and leaves the turn that there is', async () => {
	const line = createLine(2);
	const turn = await line.enter(signal);
	const waiting = line.enter(signal);
	line.close();
	await expect(waiting).rejects.toMatchObject({status: 503});
	await expect(line.enter(signal)).rejects.toMatchObject({status: 503});
	expect(line.isBusy()).toBe(true);
	turn[Symbol.dispose]();
	expect(line.isBusy()).toBe(false);
});

test('of fifty clients at once some are served and all others told to wait, and when', async () => {
	const url = `${at.address}/v1/images/generations`;
	const responses = await Promise.all(Array.from({length: 50}, async () => postJson(url, {prompt: 'a red cat', ...quick})));
	const statuses = responses.map(({status}) => status);
	expect(new Set(statuses)).toEqual(new Set([200, 429]));
	expect(statuses.filter(status => status === 200).length).toBeGreaterThanOrEqual(9);
	for (const {status, headers} of responses) if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
	expect(at.bugs).toEqual([]);
});
