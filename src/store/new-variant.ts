import {readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {importFiles} from './import-files.ts';
import {checkName, storedFolder} from './stored-models.ts';

/**
Make a model out of another one: its files are brought in but for its weights, which `write` puts there, and the finished folder gets
its name at the end. What an interrupted one left is gone on with. @throws UserError: 2 for a name that cannot be, 73 for one that is taken
*/
export async function makeVariant<Result>(
	folder: string,
	{name, modelsFolder, write}: {readonly name: string; readonly modelsFolder: string; readonly write: (folder: string) => Promise<Result>},
): Promise<{readonly folder: string; readonly result: Result}> {
	checkName(name);
	if (await storedFolder(modelsFolder, name)) {
		throw new UserError(`There is a model \`${name}\` already.`, {
			hint: `Choose another name with --name, or remove it with \`mmada models rm ${name}\`.`,
			exitCode: exitCodes.cannotCreate,
		});
	}
	const unfinished = path.join(modelsFolder, `.converting-${name}`);
	if (await makeFolder(unfinished)) {
		await importFiles(folder, undefined, unfinished);
		// The original's weights are links: without them nothing of the original is touched.
		for (const file of await readdir(unfinished)) if (file.includes('.safetensors')) await rm(path.join(unfinished, file));
	}
	const result = await write(unfinished);
	const target = path.join(modelsFolder, name);
	await rename(unfinished, target);
	return {folder: target, result};
}
