import path from 'node:path';
import {UserError} from '../errors.ts';
import type {Self} from '../files/lock.ts';
import type {WeightDigests} from '../model/verify.ts';
import {type Imported, imageFolder, importFiles} from './import-files.ts';
import {makeModelFolder} from './new-folder.ts';

export type ImportOptions = {
	readonly name: string;
	readonly modelsFolder: string;
	readonly self: Self;
	/** The image tokenizer's folder, when it is not `vqvae` in the model's. */
	readonly images?: string | undefined;
	/** Called with the finished folder before it gets its name: throws when it is no model that runs. */
	readonly check: (folder: string) => Promise<WeightDigests>;
};

/**
Bring a checkpoint folder in under a name: whole or not at all. @throws UserError: 2 for a name that cannot be, 73 for one that is
taken, 75 while another process makes it, and what is wrong with the folder
*/
export async function importModel(
	folder: string,
	{name, modelsFolder, self, images, check}: ImportOptions,
): Promise<Imported & {folder: string}> {
	const {folder: target, result} = await makeModelFolder({
		name,
		modelsFolder,
		self,
		made: 'import',
		check: async unfinished =>
			check(unfinished).catch((error: unknown) => {
				throw asOf(error, unfinished, {folder: path.resolve(folder), images: images && path.resolve(images)});
			}),
		fill: async unfinished =>
			importFiles(path.resolve(folder), unfinished, {images: images === undefined ? undefined : path.resolve(images)}),
	});
	return {...result, folder: target};
}

/** Errors name the folder that people know. */
function asOf(error: unknown, unfinished: string, {folder, images}: {folder: string; images: string | undefined}): unknown {
	if (!(error instanceof UserError)) return error;
	const known = (text: string) =>
		(images === undefined ? text : text.replaceAll(path.join(unfinished, imageFolder), images)).replaceAll(unfinished, folder);
	const {message, hint, exitCode, cause} = error;
	return new UserError(known(message), {hint: known(hint), exitCode, cause});
}
