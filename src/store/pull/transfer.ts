import {rename} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {makeFolder} from '../../files/make-folder.ts';
import type {Connection} from './connection.ts';
import {Cut} from './cut.ts';
import {beginDigest} from './digest.ts';
import {type Follower, followDigest} from './follow-digest.ts';
import {type Limit, noLimit} from './limit.ts';
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

/** Bytes of one request: long enough that its way there and back costs little, short enough that all parts end together. */
const requestBytes = (bytes: number, parallel: number): number => Math.min(32 * 2 ** 20, Math.max(2 ** 21, Math.ceil(bytes / parallel)));
/** Bytes written at once: a kill loses as many, for each part that is being fetched. */
const blockBytes = 2 ** 18;
const mostParallel = 4;
/** A cut after so many bytes is no failure of its own: the next try comes at once. */
const progressBytes = 2 ** 16;
/** So often a file may come whole and wrong. */
const mostWrong = 3;
/** Files below it are hashed without a thread of their own. */
const smallBytes = 2 ** 20;

/**
Fetch a file to `target`: parts of it at the same time, continuing earlier parts, hashed as they come. It gets its name once its digest is
right. @throws UserError: 75 when the network fails for long, 65 when what comes is wrong again and again; what the file system says
*/
export async function fetchFile(remote: RemoteFile, target: string, options: TransferOptions): Promise<void> {
	const {partsFolder, onWrong} = options;
	await makeFolder(partsFolder);
	await makeFolder(path.dirname(target));
	for (let tries = 1; ; tries++) {
		if (await fetchOnce(remote, options)) break;
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
	await rename(partFileOf(partsFolder, remote), target);
	await removePart(partsFolder, remote);
}

/** @returns whether the digest was right; if not, all of it is forgotten */
async function fetchOnce(remote: RemoteFile, options: TransferOptions): Promise<boolean> {
	const {bytes, digest} = remote;
	await using part = await openPart(options.partsFolder, remote);
	await using follower = bytes < smallBytes ? undefined : followDigest({fd: part.handle.fd, bytes, kind: digest.kind});
	await fetchGaps(remote, part, follower, options);
	if ((await digestOf(remote, part, follower)) !== digest.hex) {
		await part.clear();
		options.onBytes?.(0);
		return false;
	}
	await part.sync();
	return true;
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
	const missing = gaps(part.ranges(), remote.bytes, requestBytes(remote.bytes, parallel));
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
			await fetchRange(source, part, range, {signal: both, patience, limit: options.limit ?? noLimit, told});
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
	readonly limit: Limit;
	readonly told: () => void;
};

async function fetchRange(
	source: Source,
	part: PartFile,
	{start, end}: Range,
	{signal, patience, limit, told}: RangeOptions,
): Promise<void> {
	/** Offset of the next byte; all before it is written, or is being written. */
	let at = start;
	const room = () => Buffer.allocUnsafeSlow(Math.min(blockBytes, end - start));
	// Taken in turns: memory that was used before costs least.
	let [block, other] = [room(), room()];
	const attempt = async () => {
		const begun = at;
		let filled = 0;
		// One block is written while the next one comes.
		let writing: Promise<void> = Promise.resolve();
		const flush = async () => {
			if (filled === 0) return;
			await writing;
			writing = part.write(at, block.subarray(0, filled)).then(told);
			// The next wait for it throws what was wrong.
			writing.catch(() => {});
			at += filled;
			filled = 0;
			[block, other] = [other, block];
		};
		try {
			for await (const chunk of source.read({start: at, end}, signal)) {
				await limit(chunk.length, signal);
				for (let taken = 0; taken < chunk.length; ) {
					const piece = chunk.subarray(taken, taken + block.length - filled);
					block.set(piece, filled);
					filled += piece.length;
					taken += piece.length;
					if (filled === block.length) await flush();
				}
			}
			await flush();
			await writing;
		} catch (error) {
			// Bytes before a cut or a stop are kept.
			if (error instanceof Cut || signal.aborted) await flush();
			await writing;
			if (!(error instanceof Cut) || at - begun < progressBytes) throw error;
		}
	};
	while (at < end) await persist(attempt, patience, signal);
}
