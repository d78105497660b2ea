import {createHash} from 'node:crypto';
import {mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import type {BatchEngine} from '../../../app/engine-for.ts';
import {followRun} from '../../../app/follow-run.ts';
import {jobOf} from '../../../app/job-of.ts';
import {version} from '../../../app/package.ts';
import {type InputPicture, readInput} from '../../../app/read-input.ts';
import {saveResult} from '../../../app/save-result.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import type {RunEvent} from '../../../events/events.ts';
import {codeOf, faultOf} from '../../../files/errors.ts';
import {checkFolder, makeResultFolder} from '../../../files/save.ts';
import type {JobResult} from '../../../journal/batch-journal.ts';
import {goOnFrom} from '../../../journal/continue-run.ts';
import {eventsOf, readRun} from '../../../journal/read-run.ts';
import {createRunLog, noRunLog, type RunLog, reopenRunLog} from '../../../journal/run-log.ts';
import type {FoundModel} from '../../../store/find-model.ts';
import {describeFailure} from '../../terminal/failure.ts';
import type {PlannedJob} from './plan.ts';

export type JobSurroundings = {
	readonly engine: BatchEngine;
	readonly model: FoundModel;
	/** Folder of the batch. */
	readonly folder: string;
	/** Where the job that is being done is written down, step by step. */
	readonly logFolder: string;
	/** Told after each event. */
	readonly onStep: (step: number, steps: number | undefined) => void;
	/** Hands over how to stop the run after its current step. */
	readonly onRun: (cancel: () => void) => void;
	readonly shouldStop: () => boolean;
	/** Whether what stands in a job's place is its own. */
	readonly isOwn: (number: number) => boolean;
};

/** Do a job and save its files. @returns what became of it; undefined when it was stopped, to be gone on with later. @throws when nothing can be saved */
export async function doJob(job: PlannedJob, surroundings: JobSurroundings): Promise<JobResult | undefined> {
	const {number, line, request} = job;
	const {task, instruction, image, seed} = request;
	const head = {job: number, line, task, instruction, ...(image !== undefined && {image}), seed};
	try {
		const done = await runJob(job, surroundings);
		return done && {...head, status: 'done', ...done};
	} catch (error) {
		if (surroundings.shouldStop()) return;
		if (await isOfAll(error, surroundings.folder)) throw error;
		await rm(surroundings.logFolder, {recursive: true, force: true}).catch(() => {});
		if (error instanceof UserError) return {...head, status: 'failed', error: error.message, hint: error.hint, exitCode: error.exitCode};
		const {text, exitCode} = describeFailure(error);
		return {...head, status: 'failed', error: text, exitCode};
	}
}

/** Whether what kept one result from being saved keeps all the others too: a full disk, or a folder that takes nothing any more. */
async function isOfAll(error: unknown, folder: string): Promise<boolean> {
	if (!(error instanceof UserError) || (error.exitCode !== exitCodes.io && error.exitCode !== exitCodes.cannotCreate)) return false;
	if (faultOf(error.cause) === 'full') return true;
	return checkFolder(folder).then(
		() => false,
		() => true,
	);
}

async function runJob(job: PlannedJob, {engine, model, folder, logFolder, onStep, onRun, shouldStop, isOwn}: JobSurroundings) {
	const {request, target} = job;
	const {image, repaint, output} = request;
	const input = image === undefined ? undefined : await readInput(image, model, {repaint, fit: output.fit, stdin: nothing()});
	const opened = await engine.get(input?.repaint && input.pixels);
	const {log, before} = await openLog(job, input, logFolder);
	await using _log = log;
	const run = opened.run({...jobOf(request, input, {previews: false}), ...goOnFrom(before)});
	onRun(run.cancel);
	if (shouldStop()) run.cancel();

	let [step, steps]: [number, number?] = [0];
	const followed = await followRun(run, {
		record: {log, before},
		tell(event) {
			if (event.type === 'started') steps = event.settings.steps;
			if (event.type === 'step') ({step} = event);
			onStep(step, steps);
		},
	});
	if (followed.run?.end !== 'complete') return;
	const {model: facts, text, notices, elapsedMs} = followed.run;
	await makeResultFolder(target.folder);
	// Killed between saving and writing that down, it is saved again over its own files.
	const isForced = output.isForced || before.length > 0 || isOwn(job.number);
	const files = await saveResult({events: followed.events, run: followed.run, input}, target, {...output, isForced});
	const places = Object.entries(files).map(([kind, file]) => [kind, path.relative(folder, file)]);
	return {
		...Object.fromEntries(places),
		reasoning: text,
		notices,
		model: {name: facts.name, digest: facts.digest},
		elapsedMs: Math.round(elapsedMs),
	};
}

/** The log of this job where it was left, or a new one. */
async function openLog(
	job: PlannedJob,
	input: InputPicture | undefined,
	folder: string,
): Promise<{log: RunLog; before: readonly RunEvent[]}> {
	const head = {job: job.number, digest: jobDigest(job, input)};
	try {
		const left = await readRun(folder).catch(() => undefined);
		if (left && JSON.stringify(left.head.request) === JSON.stringify(head)) {
			const before = await eventsOf(left);
			return {log: await reopenRunLog(folder, left.bytes, before), before};
		}
		await rm(folder, {recursive: true, force: true});
		await mkdir(folder);
		const {task, instruction} = job.request;
		const software = `mmada ${version()}`;
		const startedAt = new Date().toISOString();
		return {
			log: await createRunLog(folder, {format: 'mmada-run', version: 1, software, startedAt, task, instruction, request: head}),
			before: [],
		};
	} catch (error) {
		if (codeOf(error) === undefined && !(error instanceof UserError)) throw error;
		return {log: noRunLog(error), before: []};
	}
}

/** All that decides what a job makes, its pictures included: they may have changed in the meantime. */
const jobDigest = ({request}: PlannedJob, input: InputPicture | undefined): string =>
	createHash('sha256')
		.update(JSON.stringify(request))
		.update(input?.file ?? '')
		.update(input?.maskFile ?? '')
		.digest('hex');

async function* nothing(): AsyncGenerator<Uint8Array> {}
