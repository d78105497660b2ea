import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {codeOf} from '../files/errors.ts';
import {saveTogether} from '../files/save.ts';
import type {Blob} from './messages.ts';

/** The most bytes of a file that goes through the server; without a spool larger ones are refused. */
const mostInside = 8_000_000;

/** Way of sending bytes from machine to machine. */
export type Blobs = {
	/** @throws UserError (65) for what is too large for the server, where there is no spool */
	readonly put: (bytes: Uint8Array) => Promise<Blob>;
	/** Undefined when they are not in the spool (any more). @throws UserError (65) when they are damaged, or here is no spool */
	readonly get: (blob: Blob) => Promise<Uint8Array | undefined>;
};

/** @param spool - a folder that all machines see, for bytes that are not to go through the server */
export function openBlobs(spool: string | undefined): Blobs {
	const nameOf = (sha256: string) => `mmada-${sha256}`;
	return {
		async put(bytes) {
			const sha256 = digestOf(bytes);
			if (spool !== undefined) {
				// Equal names hold equal bytes: the second to come replaces them by themselves.
				await saveTogether(spool, nameOf(sha256), [{extension: '.blob', bytes}], {force: true});
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
			throw new UserError('This job keeps its files in a spool, and here is none.', {
				hint: 'Give --spool with the folder that all machines see.',
				exitCode: exitCodes.badData,
			});
		}
		return readFile(path.join(spool, `${nameOf(sha256)}.blob`)).catch((error: unknown) => {
			if (codeOf(error) === 'ENOENT') return undefined;
			throw error;
		});
	}
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
