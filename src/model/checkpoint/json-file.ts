import {constants, type FileHandle, open, realpath, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {parseJson} from '../../parse-json.ts';

/** The largest that a file of a kind may be, in bytes: more than ten times what is known of any model. */
export const maxBytes = {
	config: 4_000_000,
	/** The largest vocabularies have some tens of megabytes. */
	tokenizer: 128_000_000,
	/** The list of shards: a line for each tensor. */
	index: 16_000_000,
	/** Most that is read of a model card. */
	card: 1_000_000,
} as const;

export type Reading = {
	/** The most that it may have. */
	readonly maxBytes?: number;
	/** The model's folder, when it is not the file's own. */
	readonly folder?: string;
};

/**
A JSON file of a checkpoint, in `folder` or below it. @throws UserError: exit 66 when it is not there, 65 when it is not JSON, too
large, no file, or outside of the folder
*/
export async function readJson(file: string, reading: Reading = {}): Promise<unknown> {
	const text = (await readSmall(file, reading)).toString('utf8');
	try {
		return parseJson(text);
	} catch (cause) {
		throw damaged(file, 'is not valid JSON', cause);
	}
}

/** The bytes of a small file of a checkpoint. @throws UserError as `readJson` does */
export async function readSmall(
	file: string,
	{maxBytes: most = maxBytes.config, folder = path.dirname(file)}: Reading = {},
): Promise<Buffer> {
	await using handle = await openInside(folder, file);
	const {size} = await handle.stat();
	if (size > most) throw damaged(file, `has ${size} bytes, more than any file of its kind`);
	return await readAtMost(handle, size).catch((cause: unknown) => {
		throw missing(file, cause);
	});
}

/** The first bytes of a file that may be missing, as text; empty when there is none that can be read. */
export async function readStart(file: string, most: number): Promise<string> {
	try {
		await using handle = await openInside(path.dirname(file), file);
		return (await readAtMost(handle, Math.min(most, (await handle.stat()).size))).toString('utf8');
	} catch (error) {
		if (error instanceof UserError) return '';
		throw error;
	}
}

/** The first `size` bytes, or as many as there are: no more, even if the file grows meanwhile. */
async function readAtMost(handle: FileHandle, size: number): Promise<Buffer> {
	const bytes = Buffer.alloc(size);
	let filled = 0;
	while (filled < size) {
		const {bytesRead} = await handle.read(bytes, filled, size - filled, filled);
		if (bytesRead === 0) break;
		filled += bytesRead;
	}
	return bytes.subarray(0, filled);
}

/** Open a file of `folder` to read, checked as `checkInside` does; and again once it is open, since names can change hands. */
export async function openInside(folder: string, file: string): Promise<FileHandle> {
	await checkInside(folder, file);
	// Opening a pipe would wait for its other end.
	const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
		throw missing(file, cause);
	});
	if ((await handle.stat()).isFile()) return handle;
	await handle.close();
	throw damaged(file, 'is not a file');
}

/**
Make sure that `file` is a file of `folder`: an ordinary one, and no link to something outside. @returns its size in bytes
@throws UserError (exit 65 or 66)
*/
export async function checkInside(folder: string, file: string): Promise<{readonly size: number}> {
	const [root, target] = await Promise.all([realpath(folder), realpath(file)]).catch((cause: unknown) => {
		throw missing(file, cause);
	});
	if (!isInside(root, target)) {
		throw new UserError(`${file} is a link to a file outside of the model's folder.`, {
			hint: 'Bring the model in with `mmada models import <folder>`, which follows the links of a Hugging Face cache.',
			exitCode: exitCodes.badData,
		});
	}
	const facts = await stat(target).catch((cause: unknown) => {
		throw missing(file, cause);
	});
	// A pipe or a device would never end.
	if (!facts.isFile()) throw damaged(file, 'is not a file');
	return facts;
}

/** Is `target` the folder `root` or in it? Both are real paths. */
export function isInside(root: string, target: string): boolean {
	const way = path.relative(root, target);
	return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

const missing = (file: string, cause: unknown) =>
	new UserError(`Cannot read ${file}.`, {
		hint: 'A model is a folder with config.json, model.safetensors, tokenizer.json and its image tokenizer.',
		exitCode: exitCodes.noInput,
		cause,
	});

/** A checkpoint file whose content cannot be. */
export const damaged = (file: string, fault: string, cause?: unknown): UserError =>
	new UserError(`${file} ${fault}.`, {hint: 'The file may be incomplete: fetch or copy it again.', exitCode: exitCodes.badData, cause});
