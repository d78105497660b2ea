import {exitCodes} from '../../errors.ts';
import type {JobResult} from '../../journal/batch-journal.ts';
import type {ToldFailure} from './do-job.ts';
import {fault} from './job-names.ts';
import {headOf, type PlannedJob} from './planned-job.ts';

/** The number of the job whose picture an `image` names, as `#3` does; `./#3` is a file. */
export function jobNamed(image: string): number | undefined {
	const [, number] = /^#(\d{1,9})$/.exec(image.trim()) ?? [];
	return number === undefined ? undefined : Number(number);
}

/**
The job that another one starts from. Only an earlier one: none waits for what comes after it.
@param planned - the jobs that can be done, by number
@throws UserError (65)
*/
export function earlierJob(number: number, from: number, planned: ReadonlyMap<number, PlannedJob>): PlannedJob {
	const before = planned.get(from);
	if (before) return before;
	if (from === 0 || from >= number) throw fault(`\`#${from}\` is no job before this one; the first is \`#1\``);
	throw fault(`job ${from}, whose picture it starts from, cannot be done`);
}

/** Part of a list, from 1, that each job belongs to: one that starts from another's picture goes with that one. */
export function partsOfList(jobs: readonly PlannedJob[], count: number): ReadonlyMap<number, number> {
	const parts = new Map<number, number>();
	for (const {number, from} of jobs) parts.set(number, (from === undefined ? undefined : parts.get(from)) ?? ((number - 1) % count) + 1);
	return parts;
}

/** Result of a job, and whether it was the end of its engine. */
type Handed = {readonly result: JobResult; readonly isDeath: boolean};

/** Has jobs wait for those whose pictures they start from. @param results - of the jobs that are done */
export function createChain(results: ReadonlyMap<number, JobResult>) {
	const underWay = new Map<number, Promise<Handed | undefined>>();
	return {
		/** Do a job once the one before it is done. @returns undefined when one of them was stopped; a failure when that one failed */
		run(job: PlannedJob, work: () => Promise<Handed | undefined>): Promise<Handed | undefined> {
			const doing = afterEarlier(job, work);
			underWay.set(job.number, doing);
			return doing;
		},
		/** A job that need not be done. */
		async found(result: JobResult): Promise<Handed> {
			const handed = {result, isDeath: false};
			underWay.set(result.job, Promise.resolve(handed));
			return handed;
		},
	};

	async function afterEarlier(job: PlannedJob, work: () => Promise<Handed | undefined>): Promise<Handed | undefined> {
		if (job.from === undefined) return work();
		const before = results.get(job.from) ?? (await underWay.get(job.from))?.result;
		if (!before) return undefined;
		if (before.status !== 'failed') return work();
		return {result: {...headOf(job), status: 'failed', ...failureOf(job.from)}, isDeath: false};
	}
}

const failureOf = (from: number): ToldFailure => ({
	error: `Job ${from}, whose picture it starts from, failed.`,
	hint: 'Mend that one; --continue does both again.',
	exitCode: exitCodes.noInput,
});
