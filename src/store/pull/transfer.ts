import {rename} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {makeFolder} from '../../files/make-folder.ts';
import {type BlockPool, blocksInto} from './blocks.ts';
import type {Connection} from './connection.ts';
import {Cut} from './cut.ts';
import {beginDigest} from './digest.ts';
import type {Taker} from './exchange.ts';
import {type Follower, followDigest} from './follow-digest.ts';
import type {Limit} from './limit.ts';
import {openPart, type PartFile, partFileOf, removePart} from './part-file.ts';
import {gaps, lengthOf, type Range} from './ranges.ts';
import {unreachable} from './refusal.ts';
import type {RemoteFile} from './remote-file.ts';
import {long, type Patience, persist} from './retry.ts';
import {openSource, type Source} from './source.ts';

export type TransferOptions = {
	readonly connection: Connection;
	/** Folder of incomplete files. */
	readonly partsFolder: string;
	readonly signal: AbortSignal;
	readonly limit?: Limit;
	readonly patience?: Patience;
	/** Parts of a file that are fetched at the same time. */
	readonly parallel?: number;
	/** Told the bytes of the file that are there, now and whenever more are. */
	readonly onBytes?: (there: number) => void;
	/** Told when all was there and was wrong. */
	readonly onWrong?: () => void;
};

/**
Bytes of a file that are asked for and do not stand in its journal yet, over all parts together. A kill loses no more, wherever they are: in
memory, on their way, or in the buffers of sockets, which hold megabytes when this side is the slower one.
*/
const mostAsked = 8 * 2 ** 20;
const mostParallel = 4;
/** Bytes of one request. The next one of the same part is sent when all of them are written. */
const requestBytes = (parallel: number): number => Math.floor(mostAsked / parallel);
/** A cut after so many bytes is no failure of its own: the next try comes at once. */
const progressBytes = 2 ** 16;
/** So often a file may come whole and wrong. */
const mostWrong = 3;
/** Files below it are hashed without a thread of their own. */
const smallBytes = 2 ** 20;

/** A file that is there, with the right digest, and not on the disk yet. */
export type Fetched = {
	/** Bring it to the disk, and then give it its name. To be called, whatever else fails. */
	readonly keep: () => Promise<void>;
};

/** Fetch a file as `fetchBytes` does, and keep it. */
export async function fetchFile(remote: RemoteFile, target: string, options: TransferOptions): Promise<void> {
	const fetched = await fetchBytes(remote, target, options);
	await fetched.keep();
}

/**
Fetch a file to `target`: parts of it at the same time, continuing earlier parts, hashed as they come. It gets its name once its digest is
right and it is kept. @throws UserError: 75 when the network fails for long, 65 when what comes is wrong again and again; what the file system says
*/
export async function fetchBytes(remote: RemoteFile, target: string, options: TransferOptions): Promise<Fetched> {
	const {partsFolder, onWrong} = options;
	await makeFolder(partsFolder);
	await makeFolder(path.dirname(target));
	for (let tries = 1; ; tries++) {
		const part = await fetchOnce(remote, options);
		if (part) return {keep: () => keep(part, remote, {target, partsFolder})};
		onWrong?.();
		if (tries < mostWrong) continue;
		throw new UserError(
			`\`${remote.path}\` of ${remote.repository} came ${mostWrong} times, and each time with other bytes than the hub lists.`,
			{
				hint: 'Something on the way changes it: try without the proxy or mirror (HTTPS_PROXY, HF_ENDPOINT), or another network.',
				exitCode: exitCodes.badData,
			},
		);
	}
}

async function keep(
	part: PartFile,
	remote: RemoteFile,
	{target, partsFolder}: {readonly target: string; readonly partsFolder: string},
): Promise<void> {
	try {
		await part.sync();
	} finally {
		await part[Symbol.asyncDispose]();
	}
	await rename(partFileOf(partsFolder, remote), target);
	await removePart(partsFolder, remote);
}

