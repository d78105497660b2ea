import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {readIfPlain} from '../../files/read-file.ts';
import {checkReplaced} from '../../files/save.ts';
import type {JobResult} from '../../journal/batch-journal.ts';
import {maxTranscriptBytes, parseTranscript} from '../../transcript/transcript.ts';
import {partsOf, transcriptPart} from '../output-target.ts';
import type {JobLogs} from './logs.ts';
import type {BatchOptions} from './options.ts';
import type {PlannedJob} from './planned-job.ts';

/** Existing files at the places where jobs save. */
export type Existing = {
	/** Results of the jobs that are not to be done because their picture is there. */
	readonly found: ReadonlyMap<number, JobResult>;
	/** Jobs whose own files are there, from before they were written down: saved over. */
	readonly own: ReadonlySet<number>;
};

/** Look for the files of jobs before the first is done. @throws UserError (73) when one is in the way */
export async function findExisting(
	pending: readonly PlannedJob[],
	options: BatchOptions,
	{interrupted}: Pick<JobLogs, 'interrupted'>,
): Promise<Existing> {
	const namesIn = listFolders();
	const found = new Map<number, JobResult>();
	const own = new Set<number>();
	const inTheWay: string[] = [];
	for (const job of pending) {
		const {number, line, target} = job;
		const names = await namesIn(target.folder);
		const parts = partsOf(target, job.request.output);
		const [there] = parts.filter(({extension}) => names.has(`${target.stem}${extension}`));
		if (!there) continue;
		if (options.isForced) {
			await checkReplaced(target.folder, target.stem, parts);
			// Files that were being saved when the batch was interrupted are its own.
		} else if (interrupted.has(number) || (options.isContinued && (await isOwn(job)))) {
			own.add(number);
		} else if (there.extension === target.extension && options.isSkipping) {
			const {task, instruction, seed} = job.request;
			const picture = path.relative(options.folder, path.join(target.folder, `${target.stem}${target.extension}`));
			found.set(number, {job: number, line, task, instruction, seed, status: 'existing', picture});
		} else {
			inTheWay.push(path.join(target.folder, `${target.stem}${there.extension}`));
		}
	}
	if (inTheWay.length === 0) return {found, own};
	throw new UserError(`\`${inTheWay[0]}\` is there already${inTheWay.length > 1 ? `, and ${inTheWay.length - 1} more` : ''}.`, {
		hint: 'Leave out what is there with --skip-existing, replace it with --force, or name another folder with --output.',
		exitCode: exitCodes.cannotCreate,
	});
}

/** The names in folders, each read once: there may be a million jobs. */
function listFolders() {
	const known = new Map<string, ReadonlySet<string>>();
	return async (folder: string) => {
		const names = known.get(folder) ?? new Set(await readdir(folder).catch(() => []));
		known.set(folder, names);
		return names;
	};
}

/** Whether the transcript in a job's place is of the same job: it was saved, and what was written down of that is lost. */
async function isOwn({target, request}: PlannedJob): Promise<boolean> {
	const file = path.join(target.folder, `${target.stem}${transcriptPart.extension}`);
	const bytes = await readIfPlain(file, maxTranscriptBytes);
	if (!bytes) return false;
	try {
		const started = parseTranscript(bytes, file).run.find(event => event.type === 'started');
		const {task, instruction, seed} = started?.settings ?? {};
		return task === request.task && instruction === request.instruction && seed === request.seed;
	} catch {
		return false;
	}
}
