import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {type ModelConfig, parseConfig} from '../model/config.ts';

/** A checkpoint folder, and what its config.json says. */
export type FoundModel = {readonly folder: string; readonly config: ModelConfig};

/** The model that comes with the package. */
export const bundledName = 'storybook';

/**
Find a model by its name or folder. A name without a separator means a model that mmada knows; anything else is a path.
@throws UserError when there is none (69) or its config.json is damaged (65)
*/
export async function findModel(nameOrFolder: string, {bundledFolder}: {readonly bundledFolder: string}): Promise<FoundModel> {
	const folder = nameOrFolder === bundledName ? bundledFolder : path.resolve(nameOrFolder);
	const file = path.join(folder, 'config.json');
	const text = await readFile(file, 'utf8').catch((cause: unknown) => {
		throw new UserError(`There is no model \`${nameOrFolder}\`: \`${file}\` cannot be read.`, {
			hint: `Give the folder of a checkpoint, or the name of the bundled model: ${bundledName}.`,
			exitCode: exitCodes.unavailable,
			cause,
		});
	});
	return {folder, config: parseConfig(parseJson(text, file), file)};
}

function parseJson(text: string, file: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new UserError(`\`${file}\` is not JSON.`, {
			hint: 'Fetch the model again, or choose another one with --model.',
			exitCode: exitCodes.badData,
			cause,
		});
	}
}
