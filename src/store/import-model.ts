import {randomUUID} from 'node:crypto';
import {mkdir, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {type Imported, importFiles} from './import-files.ts';
import {checkName, storedFolder, unfinishedPrefix} from './stored-models.ts';

export type ImportOptions = {
	readonly name: string;
	readonly modelsFolder: string;
	/** The image tokenizer's folder, when it is not `vqvae` in the model's. */
	readonly images?: string | undefined;
	/** Called with the finished folder before it gets its name: throws when it is no model that runs. */
	readonly check: (folder: string) => Promise<void>;
};

/**
Bring a checkpoint folder in under a name: whole or not at all. @throws UserError: 2 for a name that cannot be, 73 for one that is
taken, and what is wrong with the folder
*/
export async function importModel(
	folder: string,
	{name, modelsFolder, images, check}: ImportOptions,
): Promise<Imported & {folder: string}> {
	checkName(name);
	if (await storedFolder(modelsFolder, name)) {
		throw new UserError(`There is a model \`${name}\` already.`, {
			hint: `Choose another name with --name, or remove it with \`mmada models rm ${name}\`.`,
			exitCode: exitCodes.cannotCreate,
		});
	}
	await makeFolder(modelsFolder);
	const unfinished = path.join(modelsFolder, `${unfinishedPrefix}${randomUUID()}`);
	await mkdir(unfinished);
	try {
		const imported = await importFiles(path.resolve(folder), images === undefined ? undefined : path.resolve(images), unfinished);
		await check(unfinished);
		const target = path.join(modelsFolder, name);
		await rename(unfinished, target);
		return {...imported, folder: target};
	} catch (error) {
		await rm(unfinished, {recursive: true, force: true});
		throw error;
	}
}

/** Remove what interrupted imports and removals have left. */
export async function sweep(modelsFolder: string): Promise<void> {
	const names = await readdir(modelsFolder).catch(() => []);
	for (const name of names.filter(entry => entry.startsWith(unfinishedPrefix)))
		await rm(path.join(modelsFolder, name), {recursive: true, force: true});
}
