import {type BigIntStats, constants, createWriteStream} from 'node:fs';
import {copyFile, type FileHandle, link, lstat, open, readdir, readlink, realpath, rm} from 'node:fs/promises';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import {exitCodes, UserError} from '../errors.ts';
import {codeOf, errnoOf} from '../files/errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {isInside, maxBytes} from '../model/checkpoint/json-file.ts';

/** Files of a checkpoint folder that a model is made of; nothing else is brought in, and no program among it is ever run. */
const wanted =
	/^(config\.json|generation_config\.json|tokenizer\.json|tokenizer_config\.json|special_tokens_map\.json|[^/\\]*\.safetensors|[^/\\]*\.safetensors\.index\.json|README\.md|LICENSE(\.\w+)?|NOTICE)$/i;
/** Folder of the image tokenizer in a model's folder. */
export const imageFolder = 'vqvae';
export const isWeights = (name: string): boolean => /\.safetensors$/i.test(name);

/** Whether a model is made of such a file; `file`: its path in the model's folder, with `/`. */
export const isModelFile = (file: string): boolean =>
	wanted.test(file.startsWith(`${imageFolder}/`) ? file.slice(imageFolder.length + 1) : file);

/** Bytes of weights brought in, by how; small files are always copies. */
export type Imported = {readonly linkedBytes: number; readonly copiedBytes: number; readonly files: number};

export type ImportFilesOptions = {
	/** The image tokenizer's folder, when it is not `vqvae` in the model's. */
	readonly images?: string | undefined;
	/** Files to bring in, by their path in the model's folder; by default all that a model is made of. */
	readonly isWanted?: (name: string) => boolean;
};

/** One file to bring in: its name where it is and in the model's folder, and where it may really be. */
type Source = {readonly from: string; readonly to: string; readonly roots: readonly string[]};

/**
Bring the files of `folder` into `target`: weights as hard links where the file system can, all else as copies. Whatever has one of the
names in `target` is replaced. The links of a Hugging Face cache are followed, into its own `blobs` and nowhere else.
@throws UserError: 65 for a link to anything outside, 66 when nothing is there or it cannot be read
*/
export async function importFiles(
	folder: string,
	target: string,
	{images, isWanted = () => true}: ImportFilesOptions = {},
): Promise<Imported> {
	const sources = (await sourcesOf(folder, images)).filter(({to}) => isWanted(to));
	let [linkedBytes, copiedBytes] = [0, 0];
	for (const source of sources) {
		const {how, bytes} = await bring(source, path.join(target, source.to));
		if (how === 'linked') linkedBytes += bytes;
		if (how === 'copied' && isWeights(source.to)) copiedBytes += bytes;
	}
	return {linkedBytes, copiedBytes, files: sources.length};
}

/** The files that a model in `folder` is made of, by their path there, and where they really are. */
export async function sourcesOf(folder: string, images?: string): Promise<Source[]> {
	const sources = [...(await sourcesIn(folder, '')), ...(await sourcesIn(images ?? path.join(folder, imageFolder), imageFolder))];
	const has = (name: string) => sources.some(({to}) => to === name);
	if (!has('config.json')) throw noModel(folder);
	if (images !== undefined && !has(path.join(imageFolder, 'config.json'))) throw noImages(images);
	return sources;
}

async function sourcesIn(folder: string, prefix: string): Promise<Source[]> {
	const names = await readdir(folder).catch((cause: unknown) => {
		if (['ENOENT', 'ENOTDIR'].includes(codeOf(cause) ?? '')) return [];
		throw unreadable(folder, cause);
	});
	if (names.length === 0) return [];
	const roots = await allowedRoots(folder);
	return names
		.filter(name => wanted.test(name))
		.sort()
		.map(name => ({from: path.join(folder, name), to: path.join(prefix, name), roots}));
}

/** Folders that may really hold the files of a folder: itself; and for a snapshot in a Hugging Face cache, in the blobs of the same repository. */
async function allowedRoots(folder: string): Promise<string[]> {
	const root = await realpath(folder);
	const [, repository] = /^(.*[\\/](?:models|datasets)--[^\\/]+)[\\/]snapshots[\\/]/.exec(root + path.sep) ?? [];
	return repository === undefined ? [root] : [root, path.join(repository, 'blobs')];
}

