import {createHash} from 'node:crypto';
import {constants, copyFile, lstat, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import type {Self} from '../../files/lock.ts';
import {makeFolder} from '../../files/make-folder.ts';
import {openInside} from '../../model/checkpoint/json-file.ts';
import type {WeightDigests} from '../../model/verify.ts';
import {makeModelFolder} from '../new-folder.ts';
import {takeCached} from './cached-blob.ts';
import type {Connection} from './connection.ts';
import {isAsListed} from './digest.ts';
import type {Limit} from './limit.ts';
import {countProgress, type PullProgress} from './progress.ts';
import {type PullPlan, planBytes} from './pull-plan.ts';
import type {RemoteFile} from './remote-file.ts';
import type {Patience} from './retry.ts';
import {fetchBytes} from './transfer.ts';

/** Folder of incomplete files, in the folder of their model. */
export const partsName = '.parts';

export type PullOptions = {
	readonly name: string;
	readonly modelsFolder: string;
	readonly self: Self;
	readonly connection: Connection;
	readonly signal: AbortSignal;
	/** The Hugging Face cache, where files may be already. */
	readonly cache?: string | undefined;
	readonly limit?: Limit | undefined;
	readonly patience?: Patience;
	readonly parallel?: number;
	/** Called often. @param what - the file that is at work, in the model's folder */
	readonly onProgress?: (progress: PullProgress, what: string) => void;
	/** Called when a file is complete, and when it is complete but wrong and is fetched again. */
	readonly onFile?: (file: string, how: 'fetched' | 'linked' | 'copied' | 'wrong') => void;
	/** Reads the finished folder: throws when it is no model that runs. */
	readonly check: (folder: string) => Promise<WeightDigests>;
};

/**
Fetch a model: all of its files, each with the right digest, then checked, then given its name. Resumes an interrupted try.
@throws UserError as `makeModelFolder` and `fetchBytes` do; what had come is kept
*/
export async function pullModel(plan: PullPlan, options: PullOptions): Promise<{readonly folder: string}> {
	const {name, modelsFolder, self, check} = options;
	return makeModelFolder({
		name,
		modelsFolder,
		self,
		made: 'pull',
		pulled: plan,
		source: sourceOf(plan),
		// The network may be back, the disk empty and the terms agreed to: sixteen gigabytes are worth another try.
		kept: partsName,
		fill: folder => fetchAll(plan, folder, options),
		async check(folder) {
			const digests = await check(folder);
			await checkListed(plan, folder, digests);
			return digests;
		},
	});
}

/** Stands for what is fetched, wherever from. */
const sourceOf = (plan: PullPlan): string =>
	createHash('sha256')
		.update(JSON.stringify(Object.entries(plan.files).map(([name, {bytes, digest}]) => [name, bytes, digest.hex])))
		.digest('hex');

async function fetchAll(plan: PullPlan, folder: string, options: PullOptions): Promise<void> {
	const counted = countProgress(planBytes(plan));
	/** Names of each file that has come: a repository may hold one twice. */
	const wholes = new Map<string, string[]>();
	/** Files on their way to the disk while the next ones come, by their digests. */
	const keeping = new Map<string, Promise<void>>();
	const fetchOne = async (name: string, remote: RemoteFile) => {
		options.signal.throwIfAborted();
		const target = path.join(folder, ...name.split('/'));
		const tell = (bytes: number, isFetched: boolean) => {
			counted.set(name, bytes, isFetched);
			options.onProgress?.(counted.progress(), name);
		};
		// Stopped after all had come.
		const isThere = (await lstat(target).catch(() => undefined))?.isFile() === true;
		if (!isThere) {
			// Under another name it came before.
			await keeping.get(remote.digest.hex);
			const {whole, kept} = await fetchWhole(remote, folder, {...options, tell, onFile: how => options.onFile?.(name, how)});
			// Told when all have come.
			kept.catch(() => {});
			keeping.set(remote.digest.hex, kept);
			wholes.set(whole, [...(wholes.get(whole) ?? []), target]);
		}
		tell(remote.bytes, false);
	};
	try {
		for (const [name, remote] of Object.entries(plan.files)) await fetchOne(name, remote);
	} finally {
		await Promise.allSettled(keeping.values());
	}
	await Promise.all(keeping.values());
	for (const [whole, targets] of wholes) {
		for (const target of targets) await makeOwnFolder(folder, path.dirname(target));
		const [target = whole, ...others] = targets;
		for (const other of others) await copyFile(whole, other, constants.COPYFILE_FICLONE);
		await rename(whole, target);
	}
	await rm(path.join(folder, partsName), {recursive: true, force: true});
}

type WholeOptions = Pick<PullOptions, 'connection' | 'signal' | 'cache' | 'limit' | 'patience' | 'parallel'> & {
	readonly tell?: (bytes: number, isFetched: boolean) => void;
	readonly onFile?: (how: 'fetched' | 'linked' | 'copied' | 'wrong') => void;
};

/** Place of a file that is whole and right, once it is kept. */
export type Whole = {readonly whole: string; readonly kept: Promise<void>};

/** Get one file into the folder of parts: from where it was left, from the cache, or from the hub. */
export async function fetchWhole(remote: RemoteFile, folder: string, options: WholeOptions): Promise<Whole> {
	const {connection, signal, cache, limit, patience, parallel, tell = () => {}, onFile = () => {}} = options;
	const partsFolder = path.join(folder, partsName);
	const whole = path.join(partsFolder, `${remote.digest.hex}.whole`);
	// It gets this name only when it is right.
	const kept = Promise.resolve();
	if ((await lstat(whole).catch(() => undefined))?.isFile()) return {whole, kept};
	await makeOwnFolder(folder, partsFolder);
	if (cache !== undefined) {
		const how = await takeCached(cache, remote, whole, {signal, onRead: read => tell(read, false)});
		if (how !== undefined) {
			onFile(how);
			return {whole, kept};
		}
	}
	let isFirst = true;
	const fetched = await fetchBytes(remote, whole, {
		...{connection, partsFolder, signal},
		...(limit && {limit}),
		...(patience && {patience}),
		...(parallel !== undefined && {parallel}),
		onBytes(bytes) {
			tell(bytes, !isFirst);
			isFirst = false;
		},
		onWrong: () => onFile('wrong'),
	});
	onFile('fetched');
	return {whole, kept: fetched.keep()};
}

/** Make a folder below the model's, and make sure that it is one: not a link to another. */
export async function makeOwnFolder(root: string, folder: string): Promise<void> {
	await makeFolder(folder);
	for (let at = folder; at !== root && at !== path.dirname(at); at = path.dirname(at)) {
		if ((await lstat(at)).isDirectory()) continue;
		throw new UserError(`\`${at}\` is a link to another folder.`, {hint: 'Remove it, then try again.', exitCode: exitCodes.cannotCreate});
	}
}

/** Whether the files of a folder are those that the hub lists, as they lie on the disk now; weights as their digests say that were just taken. */
async function checkListed(plan: PullPlan, folder: string, digests: WeightDigests): Promise<void> {
	for (const [name, remote] of Object.entries(plan.files)) {
		const file = path.join(...name.split('/'));
		const known = remote.digest.kind === 'sha256' ? digests.get(file) : undefined;
		if (known === undefined ? await isListed(folder, file, remote) : known === remote.digest.hex) continue;
		await rm(path.join(folder, file), {force: true});
		throw new UserError(`\`${name}\` was right when it came, and is not any more.`, {
			hint: 'Run the same command again to fetch it again; if that does not help, check the disk.',
			exitCode: exitCodes.badData,
		});
	}
}

/** Whether a file of a model is there and what the hub lists. @throws UserError (65 or 66) when it is no file of the folder, or gone */
export async function isListed(
	folder: string,
	file: string,
	remote: RemoteFile,
	reading: Parameters<typeof isAsListed>[2] = {},
): Promise<boolean> {
	await using handle = await openInside(folder, path.join(folder, file));
	return await isAsListed(handle, remote, reading);
}