/** @returns the open part, if its digest is right; if not, all of it is forgotten */
async function fetchOnce(remote: RemoteFile, options: TransferOptions): Promise<PartFile | undefined> {
	const part = await openPart(options.partsFolder, remote);
	try {
		if (await isFetched(remote, part, options)) return part;
		await part.clear();
		options.onBytes?.(0);
	} catch (error) {
		await part[Symbol.asyncDispose]();
		throw error;
	}
	await part[Symbol.asyncDispose]();
	return undefined;
}

/** Fetch what a part lacks. @returns whether its digest is right */
async function isFetched(remote: RemoteFile, part: PartFile, options: TransferOptions): Promise<boolean> {
	const {bytes, digest} = remote;
	await using follower = bytes < smallBytes ? undefined : followDigest({fd: part.handle.fd, bytes, kind: digest.kind});
	await fetchGaps(remote, part, follower, options);
	return (await digestOf(remote, part, follower)) === digest.hex;
}

async function digestOf({bytes, digest}: RemoteFile, part: PartFile, follower: Follower | undefined): Promise<string> {
	if (follower) return follower.finish();
	const {buffer, bytesRead} = await part.handle.read(Buffer.alloc(bytes), 0, bytes, 0);
	return beginDigest(digest.kind, bytes).update(buffer.subarray(0, bytesRead)).digest('hex');
}

/** Fetch all that a part lacks. One failure ends all requests. */
async function fetchGaps(remote: RemoteFile, part: PartFile, follower: Follower | undefined, options: TransferOptions): Promise<void> {
	const {connection, signal, patience = long, parallel = mostParallel, onBytes = () => {}} = options;
	const source = openSource(connection, remote);
	const missing = gaps(part.ranges(), remote.bytes, requestBytes(parallel));
	const pool: BlockPool = [];
	const ending = new AbortController();
	const both = AbortSignal.any([signal, ending.signal]);
	const told = () => {
		onBytes(lengthOf(part.ranges()));
		follower?.advance(part.frontier());
	};
	told();
	const work = async (isFirst: boolean) => {
		while (missing.length > 0) {
			// A server that sends whole files only is asked once, for everything from the first gap on.
			if (source.givesOnlyWhole() && !isFirst) return;
			const range = source.givesOnlyWhole() ? {start: missing[0]!.start, end: missing.splice(0).at(-1)!.end} : missing.shift()!;
			await fetchRange(source, part, range, {signal: both, patience, limit: options.limit, pool, told});
		}
	};
	const workers = Array.from({length: Math.max(1, Math.min(parallel, missing.length))}, (_, index) =>
		work(index === 0).catch((error: unknown) => {
			ending.abort();
			throw error;
		}),
	);
	const results = await Promise.allSettled(workers);
	signal.throwIfAborted();
	const failures = results.flatMap(result => (result.status === 'rejected' ? [result.reason as unknown] : []));
	const first = failures.find(error => !(error instanceof Error && error.name === 'AbortError')) ?? failures[0];
	if (first instanceof Cut) throw unreachable(connection.endpoint, first);
	if (first !== undefined) throw first;
}

type RangeOptions = {
	readonly signal: AbortSignal;
	readonly patience: Patience;
	readonly limit: Limit | undefined;
	readonly pool: BlockPool;
	readonly told: () => void;
};

async function fetchRange(
	source: Source,
	part: PartFile,
	{start, end}: Range,
	{signal, patience, limit, pool, told}: RangeOptions,
): Promise<void> {
	const blocks = blocksInto(part, {start, pool, told});
	const take: Taker = limit
		? bytes => {
				const taken = blocks.take(bytes);
				return limit(bytes.length, signal).then(() => taken);
			}
		: blocks.take;
	const attempt = async () => {
		const begun = blocks.at();
		try {
			await source.read({start: begun, end}, take, signal);
			await blocks.finish();
		} catch (error) {
			// Bytes before a cut or a stop are kept.
			if (error instanceof Cut || signal.aborted) await blocks.finish();
			if (!(error instanceof Cut) || blocks.at() - begun < progressBytes) throw error;
		}
	};
	while (blocks.at() < end) await persist(attempt, patience, signal);
}
