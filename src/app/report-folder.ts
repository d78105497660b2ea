import path from 'node:path';
import {asUserError} from '../files/errors.ts';
import {isHolder, takeLock} from '../files/lock.ts';
import {checkFolder, checkReplaced, makeResultFolder, type PartName, saveTogether} from '../files/save.ts';
import {sweepTemporaries} from '../files/temporaries.ts';
import {heldBy} from '../journal/runs.ts';
import {thisProcess} from './this-process.ts';

/** Place of a model's outputs in the folder of a run. */
const outputsName = 'outputs';

const lockName = '.mmada-parabench';
/** Files of the report, and the way they are recognised. */
const reportParts = {
	json: {extension: '.json', isOwn: start => start.startsWith('{\n\t"kind": "parabench"')},
	html: {extension: '.html', isOwn: start => start.includes('<main>') && start.includes('judged by')},
	audit: {extension: '.audit.html', isOwn: start => start.includes('<title>Audit sheet ')},
	markdown: {extension: '.md', isOwn: start => start.includes('judged by')},
} as const satisfies Record<string, PartName>;

/** The folder of a run, held by this process alone. */
export type RunFolder = {
	/** Write report.json, report.html, report.audit.html and report.md in the place of an earlier report. @returns their paths */
	readonly finish: (report: {
		readonly json: string;
		readonly html: string;
		readonly markdown: string;
		readonly audit: string;
	}) => Promise<string[]>;
} & AsyncDisposable;

/** Make or open the folder, before time is spent. @throws UserError: 73 when it cannot be written or holds files of others, 75 when another process works in it */
export async function openRunFolder(folder: string): Promise<RunFolder> {
	await makeResultFolder(folder);
	await checkFolder(folder);
	const self = await thisProcess();
	const lock = await takeLock(folder, lockName, self).catch((error: unknown) => {
		throw asUserError(error, folder);
	});
	if (isHolder(lock)) throw heldBy(`A bench in \`${folder}\``, lock, self);
	await sweepTemporaries(folder, Date.now());
	await checkReplaced(folder, 'report', Object.values(reportParts));
	return {
		finish: async ({json, html, markdown, audit}) =>
			saveTogether(
				folder,
				'report',
				[
					{...reportParts.json, bytes: Buffer.from(json)},
					{...reportParts.html, bytes: Buffer.from(html)},
					{...reportParts.audit, bytes: Buffer.from(audit)},
					{...reportParts.markdown, bytes: Buffer.from(markdown)},
				],
				{force: true},
			),
		[Symbol.asyncDispose]: async () => lock[Symbol.asyncDispose](),
	};
}

/** The folder of a model's outputs in that of a run. */
export const outputsFolder = (folder: string): string => path.join(folder, outputsName);