async function bring(source: Source, to: string): Promise<{readonly how: 'linked' | 'copied'; readonly bytes: number}> {
	const {handle, real, facts} = await openSource(source);
	const bytes = Number(facts.size);
	try {
		await makeFolder(path.dirname(to));
		await rm(to, {force: true});
		if (isWeights(to) && (await isLinked(real, to, facts))) return {how: 'linked', bytes};
		if (!isWeights(to) && bytes > maxBytes.tokenizer) throw refuse(source.from, `has ${bytes} bytes, more than any file of its kind`);
		await copyOpen(handle, to).catch((cause: unknown) => {
			// Only the new file can fail, as the other is open; the system names the wrong one.
			throw Object.assign(new Error(`Cannot write ${to}.`, {cause}), {code: codeOf(cause), errno: errnoOf(cause), path: to});
		});
		return {how: 'copied', bytes};
	} finally {
		await handle.close();
	}
}

/** Open a file, and then make sure which it is: a name may be given to another one between two looks. */
async function openSource({from, roots}: Source): Promise<{handle: FileHandle; real: string; facts: BigIntStats}> {
	const real = await realpath(from).catch((cause: unknown) => {
		throw refuse(from, 'is a link to nothing', cause);
	});
	const isAllowed = (place: string) => roots.some(root => isInside(root, place));
	if (!isAllowed(real)) throw refuse(from, 'is a link to a file outside of its folder');
	const there = await lstat(real).catch((cause: unknown) => {
		throw unreadable(from, cause);
	});
	if (!there.isFile()) throw refuse(from, 'is not a file');
	const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((cause: unknown) => {
		throw unreadable(from, cause);
	});
	try {
		const facts = await handle.stat({bigint: true});
		if (!facts.isFile()) throw refuse(from, 'is not a file');
		const place = await readlink(`/proc/self/fd/${handle.fd}`).catch(async () => realpath(real));
		// A file that has lost its name has none to look at.
		const again = await lstat(place, {bigint: true}).catch(() => undefined);
		if (!isAllowed(place) || !again || !isSame(again, facts)) throw refuse(from, 'was changed while it was looked at');
		return {handle, real, facts};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

const isSame = (a: BigIntStats, b: BigIntStats): boolean => a.ino === b.ino && a.dev === b.dev;

async function isLinked(from: string, to: string, facts: BigIntStats): Promise<boolean> {
	try {
		await link(from, to);
	} catch {
		return false;
	}
	if (isSame(await lstat(to, {bigint: true}), facts)) return true;
	await rm(to);
	return false;
}

/** Copy a file that is open, without taking space where the file system can share it. */
async function copyOpen(handle: FileHandle, to: string): Promise<void> {
	try {
		await copyFile(`/proc/self/fd/${handle.fd}`, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
		// No such thing on this system.
		await pipeline(handle.createReadStream({autoClose: false, start: 0}), createWriteStream(to, {flags: 'wx'}));
	}
}

const unreadable = (place: string, cause: unknown) =>
	new UserError(`Cannot read ${place}.`, {hint: 'Check that you may read it.', exitCode: exitCodes.noInput, cause});

const noModel = (folder: string) =>
	new UserError(`${folder} is not a model's folder: there is no config.json to read.`, {
		hint: 'Name a folder with config.json, model.safetensors, tokenizer.json and vqvae/.',
		exitCode: exitCodes.noInput,
	});

const noImages = (folder: string) =>
	new UserError(`${folder} is not an image tokenizer's folder: there is no config.json to read.`, {
		hint: 'With --images, name a folder with config.json and model.safetensors.',
		exitCode: exitCodes.noInput,
	});

const refuse = (file: string, fault: string, cause?: unknown) =>
	new UserError(`${file} ${fault}.`, {hint: 'Only the files of the folder itself are brought in.', exitCode: exitCodes.badData, cause});
