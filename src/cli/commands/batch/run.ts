import path from 'node:path';
import chalk from 'chalk';
import {type BatchCount, batchLine} from '../../../app/batch/batch-line.ts';
import {createChain} from '../../../app/batch/chain.ts';
import {type Existing, findExisting} from '../../../app/batch/existing.ts';
import {type BatchFiles, growResults, resultLine, saveSheets, writeResults} from '../../../app/batch/files.ts';
import {inLanes} from '../../../app/batch/lanes.ts';
import {type JobLogs, openLogs, removeLogs} from '../../../app/batch/logs.ts';
import type {BatchOptions} from '../../../app/batch/options.ts';
import type {PlannedJob} from '../../../app/batch/planned-job.ts';
import {readableTime} from '../../../app/readable.ts';
import type {ExitCode} from '../../../errors.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {asUserError} from '../../../files/errors.ts';
import type {BatchJournal, JobResult} from '../../../journal/batch-journal.ts';
import {toJson} from '../../../printable.ts';
import type {FoundModel} from '../../../store/find-model.ts';
import {smallestWindow} from '../../../ui/screen/layout.ts';
import {openProgress, type Progress} from '../../../ui/screen/progress.ts';
import {breaksLines, colourLevel, hasAsciiLocale, hasScreen} from '../../../ui/terminal/abilities.ts';
import {watchInterrupts} from '../../terminal/interrupts.ts';
import {printData} from '../../terminal/out.ts';

/** After so many deaths of the engine in a row the other jobs would end like that too. */
const mostDeaths = 3;

export type Batch = {
	readonly options: BatchOptions;
	readonly files: BatchFiles;
	readonly journal: BatchJournal;
	readonly model: FoundModel;
	/** Lines of the journal that say nothing that can be read. */
	readonly damagedLines: number;
	/** Begins what does the jobs. */
	readonly openHands: (work: HandsWork) => Promise<Hands>;
};

export type HandsWork = {
	/** Jobs to do. */
	readonly pending: readonly PlannedJob[];
	readonly batch: Batch;
	readonly existing: Existing;
	readonly logs: JobLogs;
	readonly progress: Progress;
	/** Hears what is going on at the moment, in some words. */
	readonly tell: (now: string) => void;
};

/** A result, and whether it was the end of its engine. */
export type Handed = {readonly result: JobResult; readonly isDeath: boolean};

/** Ways to do the jobs of a batch: by engines here, or by a queue. */
export type Hands = {
	/** Jobs at a time. */
	readonly count: number;
	/** Do a job. @param lane - from 0 @returns undefined when it was stopped */
	readonly work: (job: PlannedJob, lane: number) => Promise<Handed | undefined>;
	/** Stop all jobs under way, for good. @returns what to tell people */
	readonly stop: () => string;
	readonly isStopped: () => boolean;
	/** Leave at once. */
	readonly kill: () => void;
} & AsyncDisposable;

