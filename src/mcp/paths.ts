import {realpath} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {exitCodes, UserError} from '../errors.ts';

/** Folders that a client allows; undefined where it says nothing of any. */
export type Roots = readonly string[] | undefined;

/**
The file that an argument names, by its real path, inside of the folders that the client allows.
@param own - the folder that the tools save in, which is allowed too
@throws UserError: 2 for an address that is no file's, 66 when there is none, 77 when it is not allowed
*/
export async function allowedFile(given: string, roots: Roots, own: string): Promise<string> {
	const named = given.startsWith('file:') ? fromAddress(given) : given;
	if (/^[a-z][a-z0-9+.-]+:/i.test(named) && !path.isAbsolute(named))
		throw new UserError(`\`${short(given)}\` is no path of a file.`, {
			hint: 'Save the picture in a file and name that.',
			exitCode: exitCodes.usage,
		});
	const file = await realpath(named).catch((cause: unknown) => {
		throw new UserError(`There is no file \`${short(given)}\`.`, {hint: 'Give the whole path.', exitCode: exitCodes.noInput, cause});
	});
	if (roots === undefined) return file;
	const allowed = await Promise.all([...roots, own].map(async folder => realpath(folder).catch(() => undefined)));
	if (allowed.some(folder => folder !== undefined && isInside(file, folder))) return file;
	throw new UserError(`\`${short(given)}\` is not in a folder that the client allows.`, {
		hint: `Allowed: ${[...roots, own].map(short).join(', ')}.`,
		exitCode: exitCodes.noPermission,
	});
}

function isInside(file: string, folder: string): boolean {
	const way = path.relative(folder, file);
	return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

/** The path of a root, if it is a folder of this machine. */
export function folderOf(address: string): string | undefined {
	try {
		return fileURLToPath(address);
	} catch {
		return;
	}
}

function fromAddress(address: string): string {
	const file = folderOf(address);
	if (file !== undefined) return file;
	throw new UserError(`\`${short(address)}\` is no address of a file.`, {hint: 'Give its path.', exitCode: exitCodes.usage});
}

const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
