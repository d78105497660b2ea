import {rmSync} from 'node:fs';
import {link, lstat, open, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {asUserError, codeOf} from './errors.ts';
import {makeFolder} from './make-folder.ts';
import {openPlain} from './plain-file.ts';
import {syncFile, syncFolder} from './sync.ts';
import {lockFor, temporaryIn} from './temporaries.ts';

/** A file of a result before it is there: what follows the shared stem (`.png`). */
export type PartName = {
	readonly extension: string;
	/** Whether a file that begins so is one of this program's own: files that the user did not name replace only those. Absent for files that were named. */
	readonly isOwn?: (start: string) => boolean;
};

/** One file of a result, and its bytes, which may depend on the stem that it gets. */
export type Part = PartName & {readonly bytes: Uint8Array | ((stem: string) => Uint8Array)};

/** So much of a file is looked at to tell whose it is (bytes). */
const startBytes = 65_536;

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
	// Permissions do not tell all: no user can make a file in /proc.
	const trial = temporaryIn(folder);
	const removeAtExit = () => rmSync(trial, {force: true});
	process.once('exit', removeAtExit);
	try {
		await writeWhole(trial, Buffer.from('?'));
	} catch (error) {
		throw asUserError(error, folder);
	} finally {
		process.off('exit', removeAtExit);
		await rm(trial, {force: true}).catch(() => {});
	}
}

/** Make the folder that results go to, where it is missing. @param instead - how another place is named @throws UserError (73) */
export async function makeResultFolder(folder: string, instead?: string): Promise<void> {
	await makeFolder(folder).catch((error: unknown) => {
		throw asUserError(error, folder, instead);
	});
}

/**
Save files that belong together under one stem: each whole or not at all, none over another file. If the name is taken for
any of them, all get the counter suffix `-2`, `-3` and so on; with `force` they replace what is there, as far as `checkReplaced` lets
them. The first part is published last: once it is there, so are the others.
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
			// A file that appeared since the check is no reason to lose a result.
			const isReplacing = force && count === 1 && !(await findForeign(folder, stem, parts));
			if (!isReplacing && (await isTaken(paths))) continue;
			for (const [index, {bytes}] of parts.entries()) {
				if (typeof bytes !== 'function') continue;
				await rm(temporaries[index]!, {force: true});
				await writeWhole(temporaries[index]!, bytes(name));
			}
			if (isReplacing) await replaceAll(temporaries, paths);
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

/**
Check the files that would be replaced by files of a stem: plain files, and of those that the user did not name only this program's own. To be
called before time is spent. @throws UserError (73) when another file stands there
*/
export async function checkReplaced(folder: string, stem: string, parts: readonly PartName[]): Promise<void> {
	const foreign = await findForeign(folder, stem, parts);
	if (foreign === undefined) return;
	const {file, isPlain} = foreign;
	throw new UserError(
		isPlain ? `\`${file}\` would be replaced too, and mmada did not make it.` : `\`${file}\` is no plain file: it is not replaced.`,
		{hint: 'Name another place with --output.', exitCode: exitCodes.cannotCreate},
	);
}

async function findForeign(folder: string, stem: string, parts: readonly PartName[]) {
	for (const {extension, isOwn} of parts) {
		const file = path.join(folder, `${stem}${extension}`);
		const there = await standsAt(file);
		if (!there) continue;
		if (!there.isPlain) return {file, isPlain: false};
		if (isOwn && !isOwn(await there.start())) return {file, isPlain: true};
	}
	return undefined;
}

/** Facts of what stands under a name: whether it is a plain file, and how it begins (text; empty where it cannot be read). Undefined for nothing. */
export async function standsAt(file: string): Promise<{readonly isPlain: boolean; readonly start: () => Promise<string>} | undefined> {
	const facts = await lstat(file).catch(() => undefined);
	return facts && {isPlain: facts.isFile(), start: async () => startOf(file)};
}

/** The first bytes of a file as text; empty where it cannot be read. */
async function startOf(file: string): Promise<string> {
	try {
		await using handle = await openPlain(file);
		const {buffer, bytesRead} = await handle.read(Buffer.alloc(startBytes), 0, startBytes, 0);
		return buffer.toString('utf8', 0, bytesRead);
	} catch {
		return '';
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
	const handle = await open(file, 'wx');
	try {
		await handle.writeFile(bytes);
		await syncFile(handle);
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
		if (!['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL'].includes(codeOf(error) ?? '')) throw error;
		return publishWithoutLinks(temporary, final);
	}
}

/**
For file systems without hard links (FAT): the process that makes the name's lock may check whether the name is free and move the file there.
The lock counts as a temporary, so that one left by a crash is cleared away.
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
