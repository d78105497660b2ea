import {lstat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {asUserError} from '../../files/errors.ts';
import {growFile} from '../../files/growing-file.ts';
import {checkReplaced, makeResultFolder, type PartName, saveTogether} from '../../files/save.ts';
import {isContactSheet} from '../../picture/contact-sheet.ts';
import type {Result} from '../storybook/run.ts';
import {type BenchReport, reportJson} from './bench-report.ts';
import {htmlReport} from './html-report.ts';
import {recordLine} from './record.ts';
import {resultSheets} from './result-sheets.ts';

/** So many of each task stand on the sheets of `--out`. */
const sheetItems = 24;
const itemsName = 'items.jsonl';
const reportParts = {html: {extension: '.html'}, json: {extension: '.json'}};
const sheetPart: PartName = {extension: '.png', isOwn: isContactSheet};
/** Its first line is a result. */
const isItems = (start: string): boolean => start === '' || /^\{"index":\d+,"seed":\d+,"item":/.test(start);

/** The folder that `--out` names. */
export type BenchFolder = {
	/** Append a result to items.jsonl; it stays there whatever happens later. */
	readonly add: (result: Result) => Promise<void>;
	/** Write report.html, report.json and the contact sheets. */
	readonly finish: (report: BenchReport, results: readonly Result[]) => Promise<void>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Make the folder and begin items.jsonl in it, before time is spent. @throws UserError (73) when it is there already or cannot be written */
export async function openBenchFolder(folder: string, {isForced}: {readonly isForced: boolean}): Promise<BenchFolder> {
	await makeResultFolder(folder);
	const there = await lstat(path.join(folder, itemsName)).catch(() => undefined);
	if (there && !isForced) throw taken(folder);
	if (isForced) {
		// Its own are not looked at again: what stands beside the items of a bench is its report.
		const parts = there?.isFile() ? [] : Object.values(reportParts).map(part => ({...part, isOwn: () => false}));
		await checkReplaced(folder, 'report', parts);
		await checkReplaced(folder, 'items', [{extension: '.jsonl', isOwn: isItems}]);
		await checkSheets(folder);
	}
	const items = await growFile(path.join(folder, itemsName)).catch((error: unknown) => {
		throw asUserError(error, folder);
	});
	return {
		async add(result) {
			await items.add(await recordLine(result));
		},
		async finish(report, results) {
			const parts = [
				{...reportParts.html, bytes: Buffer.from(await htmlReport(report, results))},
				{...reportParts.json, bytes: Buffer.from(reportJson(report))},
			];
			await saveTogether(folder, 'report', parts, {force: isForced});
			const shown = (['gen', 'edit'] as const).flatMap(task => results.filter(({item}) => item.task === task).slice(0, sheetItems));
			await saveSheets(folder, shown, {isForced});
		},
		[Symbol.asyncDispose]: async () => items[Symbol.asyncDispose](),
	};
}

/** Check, before time is spent, that sheets of a folder may be replaced. @throws UserError (73) when mmada did not make what stands there */
export async function checkSheets(folder: string): Promise<void> {
	for (const name of ['generations', 'edits']) await checkReplaced(folder, name, [sheetPart]);
}

/** Draw the contact sheets of some results into a folder. @returns their paths */
export async function saveSheets(folder: string, results: readonly Result[], {isForced}: {readonly isForced: boolean}): Promise<string[]> {
	const paths: string[] = [];
	for (const {name, png} of await resultSheets(results)) {
		paths.push(...(await saveTogether(folder, name, [{...sheetPart, bytes: png}], {force: isForced})));
	}
	return paths;
}

const taken = (folder: string) =>
	new UserError(`\`${folder}\` already holds the items of a bench.`, {
		hint: 'Name another folder with --out, or replace them with --force.',
		exitCode: exitCodes.cannotCreate,
	});
