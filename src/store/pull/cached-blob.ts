import {constants, copyFile, link, open, realpath, rm} from 'node:fs/promises';
import path from 'node:path';
import {codeOf, faultOf} from '../../files/errors.ts';
import {isInside} from '../../model/checkpoint/json-file.ts';
import {isAsListed} from './digest.ts';
import type {RemoteFile} from './remote-file.ts';

/**
Take a file out of the Hugging Face cache, where another program has fetched it: as a hard link where the file system can, else as a copy, and
only when every byte of it is right.
@param onRead - told how much of it was read so far, in bytes
@returns how it came, nothing when it is not there or not whole
*/
export async function takeCached(
	cache: string,
	remote: RemoteFile,
	target: string,
	{signal, onRead}: {readonly signal: AbortSignal; readonly onRead?: (bytes: number) => void},
): Promise<'linked' | 'copied' | undefined> {
	const repository = path.join(cache, `models--${remote.repository.replaceAll('/', '--')}`);
	const places = [
		path.join(repository, 'blobs', remote.digest.hex),
		// On a system without links the snapshot holds the files themselves.
		path.join(repository, 'snapshots', remote.commit, ...remote.path.split('/')),
	];
	for (const place of places) {
		const real = await realpath(place).catch(() => undefined);
		const root = await realpath(repository).catch(() => undefined);
		if (real === undefined || root === undefined || !isInside(root, real)) continue;
		if (!(await isRight(real, remote, signal, onRead))) continue;
		await rm(target, {force: true});
		return bring(real, target);
	}
	return;
}

async function isRight(
	file: string,
	remote: RemoteFile,
	signal: AbortSignal,
	onRead: ((bytes: number) => void) | undefined,
): Promise<boolean> {
	// Opening a pipe would wait for its other end.
	const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
	if (!handle) return false;
	try {
		return (await handle.stat()).isFile() && (await isAsListed(handle, remote, {signal, ...(onRead && {onRead})}));
	} catch (error) {
		// One that cannot be read is as good as none.
		if (faultOf(error) === undefined) throw error;
		return false;
	} finally {
		await handle.close();
	}
}

async function bring(from: string, target: string): Promise<'linked' | 'copied'> {
	try {
		await link(from, target);
		return 'linked';
	} catch (error) {
		if (codeOf(error) === 'ENOSPC') throw error;
		await copyFile(from, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
		return 'copied';
	}
}
