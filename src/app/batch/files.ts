import {readdir, realpath} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {asUserError} from '../../files/errors.ts';
import {type GrowingFile, growFile} from '../../files/growing-file.ts';
import {readIfPlain, readWhole} from '../../files/read-file.ts';
import {checkReplaced, type PartName, saveTogether} from '../../files/save.ts';
import {readStdin, type Stdin, stdinName} from '../../files/stdin.ts';
import {
	type BatchHead,
	type BatchJournal,
	beginJournal,
	type JobResult,
	type LeftJournal,
	readJournal,
	reopenJournal,
} from '../../journal/batch-journal.ts';
import {decodeImage, maxImageBytes, type Pixels, resample} from '../../picture/codec.ts';
import {contactSheet, isContactSheet, type SheetEntry} from '../../picture/contact-sheet.ts';
import {toJson} from '../../printable.ts';
import {removeLogs} from './logs.ts';
import type {BatchOptions, Shard} from './options.ts';
import type {JobFormat} from './parse-list.ts';

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
			: await readWhole(source, {
					kind: 'list of jobs',
					maxBytes: maxListBytes,
					hint: 'Name a file with one JSON object a line, a CSV table, or `-` for stdin.',
				});
	try {
		const text = new TextDecoder(encodingOf(bytes), {fatal: true, ignoreBOM: true}).decode(bytes);
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

/** Spreadsheets and some shells write UTF-16, and begin it with a mark. */
function encodingOf([first, second]: Uint8Array): string {
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Files that a batch writes into its folder beside the pictures; each shard has its own. */
export type BatchFiles = {
	readonly journal: string;
	/** Record of the job that is being done; of further ones beside it by the same name and a number. */
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

/** Journal of a batch that was begun in the folder; nothing if all is to be replaced. @throws UserError (65) for another journal */
export async function leftJournal({journal}: BatchFiles, {folder, isForced}: BatchOptions): Promise<LeftJournal | undefined> {
	if (isForced) return undefined;
	return readJournal(journal).catch((error: unknown) => {
		throw asUserError(error, folder);
	});
}

/** Check that a batch may begin, or continue an earlier one. @throws UserError: 73 when another was begun here, 65 when it cannot be continued */
export function checkJournal(left: LeftJournal | undefined, options: BatchOptions, {digest}: BatchHead): void {
	if (!left) return;
	if (options.isContinued) {
		if (left.head.digest === digest && (options.seed === undefined || options.seed === left.head.seed)) return;
		throw new UserError(`The batch that was begun in \`${options.folder}\` has other jobs or settings, or another model.`, {
			hint: 'Give the list and flags it was begun with; or start again, with --skip-existing for new jobs only or --force to replace all.',
			exitCode: exitCodes.badData,
		});
	}
	if (left.settled.size === 0 || options.isSkipping) return;
	throw new UserError(`A batch was begun in \`${options.folder}\`: ${left.settled.size} jobs are done.`, {
		hint: 'Continue it with --continue, start again with --force, or name another folder with --output.',
		exitCode: exitCodes.cannotCreate,
	});
}

/** Results and sheets of a batch are replaced as it goes; those of others are not. @param isBegun - whether a batch was begun here @throws UserError (73) */
export async function checkFiles({results, sheet}: BatchFiles, {folder, hasSheet}: BatchOptions, isBegun: boolean): Promise<void> {
	const {name, ext} = path.parse(results);
	await checkReplaced(folder, name, [{extension: ext, ...(!isBegun && {isOwn: isResults})}]);
	if (!hasSheet) return;
	const sheets = (await readdir(folder)).filter(file => isSheetName(file, sheet));
	for (const file of sheets) await checkReplaced(folder, path.parse(file).name, [sheetPart]);
}

const isResults = (start: string): boolean => start === '' || start.startsWith('{"job":');
const isSheetName = (file: string, stem: string) => file.startsWith(stem) && /^(-\d+)?\.png$/.test(file.slice(stem.length));
const sheetPart: PartName = {extension: '.png', isOwn: isContactSheet};

/** The journal that is continued, or a new one. */
export async function openJournal(
	{journal, log}: BatchFiles,
	{folder}: BatchOptions,
	{begun, head}: {readonly begun: LeftJournal | undefined; readonly head: BatchHead},
): Promise<BatchJournal> {
	try {
		if (begun) return await reopenJournal(journal, begun);
		await removeLogs(log);
		return await beginJournal(journal, head);
	} catch (error) {
		throw asUserError(error, folder);
	}
}

/** The results so far as a file that grows, in the order of the jobs. */
export const growResults = async (file: string, results: Iterable<JobResult>): Promise<GrowingFile> => growFile(file, linesOf(results));

/** All results as a file, in the order of the jobs: whole or not at all. */
export async function writeResults(file: string, results: Iterable<JobResult>): Promise<void> {
	const {dir, name, ext} = path.parse(file);
	await saveTogether(dir || '.', name, [{extension: ext, bytes: Buffer.from(linesOf(results))}], {force: true});
}

export const resultLine = (result: JobResult): string => `${toJson(result)}\n`;

const linesOf = (results: Iterable<JobResult>) =>
	[...results]
		.sort((a, b) => a.job - b.job)
		.map(resultLine)
		.join('');

/**
Draw the pictures of a batch side by side, so many on a sheet. Those that are not in its folder any more are left out.
@returns the paths, and what is missing
*/
export async function saveSheets(
	folder: string,
	stem: string,
	pictures: readonly {readonly label: string; readonly file: string}[],
): Promise<{readonly paths: readonly string[]; readonly missing: readonly string[]}> {
	const [paths, missing]: [string[], string[]] = [[], []];
	const count = Math.ceil(pictures.length / sheetPictures);
	for (let sheet = 0; sheet < count; sheet++) {
		const entries: SheetEntry[] = [];
		for (const {label, file} of pictures.slice(sheet * sheetPictures, (sheet + 1) * sheetPictures)) {
			const picture = await readIn(folder, file);
			if (picture) entries.push({label, pictures: [squared(picture)]});
			else missing.push(file);
		}
		if (entries.length === 0) continue;
		const name = count === 1 ? stem : `${stem}-${sheet + 1}`;
		paths.push(...(await saveTogether(folder, name, [{...sheetPart, bytes: await contactSheet(entries, sheetColumns)}], {force: true})));
	}
	return {paths, missing};
}

/** A picture in the folder, or below it; undefined when there is none, or what has its name is elsewhere. */
async function readIn(folder: string, file: string): Promise<Pixels | undefined> {
	const [root, real] = await Promise.all([realpath(folder), realpath(file)]).catch(() => []);
	if (root === undefined || real === undefined || path.relative(root, real).split(path.sep)[0] === '..') return undefined;
	const bytes = await readIfPlain(real, maxImageBytes);
	return bytes && decodeImage(bytes, file).catch(() => undefined);
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
