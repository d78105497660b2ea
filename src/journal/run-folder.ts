import {lstat, mkdir, readdir, rename, rm, rmdir} from 'node:fs/promises';
import path from 'node:path';
import {codeOf} from '../files/errors.ts';
import {isLockOf} from '../files/lock.ts';
import {makeFolder} from '../files/make-folder.ts';
import {openPlain} from '../files/plain-file.ts';

/** The log's file in the folder of a run. */
export const logName = 'log.ndjson';
/** The lock in the folder of a run, held by the process that runs it. */
export const lockName = 'run';
/** Format that the head of a log names. */
export const logFormat = 'mmada-run';
/** Note of the place where the partial picture of a run was saved. */
export const partialName = 'partial.json';
/** Copies that a run keeps of the pictures it was given, and what it knows of the one it made. */
const copyNames = ['image', 'mask', partialName];

/** Six letters and digits that are hard to mistake. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const idPattern = new RegExp(`^[${alphabet}]{6}$`);
/** Prefix of a folder that is being removed. */
const removedPrefix = '.removed-';

/** Whether a folder can be that of a run, by its name. Other programs call their results `runs`, too. */
export const isRunName = (name: string): boolean => idPattern.test(name);

/** Whether a folder can be what a removal has left of a run, by its name. */
export const isRemovedName = (name: string): boolean => name.startsWith(removedPrefix) && isRunName(name.slice(removedPrefix.length));

/** A new folder of a run, under an unused name. */
export async function makeRunFolder(runs: string, random: () => number): Promise<string> {
	await makeFolder(runs, 0o700);
	for (;;) {
		const folder = path.join(runs, Array.from({length: 6}, () => alphabet[Math.floor(random() * alphabet.length)]).join(''));
		try {
			await mkdir(folder, {mode: 0o700});
			return folder;
		} catch (error) {
			if (codeOf(error) !== 'EEXIST') throw error;
		}
	}
}

/** Whether a folder holds what only a run puts there: its lock, or a log that says so. */
export async function isProven(folder: string): Promise<boolean> {
	// No link: what is behind it is elsewhere.
	if (!(await lstat(folder).catch(() => undefined))?.isDirectory()) return false;
	const names: readonly string[] = await readdir(folder).catch(() => []);
	return names.some(name => isLockOf(name, lockName)) || (names.includes(logName) && (await isLog(path.join(folder, logName))));
}

async function isLog(file: string): Promise<boolean> {
	try {
		await using handle = await openPlain(file);
		const start = `{"format":"${logFormat}"`;
		const {buffer, bytesRead} = await handle.read(Buffer.alloc(start.length), 0, start.length, 0);
		return buffer.toString('latin1', 0, bytesRead) === start;
	} catch {
		return false;
	}
}

/**
Remove the folder of a run: gone from the list at once, even if removing is interrupted. Only what a run puts there goes: a folder that
holds something else stays, with that.
*/
export async function removeRun(folder: string): Promise<void> {
	const name = path.basename(folder);
	const names = await readdir(folder).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	});
	if (!names) return;
	if (!isRunName(name) || !names.every(isRunFile)) return removeFiles(folder);
	const doomed = path.join(path.dirname(folder), `${removedPrefix}${name}`);
	await rename(folder, doomed).catch((error: unknown) => {
		if (codeOf(error) !== 'ENOENT') throw error;
	});
	await removeFiles(doomed);
}

/** Remove what a run puts into a folder, and the folder if that was all. */
export async function removeFiles(folder: string): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	for (const name of names.filter(isRunFile)) await rm(path.join(folder, name), {force: true});
	if (names.every(isRunFile)) await rmdir(folder).catch(() => {});
}

const isRunFile = (name: string): boolean => name === logName || copyNames.includes(name) || isLockOf(name, lockName);
