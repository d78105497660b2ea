import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {asUserError, codeOf} from '../files/errors.ts';
import {checkFolder, makeResultFolder, saveTogether} from '../files/save.ts';
import type {Blob} from './messages.ts';

/** The most bytes of a file that goes through the server; without a spool larger ones are refused. */
const mostInside = 8_000_000;

/** Way of sending bytes from machine to machine. */
export type Blobs = {
	/** @throws UserError: 65 for what is too large for the server, where there is no spool; 73 or 74 when the spool takes nothing */
	readonly put: (bytes: Uint8Array) => Promise<Blob>;
	/**
	Undefined when they are not in the spool (any more).
	@throws UserError: 65 when they are damaged, 69 when here is no spool or it cannot be read, 73 when its folder is gone
	*/
	readonly get: (blob: Blob) => Promise<Uint8Array | undefined>;
	/** Folders that have to be there. */
	readonly folders: readonly string[];
};

/** Names of bytes alone, which are neither kept nor found. */
export const onlyNames: Blobs = {put: async bytes => ({sha256: digestOf(bytes)}), get: async () => undefined, folders: []};

/**
@param spool - a folder that all machines see, for bytes that are not to go through the server; made where it is missing
@throws UserError (73) when nothing can be saved there
*/
export async function openBlobs(spool: string | undefined): Promise<Blobs> {
	if (spool !== undefined) {
		await makeResultFolder(spool, another);
		await checkFolder(spool).catch((error: unknown) => {
			throw ofSpool(error, spool);
		});
	}
	const nameOf = (sha256: string) => `mmada-${sha256}`;
	return {
		folders: spool === undefined ? [] : [spool],
		async put(bytes) {
			const sha256 = digestOf(bytes);
			if (spool !== undefined) {
				// Equal names hold equal bytes: the second to come replaces them by themselves.
				await saveTogether(spool, nameOf(sha256), [{extension: '.blob', bytes}], {force: true}).catch((error: unknown) => {
					throw ofSpool(error, spool);
				});
				return {sha256};
			}
			if (bytes.length <= mostInside) return {sha256, data: Buffer.from(bytes).toString('base64')};
			throw new UserError(`A file of ${bytes.length} bytes does not fit through the queue, which takes ${mostInside}.`, {
				hint: 'Give --spool with a folder that all machines see, to this command and to the workers.',
				exitCode: exitCodes.badData,
			});
		},
		async get({sha256, data}) {
			const bytes = data === undefined ? await fromSpool(sha256) : Buffer.from(data, 'base64');
			if (bytes && digestOf(bytes) !== sha256)
				throw new UserError('What came through the queue is damaged.', {hint: 'Submit the job again.', exitCode: exitCodes.badData});
			return bytes;
		},
	};

	async function fromSpool(sha256: string): Promise<Uint8Array | undefined> {
		if (spool === undefined) {
			// Another worker may have one.
			throw new UserError('This job keeps its files in a spool, and here is none.', {
				hint: 'Give --spool with the folder that all machines see.',
				exitCode: exitCodes.unavailable,
			});
		}
		try {
			return await readFile(path.join(spool, `${nameOf(sha256)}.blob`));
		} catch (error) {
			if (codeOf(error) !== 'ENOENT') throw unreadable(error, spool);
			// Gone with its folder, as when a disk of the network is: they may be there again.
			await checkFolder(spool).catch((gone: unknown) => {
				throw ofSpool(gone, spool);
			});
			return undefined;
		}
	}
}

const another = 'name another folder with --spool';

/** A failure to write as what can be done about it: there is no --output here. */
function ofSpool(error: unknown, spool: string): unknown {
	const cause = error instanceof UserError ? error.cause : error;
	const told = asUserError(cause, spool, another);
	return told === cause ? error : told;
}

const unreadable = (error: unknown, spool: string) =>
	new UserError(`The spool \`${spool}\` cannot be read (${codeOf(error) ?? String(error)}).`, {
		hint: 'Check the folder, and the rights on it.',
		exitCode: exitCodes.unavailable,
		cause: error,
	});

function digestOf(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}