/** Do what is left of a batch, in its order. The journal knows of each job as soon as its files are there. */
export async function runBatch(jobs: readonly PlannedJob[], batch: Batch): Promise<ExitCode> {
	const {options, files, journal, damagedLines} = batch;
	const results = new Map(jobs.flatMap(({number}) => [journal.settled.get(number) ?? []].flat()).map(result => [result.job, result]));
	const pending = jobs.filter(({number}) => !results.has(number));
	const logs = await openLogs(files.log, new Set(pending.map(({number}) => number)));
	const existing = await findExisting(pending, options, logs);
	const surroundings = {env: process.env, terminal: process.stderr, platform: process.platform};
	const {colours, isAscii = hasAsciiLocale(surroundings), ...looks} = options.looks;
	chalk.level = colourLevel(surroundings, colours);
	const isLive = hasScreen(surroundings, smallestWindow);
	using progress = openProgress(process.stderr, {
		isLive,
		isQuiet: options.isQuiet,
		isAscii,
		breaksLines: breaksLines(process.env),
		...looks,
	});
	const count: BatchCount = {total: jobs.length, settled: results.size, failed: 0, worked: 0};
	let startMs = performance.now();
	const tell = (now?: string) => progress.tell(batchLine(count, performance.now() - startMs, now));
	const {index, count: parts, variable} = options.shard;
	if (variable !== undefined) progress.say(`part ${index} of ${parts}, as ${variable} says; --shard 1/1 does all`);
	if (damagedLines > 0)
		progress.say(
			`${damagedLines === 1 ? '1 line' : `${damagedLines} lines`} of the journal cannot be read: what they tell of is done again.`,
		);
	const {folder} = options;
	const written = await asTold(growResults(files.results, results.values()), folder);
	await using _written = written;
	const hands = await batch.openHands({pending, batch, existing, logs, progress, tell});
	await using _hands = hands;
	using interrupts = watchInterrupts({onFirst: () => progress.say(hands.stop()), onSecond: hands.kill});
	startMs = performance.now();
	const chain = createChain(results);
	let deaths = 0;
	const isDone = await inLanes(pending, {
		count: hands.count,
		async work(job, lane): Promise<Handed | undefined> {
			const found = existing.found.get(job.number);
			if (found) return chain.found(found);
			return chain.run(job, async () => (hands.isStopped() ? undefined : hands.work(job, lane)));
		},
		async keep({result, isDeath}) {
			await asTold(journal.add(result), folder);
			results.set(result.job, result);
			count.settled++;
			count.worked += result.status === 'existing' ? 0 : 1;
			count.failed += result.status === 'failed' ? 1 : 0;
			deaths = isDeath ? deaths + 1 : 0;
			if (deaths === mostDeaths) throw dying(result);
			tell();
		},
		async hand({result}) {
			await asTold(written.add(resultLine(result)), folder);
			report(result, options, progress);
		},
		stop: hands.stop,
	});
	if (!isDone) {
		const which = results.size > 0 ? ` (${rangesOf([...results.keys()])})` : '';
		progress.say(`Stopped: ${count.settled} of ${count.total} jobs are done${which}. To continue, give the same command with --continue.`);
		return interrupts.exitCode();
	}
	await removeLogs(files.log);
	await writeResults(files.results, results.values());
	const {paths: sheets, missing} = options.hasSheet ? await saveSheets(folder, files.sheet, picturesOf(results, folder)) : noSheets;
	if (missing.length > 0) progress.say(missingLine(missing));
	const noticed = inOrder(results).filter(({notices}) => Array.isArray(notices) && notices.length > 0);
	if (noticed.length > 0) progress.say(noticedLine(noticed, files.results));
	const seconds = (performance.now() - startMs) / 1000;
	progress.say(
		`${count.total - count.failed} of ${count.total} jobs done in ${readableTime(seconds)}; see ${[files.results, ...sheets].join(', ')}`,
	);
	if (options.isJson) printData(`${toJson({...summary(results), results: files.results, sheets}, '\t')}\n`);
	return count.failed > 0 ? exitCodes.someFailed : exitCodes.ok;
}

/** Numbers in their order, neighbours together: "1-3, 7". */
function rangesOf(numbers: readonly number[]): string {
	const ranges: [first: number, last: number][] = [];
	for (const number of numbers.toSorted((a, b) => a - b)) {
		const range = ranges.at(-1);
		if (range?.[1] === number - 1) range[1] = number;
		else ranges.push([number, number]);
	}
	const told = ranges.slice(0, mostRanges).map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
	return [...told, ...(ranges.length > mostRanges ? ['…'] : [])].join(', ');
}

const mostRanges = 20;

/** Pictures of jobs that there is something to say about may not be what was meant; their results hold the sentences. */
const noticedLine = (noticed: readonly JobResult[], file: string) =>
	`${noticed.length === 1 ? '1 job has' : `${noticed.length} jobs have`} notices (${rangesOf(noticed.map(({job}) => job))}): see \`notices\` in ${file}`;

const noSheets = {paths: [], missing: []};

const missingLine = ([first, ...more]: readonly string[]) =>
	`\`${first}\`${more.length > 0 ? `, and ${more.length} more,` : ''} cannot be read any more, and the contact sheet is without.`;

/** A failure to write into the folder as what a user can do about it. */
const asTold = async <Value>(writing: Promise<Value>, folder: string): Promise<Value> =>
	writing.catch((error: unknown) => {
		throw asUserError(error, folder);
	});

function report({status, job, line, error, picture}: JobResult, {folder, isJson}: BatchOptions, progress: Progress): void {
	if (status === 'failed') progress.say(`job ${job} (line ${line}) failed: ${String(error)}`);
	else if (status === 'done' && !isJson) progress.aside(() => printData(`${path.join(folder, String(picture))}\n`));
}

const dying = ({error, exitCode}: JobResult) =>
	new UserError(`${mostDeaths} jobs in a row ended the engine. The last said: ${String(error)}`, {
		hint: 'Finished jobs are kept: fix the cause, then continue with --continue.',
		exitCode: typeof exitCode === 'number' ? exitCode : exitCodes.internal,
	});

const inOrder = (results: ReadonlyMap<number, JobResult>) => [...results.values()].sort((a, b) => a.job - b.job);

const picturesOf = (results: ReadonlyMap<number, JobResult>, folder: string) =>
	inOrder(results).flatMap(({job, instruction, picture}) =>
		typeof picture === 'string' ? [{label: `${job}. ${String(instruction)}`, file: path.join(folder, picture)}] : [],
	);

function summary(results: ReadonlyMap<number, JobResult>) {
	const count = (wanted: JobResult['status']) => inOrder(results).filter(({status}) => status === wanted).length;
	return {jobs: results.size, done: count('done'), existing: count('existing'), failed: count('failed')};
}
