import path from 'node:path';
import {readableBytes} from '../../../app/readable.ts';
import {thisProcess} from '../../../app/this-process.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {verifyModel} from '../../../model/verify.ts';
import {diskUsage} from '../../../store/disk-usage.ts';
import type {ModelPlaces} from '../../../store/find-model.ts';
import {importModel} from '../../../store/import-model.ts';
import {removeModel, sweep} from '../../../store/remove.ts';
import {bundledName, storedFolder, unfinishedFolder} from '../../../store/stored-models.ts';
import type {Parsed} from '../../parse/parse.ts';
import {oneWord} from '../../parse/single-argument.ts';
import {printData, printNotice} from '../../terminal/out.ts';
import {progressLine} from '../../terminal/progress-line.ts';
import {typeFrom} from './convert.ts';
import {showRead} from './show-read.ts';
import {thenVariant} from './then-variant.ts';

type Places = Required<ModelPlaces>;
type Flags = Parsed['flags'];

/** `mmada models import <folder> --name <name>`; with `--type` a smaller variant is made of it. */
export async function importFolder(words: readonly string[], flags: Flags, places: Places): Promise<void> {
	const {modelsFolder} = places;
	const folder = oneWord(words, 'folder', 'mmada models import ~/MMaDA-Parallel-A --name parallel-a');
	const name = typeof flags.name === 'string' && flags.name !== '' ? flags.name : nameOf(folder);
	const type = flags.type === undefined ? undefined : typeFrom(flags.type);
	const self = await thisProcess();
	await sweep(modelsFolder, self);
	const images = typeof flags.images === 'string' ? flags.images : undefined;
	using line = progressLine();
	const imported = await importModel(folder, {
		name,
		modelsFolder,
		self,
		images,
		check: unfinished => verifyModel(unfinished, {onProgress: showRead(line)}),
	});
	line[Symbol.dispose]();
	const {linkedBytes, copiedBytes} = imported;
	const how = [
		...(linkedBytes > 0
			? [`${readableBytes(linkedBytes)} of weights as hard links, which take no space but change with the files that they came from`]
			: []),
		...(copiedBytes > 0 ? [`${readableBytes(copiedBytes)} of weights copied, since this file system could not link them`] : []),
	];
	const say = (text: string) => {
		if (flags.quiet !== true) printNotice(`${text}\n`);
	};
	say(`Brought in ${imported.files} files: ${how.join(', and ')}.`);
	if (type === undefined) return void printData(`${imported.folder}\n`);
	await thenVariant(name, {type, places, drops: flags['drop-original'] === true, asks: flags.yes !== true, say});
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
	const self = await thisProcess();
	// First: what an interrupted removal left is swept even when there is nothing more to remove.
	await sweep(modelsFolder, self);
	// Size of the removal: the model or, if it was never finished, the part that is there.
	const {bytes, ownBytes} = await diskUsage((await storedFolder(modelsFolder, name)) ?? unfinishedFolder(modelsFolder, name));
	await removeModel(modelsFolder, name, self);
	const others = bytes - ownBytes;
	const shared = others > 0 ? `; ${readableBytes(others)} had other names, which stay` : '';
	printData(`Removed ${name}: ${readableBytes(ownBytes)} are free again${shared}.\n`);
}
