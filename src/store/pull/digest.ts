import {createHash, type Hash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import type {Digest, RemoteFile} from './remote-file.ts';

/** Read at a time. */
const pieceBytes = 4_000_000;

/** A digest that is begun: git hashes a file behind a line that tells its length. */
export function beginDigest(kind: Digest['kind'], bytes: number): Hash {
	return kind === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${bytes}\0`);
}

/** Whether an open file is what it must be, read from its first byte to its last. @param onRead - told how much was read so far, in bytes */
export async function isAsListed(
	handle: FileHandle,
	{bytes, digest}: Pick<RemoteFile, 'bytes' | 'digest'>,
	{signal, onRead = () => {}}: {readonly signal?: AbortSignal | undefined; readonly onRead?: (bytes: number) => void} = {},
): Promise<boolean> {
	if ((await handle.stat()).size !== bytes) return false;
	const hash = beginDigest(digest.kind, bytes);
	const buffer = new Uint8Array(Math.min(pieceBytes, bytes));
	for (let at = 0; at < bytes; ) {
		signal?.throwIfAborted();
		const {bytesRead} = await handle.read(buffer, 0, Math.min(buffer.length, bytes - at), at);
		if (bytesRead === 0) return false;
		hash.update(buffer.subarray(0, bytesRead));
		at += bytesRead;
		onRead(at);
	}
	return hash.digest('hex') === digest.hex;
}
