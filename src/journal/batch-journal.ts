import {rm} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {exitCodes, UserError} from '../errors.ts';
import {codeOf} from '../files/errors.ts';
import {type Appender, openLines, readLines} from '../files/json-lines.ts';

const headSchema = z.object({
	format: z.literal('mmada-batch'),
	version: z.literal(1),
	/** Name and version of the program. */
	software: z.string(),
	/** ISO 8601. */
	startedAt: z.string(),
	/** sha256 (hex) over all that decides the results: jobs and settings. */
	digest: z.string(),
	/** Seed of the first job without one of its own; each further job adds 1. */
	seed: z.number().int().nonnegative(),
});
/** Identity of a batch: the first line of its journal. */
export type BatchHead = z.infer<typeof headSchema>;

const resultSchema = z.looseObject({
	/** From 1, in the order of the list. */
	job: z.number().int().positive(),
	/** `existing`: its picture was there. */
	status: z.enum(['done', 'existing', 'failed']),
	/** In the folder of the batch, and nowhere else. */
	picture: z.string().refine(isBelow).optional(),
});
/** Whether a relative path leads nowhere but down. */
function isBelow(file: string): boolean {
	const parts = path.normalize(file).split(path.sep);
	return !path.isAbsolute(file) && !file.includes('\0') && !parts.includes('..');
}

/** Result of a job: a line of the journal, and of the results. */
export type JobResult = z.infer<typeof resultSchema>;

/** The journal of a batch: what became of which job, a line each, as soon as it is certain. */
export type BatchJournal = {
	readonly head: BatchHead;
	/** Results of the jobs that need not be done (again), by number. */
	readonly settled: ReadonlyMap<number, JobResult>;
	readonly add: (result: JobResult) => Promise<void>;
} & AsyncDisposable;

/** Begin a batch: what another one has written is gone. */
export async function beginJournal(file: string, head: BatchHead): Promise<BatchJournal> {
	await rm(file, {force: true});
	const lines = await openLines(file);
	await lines.add(head);
	return journal(head, new Map(), lines);
}

/** Content of a journal, before anything is done to it. */
export type LeftJournal = Pick<BatchJournal, 'head' | 'settled'> & {
	/** End of the last whole line (bytes): the rest is torn. */
	readonly bytes: number;
	/** Lines that cannot be read: their jobs are to be done again. */
	readonly damaged: number;
};

/**
Read the journal of a batch; undefined when there is none. Jobs that failed are to be done again. Nothing is written.
@throws UserError (65) when it is no journal that this version knows; and what the file system says
*/
export async function readJournal(file: string): Promise<LeftJournal | undefined> {
	const read = await readLines(file, {isEach: true}).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
		throw error;
	});
	// Killed before its first line was whole: nothing was begun.
	if (!read || read.bytes === 0) return;
	const head = headSchema.safeParse(read.values[0]);
	if (!head.success) {
		throw new UserError(`\`${file}\` is no journal that this version of mmada can read.`, {
			hint: 'Continue with the version that began the batch, or start it again with --force.',
			exitCode: exitCodes.badData,
			cause: head.error,
		});
	}
	const lines = read.values.slice(1);
	// Checked, and as they were written: the order of their fields is kept.
	const written = lines.filter((value): value is JobResult => resultSchema.safeParse(value).success);
	const settled = new Map(written.filter(({status}) => status !== 'failed').map(result => [result.job, result]));
	return {head: head.data, settled, bytes: read.bytes, damaged: read.damaged + lines.length - written.length};
}

/** Continue a journal after the part that was read. */
export const reopenJournal = async (file: string, {head, settled, bytes}: LeftJournal): Promise<BatchJournal> =>
	journal(head, settled, await openLines(file, bytes));

const journal = (head: BatchHead, settled: ReadonlyMap<number, JobResult>, lines: Appender): BatchJournal => ({
	head,
	settled,
	add: lines.add,
	[Symbol.asyncDispose]: lines[Symbol.asyncDispose],
});
