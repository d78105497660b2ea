import {randomUUID} from 'node:crypto';
import {lstat, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {codeOf} from '../files/errors.ts';
import type {Holder, Self} from '../files/lock.ts';
import {checkUnused, clearLocks, findMaker, findUser, lockName} from './in-use.ts';
import {isBarelyBegun, readRecord} from './record.ts';
import {storedFolder, storedNames, unfinishedPrefix} from './stored-models.ts';

const removedPrefix = '.removed-';
const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** Names of leftovers of removals, and of imports and removals of earlier versions. */
const removed = new RegExp(`^(?:\\.removed-|\\.importing-(?:.*-)?)${uuid}$`);
/** Names of folders that an earlier version, which knew no locks, may still be at work on. */
const oldMs = 24 * 3_600_000;
/** Names of leftovers of conversions of earlier versions: they hold links to the original's files, and are never continued. */
const oldUnfinished = '.converting-';

/** A model that was begun and not finished. */
export type Unfinished = {readonly name: string; readonly folder: string; readonly holder: Holder | undefined};

/**
Remove a model, or what is left of one that was never finished. Where its files were hard links, their other names stay.
@throws UserError: 69 when there is none, 75 while it is in use or being made, 77 when mmada did not make it
*/
export async function removeModel(modelsFolder: string, name: string, self: Self): Promise<void> {
	const folder = await storedFolder(modelsFolder, name);
	const left = (await listUnfinished(modelsFolder, self)).filter(entry => entry.name === name);
	if (folder === undefined && left.length === 0) throw nothingToRemove(name, await storedNames(modelsFolder));
	await using _lock = await lockName(modelsFolder, name, self);
	if (folder === undefined) {
		for (const unfinished of left) await removeFolder(unfinished.folder);
		return;
	}
	if (!(await lstat(folder)).isDirectory() || !(await readRecord(folder))) {
		throw new UserError(`mmada did not make the folder of \`${name}\`, and does not remove it.`, {
			hint: `If it is not needed, remove it yourself: ${folder}`,
			exitCode: exitCodes.noPermission,
		});
	}
	await checkUnused(modelsFolder, name, self);
	await removeFolder(folder, async () => (await findUser(modelsFolder, name, self)) === undefined);
	// Another process began to use it between the two checks.
	await checkUnused(modelsFolder, name, self);
}

const nothingToRemove = (name: string, stored: readonly string[]): UserError =>
	new UserError(`There is no model \`${name}\` to remove.`, {
		hint: stored.length > 0 ? `There are: ${stored.join(', ')}.` : 'There is only the bundled model, which stays.',
		exitCode: exitCodes.unavailable,
	});

/**
Remove a folder among the models: gone under its name at once, even if removing is interrupted.
@param isSure - Asked once it can no longer be found: if it says no, the folder is put back
*/
export async function removeFolder(folder: string, isSure: () => Promise<boolean> = async () => true): Promise<void> {
	const doomed = path.join(path.dirname(folder), `${removedPrefix}${randomUUID()}`);
	await rename(folder, doomed);
	if (await isSure()) await rm(doomed, {recursive: true, force: true});
	else await rename(doomed, folder);
}

/** Remove the leftovers of interrupted imports and removals. Folders that a process is at work on stay, and so do those that can be continued. */
export async function sweep(modelsFolder: string, self: Self): Promise<void> {
	await clearLocks(modelsFolder, self);
	for (const entry of await readdir(modelsFolder).catch(() => [])) {
		const folder = path.join(modelsFolder, entry);
		if (removed.test(entry)) {
			const facts = await lstat(folder).catch(() => undefined);
			const isOver = entry.startsWith(removedPrefix) || (facts && Date.now() - facts.mtimeMs > oldMs);
			if (facts?.isDirectory() && isOver) await rm(folder, {recursive: true, force: true}).catch(() => {});
		}
		if (entry.startsWith(unfinishedPrefix) && (await readRecord(folder))?.source === undefined) {
			await removeAbandoned(modelsFolder, entry.slice(unfinishedPrefix.length), self);
		}
	}
}

async function removeAbandoned(modelsFolder: string, name: string, self: Self): Promise<void> {
	try {
		await using _lock = await lockName(modelsFolder, name, self);
		const folder = path.join(modelsFolder, `${unfinishedPrefix}${name}`);
		const record = await readRecord(folder);
		// A folder of that name that is not mmada's stays.
		const isOurs = record ? record.source === undefined : await isBarelyBegun(folder);
		if (isOurs) await removeFolder(folder);
	} catch (error) {
		// Another process makes it, or has just removed it.
		if (!(error instanceof UserError) && codeOf(error) !== 'ENOENT') throw error;
	}
}

/** Leftovers of conversions: to be continued, or removed. */
export async function listUnfinished(modelsFolder: string, self: Self): Promise<Unfinished[]> {
	const entries = await readdir(modelsFolder, {withFileTypes: true}).catch(() => []);
	const found: Unfinished[] = [];
	for (const entry of entries.filter(item => item.isDirectory())) {
		const prefix = [unfinishedPrefix, oldUnfinished].find(start => entry.name.startsWith(start));
		if (prefix === undefined) continue;
		const folder = path.join(modelsFolder, entry.name);
		const name = entry.name.slice(prefix.length);
		if (prefix === unfinishedPrefix && !(await readRecord(folder))) continue;
		found.push({name, folder, holder: await findMaker(modelsFolder, name, self)});
	}
	return found;
}
