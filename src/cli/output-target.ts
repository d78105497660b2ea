import {stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {checkFolder, slug} from '../output/save.ts';

/** Where a result goes: `<folder>/<stem>.png` and `.json`. */
export type Target = {readonly folder: string; readonly stem: string};

/**
The place that `--output` names: a folder that is there (or ends in a separator) takes a file named from the instruction;
anything else is the picture's file. @throws UserError when nothing can be saved there (73) or it is no .png (2)
*/
export async function findTarget(output: string | undefined, instruction: string): Promise<Target> {
	const target = await locate(output ?? '.', slug(instruction));
	await checkFolder(target.folder);
	return target;
}

async function locate(output: string, named: string): Promise<Target> {
	const isFolder = /[\\/]$/.test(output) || (await stat(output).catch(() => undefined))?.isDirectory();
	if (isFolder) return {folder: output, stem: named};
	const {dir, name, ext} = path.parse(output);
	if (ext === '' || ext.toLowerCase() === '.png') return {folder: dir || '.', stem: name};
	throw new UserError(`Pictures are saved as .png, and \`${output}\` is another kind.`, {
		hint: `Try: --output '${path.join(dir, name)}.png'`,
		exitCode: exitCodes.usage,
	});
}
