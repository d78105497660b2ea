import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {exitCodes, UserError} from '../errors.ts';
import {faultOf} from './errors.ts';
import {openPlain} from './plain-file.ts';

/** Kind of a file, for messages, and the most that is read of it (bytes). */
export type Reading = {readonly kind: string; readonly maxBytes: number; readonly hint?: string};

/** The bytes of a file that a user names, or of a pipe such as `<(curl ...)`. @throws UserError: 66 when there is none, 65 when too large */
export async function readWhole(path: string, {kind, maxBytes, hint}: Reading): Promise<Uint8Array> {
	const cannotRead = (cause: unknown) =>
		new UserError(`Cannot read the ${kind} \`${path}\`.`, {
			hint: hint ?? 'Check that the file exists and that you may read it.',
			exitCode: exitCodes.noInput,
			cause,
		});
	const facts = await stat(path).catch((cause: unknown) => {
		throw cannotRead(cause);
	});
	if (facts.isDirectory()) throw new UserError(`\`${path}\` is not a file.`, {hint: `Name one ${kind}.`, exitCode: exitCodes.noInput});
	if (facts.size > maxBytes) throw tooLarge(path, kind, maxBytes);
	const chunks: Uint8Array[] = [];
	let length = 0;
	try {
		for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
			chunks.push(chunk);
			length += chunk.length;
			if (length > maxBytes) throw tooLarge(path, kind, maxBytes);
		}
	} catch (error) {
		throw error instanceof UserError ? error : cannotRead(error);
	}
	return Buffer.concat(chunks);
}

const tooLarge = (path: string, kind: string, maxBytes: number) =>
	new UserError(`The ${kind} \`${path}\` has more than ${maxBytes / 1e6} MB.`, {
		hint: 'Make it smaller and try again.',
		exitCode: exitCodes.badData,
	});

/** The bytes of an optional plain file that the user did not name; undefined when there is none, or it has more than `maxBytes`. */
export async function readIfPlain(file: string, maxBytes: number): Promise<Uint8Array | undefined> {
	try {
		await using handle = await openPlain(file);
		if ((await handle.stat()).size > maxBytes) return undefined;
		return await handle.readFile();
	} catch (error) {
		if (error instanceof UserError || faultOf(error) !== undefined) return undefined;
		throw error;
	}
}
