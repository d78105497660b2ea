import {readFileSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {rateLimit} from '../../../src/store/pull/limit.ts';
import {lengthOf, merged} from '../../../src/store/pull/ranges.ts';
import {fetchFile, type TransferOptions} from '../../../src/store/pull/transfer.ts';
import {type Asked, type Fault, startHub} from './hub.ts';
import {connect, hasty, listed, newFolder, noise} from './place.ts';

const repository = 'someone/model';
const weights = noise(5_000_000);
const repositories = {[repository]: {files: {'model.safetensors': weights, 'config.json': Buffer.from('{"d_model": 4}')}}};
const remote = listed(repository, 'model.safetensors', weights);
const forever = new AbortController().signal;

/** A fault for the request of a number, counted from 0 among those that ask the store for bytes. */
function once(fault: Fault, number = 0): (asked: Asked) => Fault | undefined {
	let count = 0;
	return ({host}) => (host === 'store' && count++ === number ? fault : undefined);
}

async function fetchInto(folder: string, options: Omit<TransferOptions, 'partsFolder' | 'signal'> & {readonly signal?: AbortSignal}) {
	const target = path.join(folder, 'whole');
	await fetchFile(remote, target, {partsFolder: path.join(folder, 'parts'), signal: forever, patience: hasty, ...options});
	expect(await readdir(path.join(folder, 'parts'))).toEqual([]);
	return readFile(target);
}

test.each([
	{fault: {kind: 'reset', after: 900_000}},
	{fault: {kind: 'short', after: 900_000}},
	{fault: {kind: 'short', after: 0}},
	{fault: {kind: 'stall', after: 200_000}},
	{fault: {kind: 'whole'}},
	{fault: {kind: '416'}},
	{fault: {kind: 'etag'}},
	{fault: {kind: 'wrong length'}},
	{fault: {kind: 'wrong place'}},
	{fault: {kind: 'expired'}},
	{fault: {kind: 'busy'}},
	{fault: {kind: 'broken'}},
	{fault: {kind: 'flip', bit: 7}},
] as const satisfies readonly {fault: Fault}[])('one answer that goes wrong ($fault.kind) is made good', async ({fault}) => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, faultOf: once(fault, 1)});
	await using connection = await connect(hub.url, {}, 1000);
	expect((await fetchInto(temporary.folder, {connection})).equals(weights)).toBe(true);
});

test('a host that gives whole files only is taken as it is', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, faultOf: () => ({kind: 'whole'})});
	await using connection = await connect(hub.url);
	expect((await fetchInto(temporary.folder, {connection})).equals(weights)).toBe(true);
});

test('a signed address that expires is asked for again, as often as it does', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, signedFor: 1});
	await using connection = await connect(hub.url);
	expect((await fetchInto(temporary.folder, {connection})).equals(weights)).toBe(true);
});

test('machines behind one address that disagree about the ETag do not hold a file up: its digest decides', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, faultOf: () => ({kind: 'etag'})});
	await using connection = await connect(hub.url);
	expect((await fetchInto(temporary.folder, {connection})).equals(weights)).toBe(true);
});

test('bytes that are wrong every time are never taken', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, faultOf: asked => ({kind: 'flip', bit: asked.start})});
	await using connection = await connect(hub.url);
	let wrong = 0;
	const onWrong = () => void wrong++;
	await expect(fetchInto(temporary.folder, {connection, onWrong})).rejects.toMatchObject({name: 'UserError', exitCode: 65});
	expect(wrong).toBe(3);
	expect(await readdir(temporary.folder)).toEqual(['parts']);
});

test('a network that stays away ends in exit code 75, and what had come is kept', async () => {
	await using temporary = await newFolder();
	// Slowly: what waits in the system's memory is lost by a reset.
	await using hub = await startHub({repositories, pieceMs: 2});
	hub.state.faultOf = ({start, host}) => (host === 'store' ? {kind: 'reset', after: start === 0 ? 2_000_000 : 0} : undefined);
	await using connection = await connect(hub.url);
	const patience = {retries: 2, shortestMs: 1, longestMs: 1};
	await expect(fetchInto(temporary.folder, {connection, patience, parallel: 1})).rejects.toMatchObject({name: 'UserError', exitCode: 75});
	const before = hub.sentBytes();
	hub.state.faultOf = undefined;
	expect((await fetchInto(temporary.folder, {connection})).equals(weights)).toBe(true);
	expect(hub.sentBytes() - before).toBeLessThan(weights.length - 1_900_000);
});

