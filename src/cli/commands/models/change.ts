import path from 'node:path';
import {readableBytes} from '../../../app/readable.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {verifyModel} from '../../../model/verify.ts';
import {findFolder, type ModelPlaces} from '../../../store/find-model.ts';
import {importModel, sweep} from '../../../store/import-model.ts';
import {bundledName, removeModel} from '../../../store/stored-models.ts';
import type {Parsed} from '../../parse/parse.ts';
import {oneWord} from '../../parse/single-argument.ts';
import {printData, printNotice} from '../../terminal/out.ts';

type Places = Required<ModelPlaces>;
type Flags = Parsed['flags'];

/** `mmada models verify <model>`. */
export async function verify(words: readonly string[], _flags: Flags, places: Places): Promise<void> {
	const name = oneWord(words, 'model', `mmada models verify ${bundledName}`);
	await verifyModel(await findFolder(name, places));
	printData(`${name}: every file, tensor and token is in its place.\n`);
}

/** `mmada models import <folder> --name <name>`. */
export async function importFolder(words: readonly string[], flags: Flags, {modelsFolder}: Places): Promise<void> {
	const folder = oneWord(words, 'folder', 'mmada models import ~/MMaDA-Parallel-A --name parallel-a');
	const name = typeof flags.name === 'string' && flags.name !== '' ? flags.name : nameOf(folder);
	await sweep(modelsFolder);
	const images = typeof flags.images === 'string' ? flags.images : undefined;
	const imported = await importModel(folder, {name, modelsFolder, images, check: verifyModel});
	const {linkedBytes, copiedBytes} = imported;
	const how = [
		...(linkedBytes > 0 ? [`${readableBytes(linkedBytes)} as hard links, which take no space`] : []),
		...(copiedBytes > 0 ? [`${readableBytes(copiedBytes)} copied, since this file system could not link them`] : []),
	];
	printNotice(`Brought in ${imported.files} files: ${how.join(', and ')}.\n`);
	printData(`${imported.folder}\n`);
}

/** The folder's name; for a snapshot of a Hugging Face cache that of its repository. */
function nameOf(folder: string): string {
	const resolved = path.resolve(folder);
	const [, repository] = /[\\/]models--(?:[^\\/]+--)?([^\\/]+)[\\/]snapshots[\\/]/.exec(resolved) ?? [];
	return repository ?? path.basename(resolved);
}

/** `mmada models rm <name>`. */
export async function remove(words: readonly string[], _flags: Flags, {modelsFolder}: Places): Promise<void> {
	const name = oneWord(words, 'model', 'mmada models rm parallel-a');
	if (name === bundledName) {
		throw new UserError('The bundled model belongs to the package and stays.', {
			hint: 'Models that you brought in can be removed: see `mmada models list`.',
			exitCode: exitCodes.usage,
		});
	}
	await removeModel(modelsFolder, name);
	printData(`Removed ${name}.\n`);
}
