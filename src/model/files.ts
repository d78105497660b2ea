import {readFile} from 'node:fs/promises';
import {exitCodes, UserError} from '../errors.ts';

/** A JSON file of a checkpoint. @throws UserError: exit 66 when it is not there, 65 when it is not JSON. */
export async function readJson(file: string): Promise<unknown> {
	const text = await readFile(file, 'utf8').catch((cause: unknown) => {
		throw new UserError(`Cannot read ${file}.`, {
			hint: 'A model is a folder with config.json, model.safetensors, tokenizer.json and its image tokenizer.',
			exitCode: exitCodes.noInput,
			cause,
		});
	});
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw damaged(file, 'is not valid JSON', cause);
	}
}

/** A checkpoint file whose content cannot be. */
export const damaged = (file: string, fault: string, cause?: unknown): UserError =>
	new UserError(`${file} ${fault}.`, {hint: 'The file may be incomplete: fetch or copy it again.', exitCode: exitCodes.badData, cause});
