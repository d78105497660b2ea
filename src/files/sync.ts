import {type FileHandle, open} from 'node:fs/promises';
import {codeOf} from './errors.ts';

/** Error codes of file systems that cannot sync a file: some of FUSE and 9p, and devices. */
const unknowing = ['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EROFS', 'EPERM'];

/** Bring what was written to the disk, where the file system does such a thing. */
export async function syncFile(handle: FileHandle): Promise<void> {
	await handle.sync().catch((error: unknown) => {
		if (!unknowing.includes(codeOf(error) ?? '')) throw error;
	});
}

/** So that the names in a folder survive a power cut. Windows cannot open a folder; there the file system does it. */
export async function syncFolder(folder: string): Promise<void> {
	const handle = await open(folder, 'r').catch(() => undefined);
	try {
		await handle?.sync().catch(() => undefined);
	} finally {
		await handle?.close();
	}
}
