import {createHash, randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type Connection, openConnection} from '../../../src/store/pull/connection.ts';
import type {RemoteFile} from '../../../src/store/pull/remote-file.ts';
import {hubSettings} from '../../../src/store/pull/settings.ts';
import {commitOf} from './hub.ts';

/** Patience that a test has: as many tries as a user's, without the pauses. */
export const hasty = {retries: 10, shortestMs: 1, longestMs: 5};

/** A connection to a hub of a test. @param quietMs - how long nothing may come */
export const connect = (url: string, env: Readonly<Record<string, string>> = {}, quietMs = 20_000): Promise<Connection> =>
	openConnection(hubSettings({HF_ENDPOINT: url, ...env}, undefined), quietMs);

/** A file as the hub lists a large one. */
export const listed = (repository: string, name: string, bytes: Uint8Array): RemoteFile => ({
	repository,
	commit: commitOf(repository),
	path: name,
	bytes: bytes.length,
	digest: {kind: 'sha256', hex: createHash('sha256').update(bytes).digest('hex')},
});

/** Bytes that no two files share. */
export const noise = (length: number): Buffer => randomBytes(length);

/** A new folder, gone when it is disposed. */
export async function newFolder() {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada pull '));
	return {folder, [Symbol.asyncDispose]: () => rm(folder, {recursive: true, force: true})};
}
