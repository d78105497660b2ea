import {closeSync, constants, fstatSync, openSync, readSync} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {exitCodes, UserError} from '../errors.ts';

/**
Open a file that this program found by itself, to read: a plain one, since a pipe would wait for its other end, and a device never end.
@throws UserError (65) for anything else, and what the file system says
*/
export async function openPlain(file: string): Promise<FileHandle> {
	const handle = await open(file, constants.O_RDONLY | nonBlocking);
	if ((await handle.stat()).isFile()) return handle;
	await handle.close();
	throw notPlain(file);
}

/** Open a plain file to add to it. A link is not followed: its target is unknown. @throws as `openPlain` does */
export async function openToAppend(file: string): Promise<FileHandle> {
	const handle = await open(file, constants.O_WRONLY | constants.O_APPEND | nonBlocking | (constants.O_NOFOLLOW ?? 0)).catch(
		(cause: unknown) => {
			throw isLink(cause) ? notPlain(file, cause) : cause;
		},
	);
	if ((await handle.stat()).isFile()) return handle;
	await handle.close();
	throw notPlain(file);
}

/** The text of a small plain file. @throws UserError (65) when it is none, or longer than `maxBytes`; and what the file system says */
export function readPlainSync(file: string, maxBytes: number): string {
	const handle = openSync(file, constants.O_RDONLY | nonBlocking);
	try {
		const facts = fstatSync(handle);
		if (!facts.isFile()) throw notPlain(file);
		if (facts.size > maxBytes)
			throw new UserError(`\`${file}\` has ${facts.size} bytes.`, {hint: 'Look at it.', exitCode: exitCodes.badData});
		const bytes = Buffer.alloc(facts.size);
		let filled = 0;
		for (let read = -1; read !== 0 && filled < bytes.length; filled += read)
			read = readSync(handle, bytes, filled, bytes.length - filled, filled);
		return bytes.toString('utf8', 0, filled);
	} finally {
		closeSync(handle);
	}
}

/** Windows has no such pipes among its files. */
const nonBlocking = constants.O_NONBLOCK ?? 0;

const isLink = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ELOOP';

const notPlain = (file: string, cause?: unknown) =>
	new UserError(`\`${file}\` is no plain file.`, {hint: 'Look at what stands there: ls -l', exitCode: exitCodes.badData, cause});
