import {lstat, readdir} from 'node:fs/promises';
import path from 'node:path';

/** What a folder takes of the disk, in bytes. */
export type DiskUsage = {
	/** Of all its files, as their lengths tell. */
	readonly bytes: number;
	/** What of that is free again when the folder is gone: files that have no other name. */
	readonly ownBytes: number;
};

/** What the files of a folder take, all the way down. Of one that is growing only what is there counts. */
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