test('a stop keeps what had come, to the byte', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, pieceMs: 2});
	await using connection = await connect(hub.url);
	const stopping = new AbortController();
	const onBytes = (there: number) => there > 2_000_000 && stopping.abort();
	await expect(fetchInto(temporary.folder, {connection, signal: stopping.signal, onBytes})).rejects.toMatchObject({name: 'AbortError'});
	expect(await readdir(temporary.folder)).toEqual(['parts']);
	hub.state.pieceMs = 0;
	const first: number[] = [];
	expect((await fetchInto(temporary.folder, {connection, onBytes: there => first.push(there)})).equals(weights)).toBe(true);
	expect(first[0]).toBeGreaterThan(2_000_000);
});

test.each([1, 3, 4])(
	'with %i parts at a time, no more than 8 MiB are asked for beyond what the journal tells of: a kill at any time loses no more',
	async parallel => {
		await using temporary = await newFolder();
		const large = noise(30_000_000);
		await using hub = await startHub({repositories: {[repository]: {files: {'model.safetensors': large}}}});
		await using connection = await connect(hub.url);
		const [target, partsFolder] = [path.join(temporary.folder, 'whole'), path.join(temporary.folder, 'parts')];
		const file = listed(repository, 'model.safetensors', large);
		let [asked, mostLost] = [0, 0];
		// Called before the first byte of each answer. Nothing is asked for twice here.
		hub.state.faultOf = ({host, start, end}) => {
			if (host !== 'store') return;
			asked += (end ?? large.length) - start;
			const journal = readFileSync(path.join(partsFolder, `${file.digest.hex}.journal`), 'utf8');
			const there = [...journal.matchAll(/^\[(\d+)-(\d+)\]$/gm)].map(([, from, to]) => ({start: Number(from), end: Number(to)}));
			mostLost = Math.max(mostLost, asked - lengthOf(merged(there)));
			return undefined;
		};
		await fetchFile(file, target, {connection, partsFolder, signal: forever, patience: hasty, parallel});
		expect(asked).toBe(large.length);
		expect(mostLost).toBeGreaterThan(0);
		expect(mostLost).toBeLessThanOrEqual(8 * 2 ** 20);
	},
);

test('the token goes to the hub and to no other host', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, token: 'hf_secret'});
	await using connection = await connect(hub.url, {HF_TOKEN: ' hf_secret\n'});
	await fetchInto(temporary.folder, {connection});
	expect(new Set(hub.requests.map(({host, authorization}) => `${host} ${authorization}`))).toEqual(
		new Set(['hub Bearer hf_secret', 'store undefined']),
	);
	// The range went along.
	expect(hub.requests.filter(({host}) => host === 'store').every(({end}) => end !== undefined)).toBe(true);
});

test('a connection that is cut while a limit holds its bytes back loses none of their places', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, faultOf: once({kind: 'reset', after: 900_000}, 1)});
	await using connection = await connect(hub.url);
	let wrong = 0;
	const onWrong = () => void wrong++;
	expect((await fetchInto(temporary.folder, {connection, limit: () => wait(5), onWrong})).equals(weights)).toBe(true);
	expect(wrong).toBe(0);
});

test('a limit holds all parts together back', async () => {
	const start = performance.now();
	const limit = rateLimit(100_000);
	await Promise.all(Array.from({length: 10}, () => limit(1000, forever)));
	expect(performance.now() - start).toBeGreaterThanOrEqual(95);
});

test('a limit is left at once when all is stopped', async () => {
	const stopping = new AbortController();
	const waiting = rateLimit(1)(1000, stopping.signal);
	stopping.abort();
	await expect(waiting).rejects.toMatchObject({name: 'AbortError'});
});
