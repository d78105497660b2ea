import {createHash} from 'node:crypto';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {exitCodes, UserError} from '../errors.ts';
import {openInside, readSmall} from '../model/checkpoint/json-file.ts';
import {replaceFile, unfinishedName} from '../model/checkpoint/replace-file.ts';
import type {WeightDigests} from '../model/verify.ts';
import {parseJson} from '../parse-json.ts';
import {shellWord} from '../shell-word.ts';
import {pullPlanSchema} from './pull/pull-plan.ts';

/** Stands in every folder that mmada makes for a model: that it is its own, and what belongs in it. */
export const recordName = '.mmada.json';

const unfinishedRecord = unfinishedName(recordName);

const recordSchema = z.object({
	version: z.literal(1),
	/** Way in which the model came. */
	made: z.enum(['import', 'convert', 'pull']),
	/** Sources that it is made of, while it is unfinished and can be continued. */
	source: z.string().optional(),
	/** Files that were, or are to be, fetched for it, and their source. */
	pulled: pullPlanSchema.optional(),
	/** Its files when it was finished, by their path with `/`. */
	files: z.record(z.string(), z.object({bytes: z.int().min(0), sha256: z.string()})).optional(),
});
export type ModelRecord = z.infer<typeof recordSchema>;

/** The record of a folder; undefined if there is none, and the folder is not mmada's. */
export async function readRecord(folder: string): Promise<ModelRecord | undefined> {
	try {
		const parsed = recordSchema.safeParse(parseJson((await readSmall(path.join(folder, recordName))).toString('utf8')));
		return parsed.success ? parsed.data : undefined;
	} catch {
		return undefined;
	}
}

/** Put a record into a folder, in the place of the one that is there: never a half of it. */
export async function writeRecord(folder: string, record: ModelRecord): Promise<void> {
	await replaceFile(path.join(folder, recordName), `${JSON.stringify(record, null, '\t')}\n`);
}

/** Whether a folder was made for a model, and holds no more than its record. */
export async function isBarelyBegun(folder: string): Promise<boolean> {
	return (await readdir(folder)).every(name => name === recordName || name === unfinishedRecord);
}

/** The files of a model's folder, for its record. @param known - Digests that need not be found out again */
export async function describeFiles(folder: string, known: WeightDigests): Promise<NonNullable<ModelRecord['files']>> {
	const files: NonNullable<ModelRecord['files']> = {};
	for (const entry of await readdir(folder, {recursive: true, withFileTypes: true})) {
		const name = path.relative(folder, path.join(entry.parentPath, entry.name));
		if (entry.isDirectory() || name === recordName || name === unfinishedRecord) continue;
		files[name.split(path.sep).join('/')] = await describeFile(folder, name, known.get(name));
	}
	return files;
}

async function describeFile(folder: string, name: string, known?: string): Promise<{bytes: number; sha256: string}> {
	await using handle = await openInside(folder, path.join(folder, name));
	const {size: bytes} = await handle.stat();
	if (known !== undefined) return {bytes, sha256: known};
	const hash = createHash('sha256');
	for await (const chunk of handle.createReadStream({autoClose: false, start: 0, end: Math.max(0, bytes - 1)}))
		hash.update(chunk as Buffer);
	return {bytes, sha256: hash.digest('hex')};
}

/**
Compare a model with what it was when it was finished; a folder without a record cannot be compared.
@throws UserError (exit 65 or 66) for a file that was changed, or is gone
*/
export async function checkRecord(folder: string, known: WeightDigests): Promise<void> {
	const {files, pulled} = (await readRecord(folder)) ?? {};
	for (const [name, {bytes, sha256}] of Object.entries(files ?? {})) {
		const file = path.join(...name.split('/'));
		const now = await describeFile(folder, file, known.get(file));
		if (now.sha256 === sha256 && now.bytes === bytes) continue;
		throw new UserError(`${path.join(folder, file)} is not what it was when the model came in.`, {
			hint: pulled
				? `Fetch damaged files again: mmada models verify ${shellWord(path.basename(folder))} --repair`
				: 'Weights are shared with the folder that they came from: bring the model in again, under another name.',
			exitCode: exitCodes.badData,
		});
	}
}
