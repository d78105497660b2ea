import {randomUUID} from 'node:crypto';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {gunzip, gzip} from 'node:zlib';
import {doJob, type JobSurroundings, type ToldFailure} from '../app/batch/do-job.ts';
import {type RunDefaults, requestFrom} from '../app/request.ts';
import {exitCodes, UserError} from '../errors.ts';
import {isOfFolders} from '../files/of-folders.ts';
import {progressOf, readRun} from '../journal/read-run.ts';
import {logName} from '../journal/run-folder.ts';
import type {Blobs} from './blobs.ts';
import type {Blob} from './messages.ts';
import {fileKinds, type JobMessage, type ResultMessage} from './messages.ts';
import {parsed} from './parsed.ts';

/** Means of a worker to do jobs. */
export type MessageSurroundings = Pick<JobSurroundings, 'engine' | 'model' | 'onStep' | 'onRun' | 'shouldStop' | 'describe'> & {
	readonly blobs: Blobs;
	/** A folder for the files of jobs while they are done. */
	readonly scratch: string;
	readonly device: string;
	/** Defaults of requests here; `model` is the user's name for the model. */
	readonly defaults: RunDefaults;
	/** Hears the step that an earlier worker came to. */
	readonly onResume: (step: number) => void;
	/** Hands over what saves the run so far. */
	readonly onSaving: (save: () => Promise<string | undefined>) => void;
};

export type MessageOutcome =
	| {readonly done: ResultMessage}
	| {readonly failed: ToldFailure}
	/** Stopped, or kept from being saved by this machine alone, with the record of the run so far. */
	| {readonly saved: string | undefined; readonly unable?: ToldFailure};

/** The most of a record that is handed on (bytes, as a message holds it): a longer run begins again. */
const mostSaved = 8_000_000;

/** Do a job of a queue. @param id - its identity */
export async function doMessage(id: string, message: JobMessage, surroundings: MessageSurroundings): Promise<MessageOutcome> {
	const {scratch, describe} = surroundings;
	const folder = path.join(scratch, `${id.slice(0, 12)}-${randomUUID()}`);
	try {
		await mkdir(folder);
		const outcome = await attempt(id, message, folder, surroundings);
		const cannotContinue = 'failed' in outcome && outcome.failed.exitCode === exitCodes.badData && message.saved !== undefined;
		// The record may be of another version of the model's library, or damaged: the job itself may be all right.
		return cannotContinue ? await attempt(id, {...message, saved: undefined}, folder, surroundings) : outcome;
	} catch (error) {
		// Not the job's fault: another machine can do it, or this one later.
		if (await isOfFolders(error, foldersOf(surroundings))) return {saved: await savedIn(path.join(folder, 'log')), unable: describe(error)};
		return {failed: describe(error)};
	} finally {
		await rm(folder, {recursive: true, force: true}).catch(() => {});
	}
}

async function attempt(id: string, message: JobMessage, folder: string, surroundings: MessageSurroundings): Promise<MessageOutcome> {
	const {blobs, defaults, device, onSaving, engine, model, onStep, onRun, shouldStop, describe} = surroundings;
	const place = async (name: string) => {
		const made = path.join(folder, name);
		await rm(made, {recursive: true, force: true});
		await mkdir(made);
		return made;
	};
	const [out, logFolder] = [await place('out'), await place('log')];
	const fileOf = async (file: JobMessage['image'], name: string) => {
		if (!file) return;
		const written = path.join(await place(name), file.name);
		await writeFile(written, await bytesOf(file.blob, blobs));
		return written;
	};
	const [image, maskFile] = [await fileOf(message.image, 'image'), await fileOf(message.mask, 'mask')];
	if (message.saved !== undefined) {
		await writeFile(path.join(logFolder, logName), await unpacked(message.saved));
		const before = await readRun(logFolder).catch(() => undefined);
		if (before) surroundings.onResume(progressOf(before).step);
	}
	const request = requestFrom(
		{...fieldsOf(message.request), device, ...(image !== undefined && {image}), ...(maskFile !== undefined && {repaint: {maskFile}})},
		defaults,
	);
	onSaving(async () => savedIn(logFolder));
	const result = await doJob(
		{number: 1, line: 1, request, target: {kind: 'files', folder: out, stem: message.stem, extension: message.extension}},
		{engine, model, folder: out, logFolder, onStep, onRun, shouldStop, describe, isOwn: () => false, identity: id},
	);
	if (!result) return {saved: await savedIn(logFolder)};
	if (result.status !== 'done') {
		const {error, hint, exitCode} = result;
		// The names that the submitter knows, and not where they are here.
		const said = String(error).replaceAll(new RegExp(`${escaped(folder)}/(image|mask)/`, 'g'), '');
		return {failed: {error: said, ...(typeof hint === 'string' && {hint}), exitCode: Number(exitCode)}};
	}
	const files = [];
	for (const kind of fileKinds) {
		const name = result[kind];
		if (typeof name !== 'string') continue;
		files.push({kind, extension: path.extname(name), blob: await blobs.put(await readFile(path.join(out, name)))});
	}
	const {reasoning, notices, findings, model: facts, elapsedMs} = result;
	return {done: {version: 1, files, facts: JSON.stringify({reasoning, notices, findings, model: facts, elapsedMs})}};
}

/** @throws UserError (65) for what is no object */
function fieldsOf(request: string): object {
	const fields = parsed(request);
	if (typeof fields === 'object' && fields !== null) return fields;
	throw new UserError('The request of the job cannot be read.', {hint: 'Submit the job again.', exitCode: exitCodes.badData});
}

async function bytesOf(blob: Blob, blobs: Blobs): Promise<Uint8Array> {
	const bytes = await blobs.get(blob);
	if (bytes) return bytes;
	// Or not yet: a disk of the network may show it to this machine a little later.
	throw new UserError('A picture of the job is not in the spool, or not any more.', {
		hint: 'See that --spool is the same folder on all machines, and submit the job again.',
		exitCode: exitCodes.unavailable,
	});
}

/** Folders that a worker cannot do without. */
export const foldersOf = ({blobs, scratch}: Pick<MessageSurroundings, 'blobs' | 'scratch'>): readonly string[] => [
	scratch,
	...blobs.folders,
];

/** The record of a run in its folder; undefined where there is none, or too long a one. */
async function savedIn(logFolder: string): Promise<string | undefined> {
	const log = await readFile(path.join(logFolder, logName)).catch(() => Buffer.alloc(0));
	if (log.length === 0) return;
	const text = (await promisify(gzip)(log)).toString('base64');
	return text.length <= mostSaved ? text : undefined;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** The record that was packed; what is none is not continued from. */
const unpacked = async (saved: string): Promise<Uint8Array> =>
	promisify(gunzip)(Buffer.from(saved, 'base64'), {maxOutputLength: 200_000_000}).catch(() => Buffer.alloc(0));
