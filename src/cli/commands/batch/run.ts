import path from 'node:path';
import {admitModel} from '../../../app/admission.ts';
import {doJob} from '../../../app/batch/do-job.ts';
import {openEngines} from '../../../app/batch/engines.ts';
import {findExisting} from '../../../app/batch/existing.ts';
import {type BatchFiles, growResults, resultLine, saveSheets, writeResults} from '../../../app/batch/files.ts';
import {inLanes} from '../../../app/batch/lanes.ts';
import {openLogs, removeLogs} from '../../../app/batch/logs.ts';
import type {BatchOptions} from '../../../app/batch/options.ts';
import type {PlannedJob} from '../../../app/batch/plan.ts';
import {planWorkers} from '../../../app/batch/workers.ts';
import {holdModel} from '../../../app/hold-model.ts';
import {modelPlaces} from '../../../app/model-places.ts';
import {readableTime} from '../../../app/readable.ts';
import type {ExitCode} from '../../../errors.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {asUserError} from '../../../files/errors.ts';
import type {BatchJournal, JobResult} from '../../../journal/batch-journal.ts';
import {toJson} from '../../../printable.ts';
import type {Device} from '../../../runtime/session.ts';
import type {FoundModel} from '../../../store/find-model.ts';
import {smallestWindow} from '../../../ui/screen/layout.ts';
import {watchInterrupts} from '../../terminal/interrupts.ts';
import {printData} from '../../terminal/out.ts';
import {hasScreen} from '../../terminal/terminal.ts';

import {type BatchCount, type BatchProgress, batchLine, openProgress} from './progress.ts';
import {tellFailure} from './tell-failure.ts';

/** After so many deaths of the engine in a row the other jobs would end like that too. */
const mostDeaths = 3;

export type Batch = {
	readonly options: BatchOptions;
	readonly files: BatchFiles;
	readonly journal: BatchJournal;
	readonly model: FoundModel;
	/** Lines of the journal that say nothing that can be read. */
	readonly damagedLines: number;
};

/** Do what is left of a batch, in its order. The journal knows of each job as soon as its files are there. */
export async function runBatch(jobs: readonly PlannedJob[], batch: Batch): Promise<ExitCode> {
	const {options, files, journal, model, damagedLines} = batch;
	const results = new Map(jobs.flatMap(({number}) => [journal.settled.get(number) ?? []].flat()).map(result => [result.job, result]));
	const pending = jobs.filter(({number}) => !results.has(number));
	const logs = await openLogs(files.log, new Set(pending.map(({number}) => number)));
	const existing = await findExisting(pending, options, logs);
	const isLive = hasScreen({env: process.env, terminal: process.stderr}, smallestWindow);
	using progress = openProgress(process.stderr, {isLive, isQuiet: options.isQuiet, ...options.looks});
	await using _use = await holdModel(model.folder);
	const device = await checkModel(pending, batch, progress);
	const workers = await planWorkers({
		...{asked: options.workers, threads: options.threads, jobs: pending.length - existing.found.size},
		...{device, modelFolder: model.folder, name: options.common.model},
	});
	const {index, count: parts, variable} = options.shard;
	if (variable !== undefined) progress.say(`part ${index} of ${parts}, as ${variable} says; --shard 1/1 does all`);
	if (damagedLines > 0)
		progress.say(
			`${damagedLines === 1 ? '1 line' : `${damagedLines} lines`} of the journal cannot be read: what they tell of is done again.`,
		);
	const {folder} = options;
	const written = await asTold(growResults(files.results, results.values()), folder);
	await using _written = written;
	await using engines = openEngines(workers, {modelFolder: model.folder, device, textLength: options.common.textLength});
	const onFirst = () => {
		progress.say('stopping after this step; Ctrl-C again leaves at once');
		engines.stop();
	};
	using interrupts = watchInterrupts({onFirst, onSecond: engines.kill});
	const count: BatchCount = {total: jobs.length, settled: results.size, failed: 0, worked: 0};
	const startMs = performance.now();
	const tell = (step?: string) => progress.tell(batchLine(count, performance.now() - startMs, step));
	let deaths = 0;
	const isDone = await inLanes(pending, {
		count: workers.count,
		async work(job, lane) {
			const found = existing.found.get(job.number);
			if (found || engines.isStopped()) return found;
			const {engine, ...controls} = engines.lanes[lane]!;
			using log = logs.take(job.number);
			const result = await doJob(job, {
				...{engine, model, folder, logFolder: log.folder, describe: tellFailure, shouldStop: engines.isStopped},
				...{onRun: controls.onRun, isOwn: (number: number) => existing.own.has(number)},
				onStep: (step, steps) => tell(workers.count === 1 ? `step ${step}/${steps ?? '?'}` : `${workers.count} at a time`),
			});
			return result && {...result, isDeath: result.status === 'failed' && engine.isOver()};
		},
		async keep({isDeath, ...result}) {
			await asTold(journal.add(result), folder);
			results.set(result.job, result);
			count.settled++;
			count.worked += result.status === 'existing' ? 0 : 1;
			count.failed += result.status === 'failed' ? 1 : 0;
			deaths = isDeath === true ? deaths + 1 : 0;
			if (deaths === mostDeaths) throw dying(result);
			tell();
		},
		async hand({isDeath: _, ...result}) {
			await asTold(written.add(resultLine(result)), folder);
			report(result, options, progress);
		},
		stop: engines.stop,
	});
	if (!isDone) {
		progress.say(`Stopped: ${count.settled} of ${count.total} jobs are done. To continue, give the same command with --continue.`);
		return interrupts.exitCode();
	}
	await removeLogs(files.log);
	await writeResults(files.results, results.values());
	const {paths: sheets, missing} = options.hasSheet ? await saveSheets(folder, files.sheet, picturesOf(results, folder)) : noSheets;
	if (missing.length > 0) progress.say(missingLine(missing));
	const seconds = (performance.now() - startMs) / 1000;
	progress.say(
		`${count.total - count.failed} of ${count.total} jobs done in ${readableTime(seconds)}; see ${[files.results, ...sheets].join(', ')}`,
	);
	if (options.isJson) printData(`${toJson({...summary(results), results: files.results, sheets}, '\t')}\n`);
	return count.failed > 0 ? exitCodes.someFailed : exitCodes.ok;
}

const noSheets = {paths: [], missing: []};

const missingLine = ([first, ...more]: readonly string[]) =>
	`\`${first}\`${more.length > 0 ? `, and ${more.length} more,` : ''} cannot be read any more, and the contact sheet is without.`;

/** A failure to write into the folder as what a user can do about it. */
const asTold = async <Value>(writing: Promise<Value>, folder: string): Promise<Value> =>
	writing.catch((error: unknown) => {
		throw asUserError(error, folder);
	});

/** Whether this machine can run a large model at all, and how long a job takes. @returns the device that it runs on */
async function checkModel([first]: readonly PlannedJob[], {options, model}: Batch, progress: BatchProgress): Promise<Device> {
	if (!first) return 'cpu';
	const {isAgreed, device: asked} = options.common;
	const {device, noticeOf} = await admitModel(model, first.request.model, {places: modelPlaces(), asked});
	const notice = await noticeOf({...first.request, isAgreed});
	if (notice !== undefined) progress.say(notice);
	return device;
}

function report({status, job, line, error, picture}: JobResult, {folder, isJson}: BatchOptions, progress: BatchProgress): void {
	if (status === 'failed') progress.say(`job ${job} (line ${line}) failed: ${String(error)}`);
	else if (status === 'done' && !isJson) printData(`${path.join(folder, String(picture))}\n`);
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
