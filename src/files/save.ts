import {link, lstat, open, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {asUserError, codeOf} from './errors.ts';
import {makeFolder} from './make-folder.ts';
import {syncFolder} from './sync.ts';
import {lockFor, temporaryIn} from './temporaries.ts';

/** One file of a result: what follows the shared stem (`.png`), and its bytes, which may depend on the stem that it gets. */
export type Part = {readonly extension: string; readonly bytes: Uint8Array | ((stem: string) => Uint8Array)};

const maxSlugBytes = 100;
const maxTries = 10_000;

/** A file name stem from an instruction: lower-case words joined by `-`, at most 100 bytes, cut between words. */
export function slug(instruction: string): string {
	const words = instruction
		.normalize('NFKC')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(word => word !== '');
	let stem = '';
	for (const word of words) {
		const longer = stem === '' ? word : `${stem}-${word}`;
		if (Buffer.byteLength(longer) > maxSlugBytes) break;
		stem = longer;
	}
	return stem || 'picture';
}

/** Fails with a `UserError` (73) if nothing can be saved in the folder: to be asked before time is spent. */
export async function checkFolder(folder: string): Promise<void> {
	// What permissions say is not all: nobody can make a file in /proc.
	const trial = temporaryIn(folder);
	try {
		await (await open(trial, 'wx')).close();
		await rm(trial);
	} catch (error) {
		throw asUserError(error, folder);
	}
}

/** Make the folder that results go to, where it is missing. @throws UserError (73) */
export async function makeResultFolder(folder: string): Promise<void> {
	await makeFolder(folder).catch((error: unknown) => {
		throw asUserError(error, folder);
	});
}

/**
Save files that belong together under one stem: each whole or not at all, none over another file. If the name is taken for
any of them, all get the counter suffix `-2`, `-3` and so on; with `force` they replace what is there. The first part is
published last, so whoever waits for it finds the others.
@returns the paths, in the order of the parts.
*/
export async function saveTogether(
	folder: string,
	stem: string,
	parts: readonly Part[],
	{force = false}: {force?: boolean} = {},
): Promise<string[]> {
	const temporaries = parts.map(() => temporaryIn(folder));
	try {
		for (const [index, {bytes}] of parts.entries()) if (typeof bytes !== 'function') await writeWhole(temporaries[index]!, bytes);
		for (let count = 1; count <= maxTries; count++) {
			const name = `${stem}${count === 1 ? '' : `-${count}`}`;
			const paths = parts.map(({extension}) => path.join(folder, `${name}${extension}`));
			if (!force && (await isTaken(paths))) continue;
			for (const [index, {bytes}] of parts.entries()) {
				if (typeof bytes === 'function') await writeWhole(temporaries[index]!, bytes(name));
			}
			if (force) await replaceAll(temporaries, paths);
			else if (!(await publishAll(temporaries, paths))) continue;
			await syncFolder(folder);
			return paths;
		}
		throw new UserError(`\`${folder}\` already holds ${maxTries} files named like \`${stem}\`.`, {
			hint: 'Name another file with --output.',
			exitCode: exitCodes.cannotCreate,
		});
	} catch (error) {
		throw asUserError(error, folder);
	} finally {
		await Promise.all(temporaries.map(async temporary => rm(temporary, {force: true})));
	}
}

/** A quick look, which spares work but decides nothing: another process may take a name right after it. */
async function isTaken(paths: readonly string[]): Promise<boolean> {
	for (const file of paths) {
		if (
			await lstat(file).then(
				() => true,
				() => false,
			)
		)
			return true;
	}
	return false;
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
	const handle = await open(file, 'w');
	try {
		await handle.writeFile(bytes);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function replaceAll(temporaries: readonly string[], paths: readonly string[]): Promise<void> {
	for (let index = paths.length - 1; index >= 0; index--) await rename(temporaries[index]!, paths[index]!);
}

/** Whether every file got its final name. If one name is taken, those already given are taken back. */
async function publishAll(temporaries: readonly string[], paths: readonly string[]): Promise<boolean> {
	const published: string[] = [];
	for (let index = paths.length - 1; index >= 0; index--) {
		if (await publish(temporaries[index]!, paths[index]!)) {
			published.push(paths[index]!);
		} else {
			await Promise.all(published.map(async file => rm(file, {force: true})));
			return false;
		}
	}
	return true;
}

async function publish(temporary: string, final: string): Promise<boolean> {
	try {
		await link(temporary, final);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error) ?? '')) throw error;
		return publishWithoutLinks(temporary, final);
	}
}

/**
For file systems without hard links (FAT): whoever makes the name's lock may look whether the name is free and move the file there. The
lock counts as a temporary, so that one left by a crash is cleared away.
*/
async function publishWithoutLinks(temporary: string, final: string): Promise<boolean> {
	const lock = lockFor(final);
	const handle = await open(lock, 'wx').catch((error: unknown) => {
		if (codeOf(error) !== 'EEXIST') throw error;
	});
	if (!handle) return false;
	try {
		await handle.close();
		if (await isTaken([final])) return false;
		await rename(temporary, final);
		return true;
	} finally {
		await rm(lock, {force: true});
	}
}
