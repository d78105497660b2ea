import {lstat, readdir} from 'node:fs/promises';
import path from 'node:path';

/** Disk space of a folder, in bytes. */
export type DiskUsage = {
	/** Lengths of all its files. */
	readonly bytes: number;
	/** The part that is free again when the folder is gone: files that have no other name. */
	readonly ownBytes: number;
};

/** Disk space of a folder's files, all the way down. A growing file counts as far as it is there. */
export async function diskUsage(folder: string): Promise<DiskUsage> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true}).catch(() => []);
	let [bytes, ownBytes] = [0, 0];
	for (const entry of entries) {
		const facts = await lstat(path.join(entry.parentPath, entry.name)).catch(() => undefined);
		if (!facts?.isFile()) continue;
		// A hole in a file takes nothing; Windows does not tell of blocks.
		const taken = facts.blocks === undefined || process.platform === 'win32' ? facts.size : Math.min(facts.size, facts.blocks * 512);
		bytes += taken;
		if (facts.nlink === 1) ownBytes += taken;
	}
	return {bytes, ownBytes};
}
