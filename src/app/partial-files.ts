import {createHash} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {readIfPlain} from '../files/read-file.ts';
import {partialName} from '../journal/run-folder.ts';
import {parseJson} from '../parse-json.ts';
import {maxImageBytes} from '../picture/codec.ts';
import type {FilesTarget} from './output-target.ts';
import {splitName} from './output-target.ts';
import type {SavedFiles} from './run-summary.ts';

/** The files of a run that was stopped, by their whole paths, with the sha256 (hex) of the picture's. */
const partialSchema = z.object({picture: z.string(), others: z.array(z.string()), digest: z.string()});

const maxNoteBytes = 100_000;

/** Write down in the folder of a run where its partial picture is. Best effort: without it the whole picture gets a name of its own. */
export async function writePartial(folder: string, {picture, ...others}: SavedFiles): Promise<void> {
	const digest = await digestOf(picture);
	const paths = Object.values(others).map(file => path.resolve(file));
	const note = JSON.stringify({picture: path.resolve(picture), others: paths, digest});
	await writeFile(path.join(folder, partialName), note).catch(() => {});
}

/** Place of a run's partial picture, for the whole one to take; undefined if there is none, or it was changed since. */
export async function partialTarget(folder: string): Promise<FilesTarget | undefined> {
	const bytes = await readIfPlain(path.join(folder, partialName), maxNoteBytes);
	const note = partialSchema.safeParse(bytes && jsonOf(bytes));
	if (!note.success) return;
	const {picture, others, digest} = note.data;
	if ((await digestOf(picture)) !== digest) return;
	const {dir, base} = path.parse(picture);
	return {kind: 'files', folder: dir, ...splitName(base), isNamed: true, replaced: [picture, ...others]};
}

function jsonOf(bytes: Uint8Array): unknown {
	try {
		return parseJson(Buffer.from(bytes).toString('utf8'));
	} catch {
		return undefined;
	}
}

async function digestOf(file: string): Promise<string | undefined> {
	const bytes = await readIfPlain(file, maxImageBytes);
	return bytes && createHash('sha256').update(bytes).digest('hex');
}
