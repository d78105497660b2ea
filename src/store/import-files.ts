import {constants, copyFile, link, readdir, realpath, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';

/** Files of a checkpoint folder that a model is made of; nothing else is brought in, and no program among it is ever run. */
const wanted =
	/^(config\.json|generation_config\.json|tokenizer\.json|tokenizer_config\.json|special_tokens_map\.json|[^/\\]*\.safetensors|[^/\\]*\.safetensors\.index\.json|README\.md|LICENSE(\.\w+)?|NOTICE)$/i;
const imageFolder = 'vqvae';

/** Bytes brought in, by how. */
export type Imported = {readonly linkedBytes: number; readonly copiedBytes: number; readonly files: number};

/** One file to bring in: where it really is, and its name in the model's folder. */
type Source = {readonly from: string; readonly to: string; readonly size: number};

/**
Bring the files of `folder` into `target`: as hard links where the file system can, else as copies. The links of a Hugging Face cache
are followed, into its own `blobs` and nowhere else. @throws UserError (65) for a link to anything outside, (66) when nothing is there
*/
export async function importFiles(folder: string, images: string | undefined, target: string): Promise<Imported> {
	const sources = [
		...(await sourcesIn(folder, '')),
		...(await sourcesIn(images ?? path.join(folder, imageFolder), imageFolder, images === undefined)),
	];
	if (!sources.some(({to}) => to === 'config.json')) throw noModel(folder);
	let linkedBytes = 0;
	let copiedBytes = 0;
	for (const {from, to, size} of sources) {
		const place = path.join(target, to);
		await makeFolder(path.dirname(place));
		if (await linkOrCopy(from, place)) linkedBytes += size;
		else copiedBytes += size;
	}
	return {linkedBytes, copiedBytes, files: sources.length};
}

async function sourcesIn(folder: string, prefix: string, mayBeMissing = false): Promise<Source[]> {
	const names = await readdir(folder).catch((cause: unknown) => {
		if (mayBeMissing) return [];
		throw noModel(folder, cause);
	});
	if (names.length === 0) return [];
	const roots = await allowedRoots(folder);
	const sources: Source[] = [];
	for (const name of names.filter(entry => wanted.test(entry)).sort()) {
		const from = await realpath(path.join(folder, name)).catch((cause: unknown) => {
			throw refuse(path.join(folder, name), 'is a link to nothing', cause);
		});
		if (!roots.some(root => isInside(root, from))) throw refuse(path.join(folder, name), 'is a link to a file outside of its folder');
		const facts = await stat(from);
		if (!facts.isFile()) throw refuse(path.join(folder, name), 'is not a file');
		sources.push({from, to: path.join(prefix, name), size: facts.size});
	}
	return sources;
}

/** Where the files of a folder may really be: in it; and for a snapshot in a Hugging Face cache, in the blobs of the same repository. */
async function allowedRoots(folder: string): Promise<string[]> {
	const root = await realpath(folder);
	const [, repository] = /^(.*[\\/](?:models|datasets)--[^\\/]+)[\\/]snapshots[\\/]/.exec(root + path.sep) ?? [];
	return repository === undefined ? [root] : [root, path.join(repository, 'blobs')];
}

const isInside = (root: string, target: string): boolean => {
	const way = path.relative(root, target);
	return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
};

/** @returns whether it is a link now; otherwise it was copied, without taking space where the file system can share it. */
async function linkOrCopy(from: string, to: string): Promise<boolean> {
	try {
		await link(from, to);
		return true;
	} catch {
		await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
		return false;
	}
}

const noModel = (folder: string, cause?: unknown) =>
	new UserError(`${folder} is not a model's folder: there is no config.json to read.`, {
		hint: 'Name a folder with config.json, model.safetensors, tokenizer.json and vqvae/.',
		exitCode: exitCodes.noInput,
		cause,
	});

const refuse = (file: string, fault: string, cause?: unknown) =>
	new UserError(`${file} ${fault}.`, {hint: 'Only the files of the folder itself are brought in.', exitCode: exitCodes.badData, cause});
