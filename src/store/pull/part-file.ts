import {writeSync} from 'node:fs';
import {constants, type FileHandle, open, readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import {machine} from '../../files/machine.ts';
import {syncFile} from '../../files/sync.ts';
import {replaceFile} from '../../model/checkpoint/replace-file.ts';
import {frontierOf, merged, type Range} from './ranges.ts';
import type {RemoteFile} from './remote-file.ts';

/** A file that is not whole yet, with a journal of the bytes that are there. */
export type PartFile = {
	readonly handle: FileHandle;
	/** Ranges that are there, merged. */
	ranges(): readonly Range[];
	/** Bytes that are there from the first one on. */
	frontier(): number;
	/** @param pieces - bytes that follow on each other */
	write(at: number, pieces: readonly Uint8Array[]): Promise<void>;
	/** Bring it to the disk: what is there now outlasts a power cut. */
	sync(): Promise<void>;
	/** Forget all of it. */
	clear(): Promise<void>;
} & AsyncDisposable;

/** Between two times that it is brought to the disk, while more comes: little is left to wait for in the end. */
const syncBytes = 256_000_000;

/** Called by what it is, so that it is found again whatever becomes of the list that it stood in. */
export const partFileOf = (folder: string, {digest}: RemoteFile): string => path.join(folder, `${digest.hex}.part`);
const journalOf = (folder: string, {digest}: RemoteFile): string => path.join(folder, `${digest.hex}.journal`);

/**
Open the part of a file in `folder`, or begin it. After a kill everything in the journal is there; after a restart of the machine
only what had been brought to the disk before.
*/
export async function openPart(folder: string, remote: RemoteFile): Promise<PartFile> {
	const journal = journalOf(folder, remote);
	// A link that stands there is not followed.
	const handle = await open(partFileOf(folder, remote), constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o666);
	try {
		const {size} = await handle.stat();
		let ranges = (await readJournal(journal)).map(({start, end}) => ({start, end: Math.min(end, size, remote.bytes)}));
		ranges = merged(ranges);
		if (size > remote.bytes) await handle.truncate(remote.bytes);
		await syncFile(handle);
		await replaceFile(journal, `${bootLine()}${ranges.map(entry).join('')}${synced(ranges)}`);
		const log = await open(journal, 'a');
		let unsynced = 0;
		let isSyncing = false;
		/** The last time that it is brought to the disk; failed for good, once it has. */
		let syncing: Promise<void> = Promise.resolve();
		const syncNow = async () => {
			const before = ranges;
			unsynced = 0;
			await syncFile(handle);
			await log.write(synced(before));
		};
		const beginSync = () => {
			isSyncing = true;
			syncing = syncing.then(syncNow).finally(() => {
				isSyncing = false;
			});
			// Said by `sync`, which comes before the file counts as whole.
			syncing.catch(() => {});
		};
		const part: PartFile = {
			handle,
			ranges: () => ranges,
			frontier: () => frontierOf(ranges),
			async write(at, pieces) {
				const bytes = pieces.reduce((sum, {length}) => sum + length, 0);
				const {bytesWritten} = await handle.writev(pieces, at);
				// Less was written: all of the rest says why.
				if (bytesWritten < bytes) await writeAll(handle, Buffer.concat(pieces).subarray(bytesWritten), at + bytesWritten);
				const range = {start: at, end: at + bytes};
				// After the bytes, never before them; too short to wake another thread for.
				writeSync(log.fd, entry(range));
				ranges = merged([...ranges, range]);
				unsynced += bytes;
				if (unsynced >= syncBytes && !isSyncing) beginSync();
			},
			async sync() {
				await syncing;
				await syncNow();
			},
			async clear() {
				ranges = [];
				await replaceFile(journal, bootLine());
				await handle.truncate(0);
			},
			async [Symbol.asyncDispose]() {
				await syncing.catch(() => {});
				await log.close();
				await handle.close();
			},
		};
		return part;
	} catch (error) {
		await handle.close();
		throw error;
	}
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
	for (let written = 0; written < bytes.length; )
		written += (await handle.write(bytes, written, bytes.length - written, at + written)).bytesWritten;
}

export async function removePart(folder: string, remote: RemoteFile): Promise<void> {
	for (const file of [partFileOf(folder, remote), journalOf(folder, remote)]) await rm(file, {force: true});
}

/** Marked at both ends: a line that a full disk has cut off in the middle never reads as another one, whatever follows it. */
const entry = ({start, end}: Range): string => `[${start}-${end}]\n`;
/** Said with all that it is about: what others wrote meanwhile stands before it, too. */
const synced = (ranges: readonly Range[]): string => `[synced${ranges.map(({start, end}) => ` ${start}-${end}`).join('')}]\n`;
const bootLine = (): string => `[on ${bootId()}]\n`;
const bootId = (): string => encodeURIComponent(machine());

/** Ranges that a journal tells of. */
async function readJournal(file: string): Promise<Range[]> {
	const text = await readFile(file, 'utf8').catch(() => '');
	const [, boot] = /\[on ([^\]\s]*)\]/.exec(text) ?? [];
	// Later bytes were perhaps only in the memory of a machine that went off.
	const pattern = boot === bootId() ? /\[(\d{1,15})-(\d{1,15})\]/g : / (\d{1,15})-(\d{1,15})(?=[ \]])/g;
	const sure = boot === bootId() ? text : (text.match(/\[synced(?: \d+-\d+)*\]/g)?.at(-1) ?? '');
	return [...sure.matchAll(pattern)].map(([, start, end]) => ({start: Number(start), end: Number(end)}));
}
