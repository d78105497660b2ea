import {createHash} from 'node:crypto';
import {stat} from 'node:fs/promises';
import path from 'node:path';
import type {Self} from '../files/lock.ts';
import type {WeightDigests} from '../model/verify.ts';
import {importFiles, isWeights, sourcesOf} from './import-files.ts';
import {makeModelFolder} from './new-folder.ts';

export type VariantOptions<Result> = {
	readonly name: string;
	readonly modelsFolder: string;
	readonly self: Self;
	/** Kind of variant: one of another kind is not continued. */
	readonly type: string;
	/** Writes the weights, `model.safetensors`, into the folder; continues an interrupted call. */
	readonly write: (folder: string) => Promise<Result>;
	readonly check: (folder: string) => Promise<WeightDigests>;
};

/**
Make a model out of another one: its files but for its weights, which are never brought in and which `write` makes again. Resumes an
interrupted conversion of the same files. @throws UserError as `makeModelFolder` does
*/
export async function makeVariant<Result>(
	folder: string,
	{name, modelsFolder, self, type, write, check}: VariantOptions<Result>,
): Promise<{readonly folder: string; readonly result: Result}> {
	return makeModelFolder({
		name,
		modelsFolder,
		self,
		made: 'convert',
		source: await sourceOf(folder, type),
		check,
		async fill(unfinished) {
			await importFiles(folder, unfinished, {isWanted: file => !isOwnWeights(file)});
			return write(unfinished);
		},
	});
}

/** The weights that a variant makes again, and the list of their shards; those of the image tokenizer stay. */
const isOwnWeights = (file: string): boolean =>
	path.dirname(file) === '.' && (isWeights(file) || /\.safetensors\.index\.json$/i.test(file));

/** Identity of an original's files as they are now: a change of one changes its time or size. */
async function sourceOf(folder: string, type: string): Promise<string> {
	const files = await sourcesOf(folder);
	const facts = await Promise.all(
		files.map(async ({from, to}) => {
			const {size, mtimeMs, ino} = await stat(from);
			return [to, size, mtimeMs, ino];
		}),
	);
	return createHash('sha256')
		.update(JSON.stringify([type, facts]))
		.digest('hex');
}
