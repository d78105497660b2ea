import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {asUserError, codeOf} from '../files/errors.ts';
import {releases} from './pull/releases.ts';

/** The model that comes with the package. */
export const bundledName = 'storybook';

/** Prefix to the name of an unfinished model. */
export const unfinishedPrefix = '.unfinished-';

/** Folder in which the model of a name is made. */
export const unfinishedFolder = (modelsFolder: string, name: string): string => path.join(modelsFolder, `${unfinishedPrefix}${name}`);

/** Check the name of a model. @throws UserError (2) for one that is not allowed */
export function checkName(name: string): void {
	const isWindowsDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);
	if (/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name) && !name.endsWith('.') && !isWindowsDevice && name !== bundledName) return;
	throw new UserError(
		name === bundledName ? `The name \`${bundledName}\` is that of the bundled model.` : `Invalid model name: \`${name}\`.`,
		{
			hint: 'A name has letters, digits, dots, dashes and underscores, at most 64.',
			exitCode: exitCodes.usage,
		},
	);
}

/** Names of the imported models, sorted. */
export async function storedNames(modelsFolder: string): Promise<string[]> {
	const entries = await readdir(modelsFolder, {withFileTypes: true}).catch((error: unknown) => {
		// A file where the folder should be: `mmada doctor` tells.
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
		throw asUserError(error, modelsFolder, 'name another folder with MMADA_DATA_DIR');
	});
	return entries
		.filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
		.map(({name}) => name)
		.sort();
}

/** The folder of an imported model; undefined when there is none of that name. */
export async function storedFolder(modelsFolder: string, name: string): Promise<string | undefined> {
	if (!/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name)) return;
	const folder = path.join(modelsFolder, name);
	const facts = await stat(folder).catch(() => undefined);
	return facts?.isDirectory() ? folder : undefined;
}

export const unknownModel = (name: string, known: readonly string[]): UserError =>
	new UserError(`There is no model \`${name}\`.`, {
		hint: Object.hasOwn(releases, name)
			? `Download it: mmada models pull ${name}`
			: `There are: ${[bundledName, ...known].join(', ')}. Others come in with \`mmada models pull\` or \`mmada models import <folder>\`.`,
		exitCode: exitCodes.unavailable,
	});
