import {readdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {readRun} from '../../journal/read-run.ts';

/** Records of the jobs under way, a folder each: `.mmada-batch.job`, and `.mmada-batch.job-2` and so on for jobs beside it. */
export type JobLogs = {
	/** Jobs that were under way when the batch was interrupted. */
	readonly interrupted: ReadonlySet<number>;
	/** A folder for the record of a job, until disposed: the one with what it did before, if there is one. */
	readonly take: (job: number) => {readonly folder: string} & Disposable;
};

/** Look at the records that are there. @param first - folder of the first @param pending - jobs whose records are kept for them */
export async function openLogs(first: string, pending: ReadonlySet<number>): Promise<JobLogs> {
	const left = new Map<number, string>();
	for (const folder of await foldersOf(first)) {
		const job = await jobIn(folder);
		if (job !== undefined && pending.has(job) && !left.has(job)) left.set(job, folder);
	}
	const interrupted = new Set(left.keys());
	const taken = new Set<string>();
	const unused = () => {
		const kept = new Set(left.values());
		for (let slot = 1; ; slot++) {
			const folder = slot === 1 ? first : `${first}-${slot}`;
			if (!taken.has(folder) && !kept.has(folder)) return folder;
		}
	};
	return {
		interrupted,
		take(job) {
			const folder = left.get(job) ?? unused();
			left.delete(job);
			taken.add(folder);
			return {folder, [Symbol.dispose]: () => void taken.delete(folder)};
		},
	};
}

/** Remove all records: one that cannot be removed does no harm, since it names another batch's job. */
export async function removeLogs(first: string): Promise<void> {
	for (const folder of await foldersOf(first)) await rm(folder, {recursive: true, force: true}).catch(() => {});
}

async function foldersOf(first: string): Promise<string[]> {
	const {dir, base} = path.parse(first);
	const slot = (name: string) => Number(name.slice(base.length + 1) || '1');
	return (await readdir(dir || '.').catch(() => []))
		.filter(name => name === base || (name.startsWith(`${base}-`) && /^\d+$/.test(name.slice(base.length + 1))))
		.sort((a, b) => slot(a) - slot(b))
		.map(name => path.join(dir, name));
}

async function jobIn(folder: string): Promise<number | undefined> {
	const request = await readRun(folder).then(
		({head}) => head.request,
		() => undefined,
	);
	return typeof request === 'object' && request !== null && 'job' in request && typeof request.job === 'number' ? request.job : undefined;
}
