import {stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {type ModelConfig, parseConfig} from '../model/checkpoint/config.ts';
import {readJson} from '../model/checkpoint/json-file.ts';
import {bundledName, storedFolder, storedNames, unknownModel} from './stored-models.ts';

export {bundledName} from './stored-models.ts';

/** A checkpoint folder, and what its config.json says. */
export type FoundModel = {readonly folder: string; readonly config: ModelConfig};

export type ModelPlaces = {
	/** The model that comes with the package. */
	readonly bundledFolder: string;
	/** Imported models, by name; without it only the bundled one has a name. */
	readonly modelsFolder?: string;
};

/**
Find a model by its name or folder. A name without a separator means a model that mmada knows; anything else is a path.
@throws UserError when there is none (69) or its config.json is damaged (65)
*/
export async function findModel(nameOrFolder: string, places: ModelPlaces): Promise<FoundModel> {
	const folder = await findFolder(nameOrFolder, places);
	const file = path.join(folder, 'config.json');
	const json = await readJson(file).catch((cause: unknown) => {
		if (!(cause instanceof UserError) || cause.exitCode !== exitCodes.noInput) throw cause;
		throw new UserError(`There is no model \`${nameOrFolder}\`: \`${file}\` cannot be read.`, {
			hint: `Give the folder of a checkpoint, or the name of the bundled model: ${bundledName}.`,
			exitCode: exitCodes.unavailable,
			cause,
		});
	});
	return {folder, config: parseConfig(json, file)};
}

/** The folder that a name or path means. @throws UserError (69) when it is the name of nothing */
export async function findFolder(nameOrFolder: string, {bundledFolder, modelsFolder}: ModelPlaces): Promise<string> {
	if (nameOrFolder === bundledName) return bundledFolder;
	const stored = modelsFolder === undefined ? undefined : await storedFolder(modelsFolder, nameOrFolder);
	if (stored !== undefined) return stored;
	const isThere = await stat(path.join(nameOrFolder, 'config.json')).then(
		() => true,
		() => false,
	);
	if (modelsFolder !== undefined && !isThere && /^[\w.-]+$/.test(nameOrFolder) && !/^\.{1,2}$/.test(nameOrFolder))
		throw unknownModel(nameOrFolder, await storedNames(modelsFolder));
	return path.resolve(nameOrFolder);
}

/**
Make sure that a model is known by its name, as one is that was written down by others: nothing that they write down is a path here.
@throws UserError: 65 for what is no name, 69 for the name of nothing
*/
export async function checkKnown(name: string, {modelsFolder}: ModelPlaces): Promise<void> {
	if (name === bundledName) return;
	if (!/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name)) {
		throw new UserError('What is written down as the name of the model is no name of one.', {
			hint: 'Name the model, or its folder, with --model.',
			exitCode: exitCodes.badData,
		});
	}
	if (modelsFolder !== undefined && (await storedFolder(modelsFolder, name)) !== undefined) return;
	throw new UserError(`There is no model \`${name}\` here, which is what this was made with.`, {
		hint: 'Name the model, or its folder, with --model.',
		exitCode: exitCodes.unavailable,
	});
}
