import {mkdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from './errors.ts';

/**
Make a folder and those above it that are missing. Not with Node's `recursive`: that never returns where the system says ENOENT under a
folder that is there, as in /proc, and says ENOENT where the disk is full.
@param mode - of each folder that is made
@returns whether it is new
@throws the file system's error; EPERM if folders cannot be made there
*/
export async function makeFolder(folder: string, mode = 0o777): Promise<boolean> {
	try {
		return await makeOne(folder, mode);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
	}
	const above = path.dirname(folder);
	if (above !== folder) await makeFolder(above, mode);
	return makeOne(folder, mode).catch((cause: unknown) => {
		if (codeOf(cause) !== 'ENOENT') throw cause;
		throw Object.assign(new Error(`No folder can be made in \`${above}\`.`, {cause}), {code: 'EPERM', path: folder});
	});
}

/** @returns false where it is there already; how a system says so differs, for the root of a drive for example */
async function makeOne(folder: string, mode: number): Promise<boolean> {
	try {
		await mkdir(folder, {mode});
		return true;
	} catch (error) {
		const facts = await stat(folder).catch(() => undefined);
		if (facts?.isDirectory()) return false;
		throw error;
	}
}
