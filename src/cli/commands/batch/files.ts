import {appendFile, readFile, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../../errors.ts';
import {asUserError} from '../../../files/errors.ts';
import {saveTogether} from '../../../files/save.ts';
import {readStdin, type Stdin, stdinName} from '../../../files/stdin.ts';
import {type BatchHead, type BatchJournal, beginJournal, type JobResult, reopenJournal} from '../../../journal/batch-journal.ts';
import {type Pixels, readRgb, resample} from '../../../picture/codec.ts';
import {contactSheet} from '../../../picture/contact-sheet.ts';
import type {BatchOptions, Shard} from '../../parse/batch-options.ts';
import type {JobFormat} from './parse-list.ts';
import type {PlannedJob} from './plan.ts';

/** The longest list of jobs (bytes). */
const maxListBytes = 200_000_000;
/** Pictures of a contact sheet, and of one of its rows. */
const [sheetPictures, sheetColumns] = [96, 8];
/** The largest side of a picture there (px). */
const sheetSide = 144;

/** The list of jobs as text. @throws UserError: 66 when it is missing, 65 when it is no text */
export async function readList(source: string, stdin: Stdin): Promise<{readonly text: string; readonly format?: JobFormat}> {
	const bytes =
		source === stdinName
			? await readStdin(stdin, maxListBytes)
			: await readFile(source).catch((cause: unknown) => {
					throw new UserError(`Cannot read the list of jobs \`${source}\`.`, {
						hint: 'Name a file with one JSON object a line, a CSV table, or `-` for stdin.',
						exitCode: exitCodes.noInput,
						cause,
					});
				});
	try {
		const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
		const ending = path.extname(source).toLowerCase();
		return {text, ...(ending === '.csv' && {format: 'csv'}), ...(/^\.(jsonl|ndjson|json)$/.test(ending) && {format: 'jsonl'})};
	} catch (cause) {
		throw new UserError(`The list of jobs \`${source}\` is not UTF-8 text.`, {
			hint: 'Save it as UTF-8 and try again.',
			exitCode: exitCodes.badData,
			cause,
		});
	}
}

/** What a batch writes into its folder beside the pictures; each shard has its own. */
export type BatchFiles = {
	readonly journal: string;
	/** Log of the job that is being done. */
	readonly log: string;
	readonly lockName: string;
	readonly results: string;
	/** Stem of the contact sheets. */
	readonly sheet: string;
};

export function batchFiles(folder: string, {index, count}: Shard): BatchFiles {
	const part = count === 1 ? '' : `-${index}-of-${count}`;
	return {
		journal: path.join(folder, `.mmada-batch${part}.ndjson`),
		log: path.join(folder, `.mmada-batch${part}.job`),
		lockName: `.mmada-batch${part}`,
		results: path.join(folder, `results${part}.jsonl`),
		sheet: `contact-sheet${part}`,
	};
}

/** The journal to go on with, or a new one. @throws UserError: 73 when a batch was begun here, 65 when it was another one */
export async function openJournal({journal, log}: BatchFiles, options: BatchOptions, head: BatchHead): Promise<BatchJournal> {
	const begun = options.isForced ? undefined : await reopenJournal(journal);
	if (begun && options.isContinued) {
		if (begun.head.digest === head.digest && (options.seed === undefined || options.seed === begun.head.seed)) return begun;
		await begun[Symbol.asyncDispose]();
		throw new UserError(`The batch that was begun in \`${options.folder}\` has other jobs or settings, or another model.`, {
			hint: 'Give the list and flags it was begun with; or start anew, with --skip-existing for what is new or --force to replace all.',
			exitCode: exitCodes.badData,
		});
	}
	await begun?.[Symbol.asyncDispose]();
	if (begun && begun.settled.size > 0 && !options.isSkipping) {
		throw new UserError(`A batch was begun in \`${options.folder}\`: ${begun.settled.size} jobs are done.`, {
			hint: 'Go on with it with --continue, start anew with --force, or name another folder with --output.',
			exitCode: exitCodes.cannotCreate,
		});
	}
	await rm(log, {recursive: true, force: true});
	return beginJournal(journal, head).catch((error: unknown) => {
		throw asUserError(error, options.folder);
	});
}

/** Whether a job's picture or transcript is there. */
export async function isThere({target: {folder, stem, extension}}: PlannedJob): Promise<'picture' | 'transcript' | undefined> {
	const has = async (ending: string) => (await stat(path.join(folder, `${stem}${ending}`)).catch(() => undefined)) !== undefined;
	if (await has(extension)) return 'picture';
	return (await has('.json')) ? 'transcript' : undefined;
}

/** All results so far as a file, in the order of the jobs: whole or not at all. */
export async function writeResults(file: string, results: Iterable<JobResult>): Promise<void> {
	const lines = [...results].sort((a, b) => a.job - b.job).map(line);
	const {dir, name, ext} = path.parse(file);
	await saveTogether(dir || '.', name, [{extension: ext, bytes: Buffer.from(lines.join(''))}], {force: true});
}

/** One more result at the end of the file. */
export const appendResult = async (file: string, result: JobResult): Promise<void> => appendFile(file, line(result));

const line = (result: JobResult) => `${JSON.stringify(result)}\n`;

/** Draw the pictures of a batch side by side, so many on a sheet. @returns the paths */
export async function saveSheets(
	folder: string,
	stem: string,
	pictures: readonly {readonly label: string; readonly file: string}[],
): Promise<string[]> {
	const paths: string[] = [];
	const count = Math.ceil(pictures.length / sheetPictures);
	for (let sheet = 0; sheet < count; sheet++) {
		const shown = pictures.slice(sheet * sheetPictures, (sheet + 1) * sheetPictures);
		const entries = await Promise.all(shown.map(async ({label, file}) => ({label, pictures: [squared(await readRgb(file))]})));
		const name = count === 1 ? stem : `${stem}-${sheet + 1}`;
		paths.push(
			...(await saveTogether(folder, name, [{extension: '.png', bytes: await contactSheet(entries, sheetColumns)}], {force: true})),
		);
	}
	return paths;
}

/** All pictures of a sheet have one size: larger ones shrink, and white fills up what they lack. */
function squared(image: Pixels): Pixels {
	const scale = Math.min(1, sheetSide / Math.max(image.width, image.height));
	const [width, height] = [Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale))];
	const {rgb} = resample(image, width, height);
	const [left, top] = [Math.floor((sheetSide - width) / 2), Math.floor((sheetSide - height) / 2)];
	const out = new Uint8Array(sheetSide * sheetSide * 3).fill(255);
	for (let row = 0; row < height; row++)
		out.set(rgb.subarray(row * width * 3, (row + 1) * width * 3), ((top + row) * sheetSide + left) * 3);
	return {width: sheetSide, height: sheetSide, rgb: out};
}
