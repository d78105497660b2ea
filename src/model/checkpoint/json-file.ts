import {readFile, realpath, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';

/** The largest tokenizers have some tens of megabytes. */
const maxJsonBytes = 256_000_000;

/**
A JSON file of a checkpoint, in `folder` or below it. @throws UserError: exit 66 when it is not there, 65 when it is not JSON or
lies outside of the folder
*/
export async function readJson(file: string, folder = path.dirname(file)): Promise<unknown> {
	const {size} = await checkInside(folder, file);
	if (size > maxJsonBytes) throw damaged(file, `has ${size} bytes, more than any file of its kind`);
	const text = await readFile(file, 'utf8').catch((cause: unknown) => {
		throw missing(file, cause);
	});
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw damaged(file, 'is not valid JSON', cause);
	}
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
function isInside(root: string, target: string): boolean {
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
