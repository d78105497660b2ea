import {lstat, open, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {codeOf} from '../files/errors.ts';
import type {Self} from '../files/lock.ts';
import {makeFolder} from '../files/make-folder.ts';
import {syncFile} from '../files/sync.ts';
import type {WeightDigests} from '../model/verify.ts';
import {shellWord} from '../shell-word.ts';
import {lockName} from './in-use.ts';
import {describeFiles, isBarelyBegun, type ModelRecord, readRecord, writeRecord} from './record.ts';
import {removeFolder} from './remove.ts';
import {checkName, storedFolder, unfinishedFolder} from './stored-models.ts';

export type NewModel<Result> = {
	readonly name: string;
	readonly modelsFolder: string;
	readonly self: Self;
	readonly made: ModelRecord['made'];
	/** Identity of its sources: an interrupted try with the same identity is resumed. Without it every try starts from the beginning. */
	readonly source?: string;
	/** Files that are fetched for it. */
	readonly pulled?: NonNullable<ModelRecord['pulled']>;
	/** A folder in it, of what is worth another try whatever was wrong, and also a try at making it of other things, if it came the same way. */
	readonly kept?: string;
	/** Puts the files there: each under a new name, so that no other name of a file is ever written through. */
	readonly fill: (folder: string) => Promise<Result>;
	/** Reads what is there: throws when it is no model that runs. */
	readonly check: (folder: string) => Promise<WeightDigests>;
};

/**
Make the folder of a model: unfinished at first, then checked, then given its name. One process at a time makes what will have a name.
@throws UserError: 2 for a name that cannot be, 73 for one that is taken, 75 while another process makes it; and what `fill` and `check` throw
*/
export async function makeModelFolder<Result>(model: NewModel<Result>): Promise<{readonly folder: string; readonly result: Result}> {
	const {name, modelsFolder, self, made, source, pulled, fill, check} = model;
	checkName(name);
	await makeFolder(modelsFolder);
	await using _lock = await lockName(modelsFolder, name, self);
	if (await storedFolder(modelsFolder, name)) throw taken(name);
	const unfinished = unfinishedFolder(modelsFolder, name);
	await begin(unfinished, model);
	try {
		const result = await fill(unfinished);
		const files = await describeFiles(unfinished, await check(unfinished));
		await writeRecord(unfinished, {version: 1, made, ...(pulled && {pulled}), files});
		await syncAll(unfinished);
		const target = path.join(modelsFolder, name);
		await rename(unfinished, target).catch((error: unknown) => {
			throw codeOf(error) === 'ENOTEMPTY' || codeOf(error) === 'EEXIST' ? taken(name) : error;
		});
		await sync(modelsFolder);
		return {folder: target, result};
	} catch (error) {
		// A bad input stays bad; a full or failing disk may be put right, so the work done so far is kept.
		if (model.kept === undefined && (source === undefined || error instanceof UserError)) await removeFolder(unfinished).catch(() => {});
		throw error;
	}
}

/** An unfinished folder to put files in: what an earlier try at the same left, or a new one. */
async function begin(
	folder: string,
	{made, source, pulled, kept}: Pick<NewModel<unknown>, 'made' | 'source' | 'pulled' | 'kept'>,
): Promise<void> {
	const facts = await lstat(folder).catch(() => undefined);
	if (facts) {
		const record = await readRecord(folder);
		if (facts.isDirectory() && source !== undefined && record?.source === source && record.made === made) return;
		// Killed before its record had its name.
		const isOurs = facts.isDirectory() && (record !== undefined || (await isBarelyBegun(folder)));
		if (!isOurs) {
			throw new UserError(`\`${folder}\` stands in the way, and mmada did not make it.`, {
				hint: 'Move it away, or choose another name with --name.',
				exitCode: exitCodes.cannotCreate,
			});
		}
		if (kept !== undefined && record?.made === made) await empty(folder, kept);
		else await removeFolder(folder);
	}
	await makeFolder(folder);
	await writeRecord(folder, {version: 1, made, ...(pulled && {pulled}), ...(source !== undefined && {source})});
}

/** Remove all that is in a folder but for one name. */
async function empty(folder: string, kept: string): Promise<void> {
	for (const entry of await readdir(folder)) if (entry !== kept) await rm(path.join(folder, entry), {recursive: true, force: true});
}

/** Until a folder is on the disk with all its files, its name would say too much. */
async function syncAll(folder: string): Promise<void> {
	for (const entry of await readdir(folder, {withFileTypes: true})) {
		const file = path.join(folder, entry.name);
		if (entry.isDirectory()) await syncAll(file);
		else await sync(file);
	}
	await sync(folder);
}

async function sync(file: string): Promise<void> {
	const handle = await open(file).catch((error: unknown) => {
		// Windows opens no folders.
		if (codeOf(error) === 'EISDIR' || codeOf(error) === 'EPERM') return undefined;
		throw error;
	});
	try {
		if (handle) await syncFile(handle);
	} finally {
		await handle?.close();
	}
}

export const taken = (name: string): UserError =>
	new UserError(`There is a model \`${name}\` already.`, {
		hint: `Choose another name with --name, or remove it with \`mmada models rm ${shellWord(name)}\`.`,
		exitCode: exitCodes.cannotCreate,
	});
