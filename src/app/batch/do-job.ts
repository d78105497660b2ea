import {createHash} from 'node:crypto';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import type {RgbImage} from '../../events/events.ts';
import {isOfFolders} from '../../files/of-folders.ts';
import {makeResultFolder} from '../../files/save.ts';
import type {JobResult} from '../../journal/batch-journal.ts';
import {goOnFrom} from '../../journal/continue-run.ts';
import type {FoundModel} from '../../store/find-model.ts';
import {findingsIn, hasExactReading} from '../findings.ts';
import {followRun} from '../follow-run.ts';
import {jobOf} from '../job-of.ts';
import type {LastingEngine} from '../lasting-engine.ts';
import {checkRoom} from '../mask-room.ts';
import {sizeFor} from '../open-engine.ts';
import {type InputPicture, readInput} from '../read-input.ts';
import {recordIn} from '../record-run.ts';
import {saveResult} from '../save-result.ts';
import {tryUntilFlawless} from '../tries.ts';
import {headOf, type PlannedJob} from './planned-job.ts';

/** A failure of a job as its result tells it. */
export type ToldFailure = {readonly error: string; readonly hint?: string | undefined; readonly exitCode: number};

export type JobSurroundings = {
	readonly engine: LastingEngine;
	readonly model: FoundModel;
	/** Folder of the batch. */
	readonly folder: string;
	/** Record of the job under way, step by step. */
	readonly logFolder: string;
	/** Shows pictures while they are made; none are asked for without it. */
	readonly show?: ((title: string, image: RgbImage) => void) | undefined;
	/** Most often that it does (ms). */
	readonly previewEveryMs?: number;
	/** Told after each event. */
	readonly onStep: (step: number, steps: number | undefined) => void;
	/** Hands over how to stop the run after its current step. */
	readonly onRun: (cancel: () => void) => void;
	readonly shouldStop: () => boolean;
	/** Whether what stands in a job's place is its own. */
	readonly isOwn: (number: number) => boolean;
	readonly describe: (error: unknown) => ToldFailure;
	/** Everything that decides the result, where the job's request does not say it all: a record is continued by the same one only. */
	readonly identity?: string;
};

/** Do a job and save its files. @returns its result; undefined when it was stopped and can be resumed. @throws when nothing can be saved */
export async function doJob(job: PlannedJob, surroundings: JobSurroundings): Promise<JobResult | undefined> {
	const head = headOf(job);
	try {
		const done = await runJob(job, surroundings);
		return done && {...head, status: 'done', ...done};
	} catch (error) {
		if (surroundings.shouldStop()) return;
		if (await isOfFolders(error, [surroundings.folder])) throw error;
		await rm(surroundings.logFolder, {recursive: true, force: true}).catch(() => {});
		return {...head, status: 'failed', ...surroundings.describe(error)};
	}
}

async function runJob(job: PlannedJob, surroundings: JobSurroundings) {
	const {engine, model, folder, logFolder, show, onStep, onRun, shouldStop, isOwn} = surroundings;
	const {previewEveryMs} = surroundings;
	const previews = {previews: show !== undefined, ...(previewEveryMs !== undefined && {previewEveryMs})};
	const {request, target} = job;
	const {image, repaint, output} = request;
	const input = image === undefined ? undefined : await readInput(image, model, {repaint, fit: output.fit, stdin: nothing()});
	// Known beforehand but for pictures that were not there yet.
	if (job.from !== undefined) await checkRoom(request, input, model.folder);
	const opened = await engine.get(sizeFor(input));
	await opened.opened();
	const digest = surroundings.identity ?? jobDigest(job, input);
	const isExact = await hasExactReading(model.folder);
	let isStopped = false;
	const tried = await tryUntilFlawless(request, async (each, index) => {
		await using record = await recordIn(logFolder, each, {job: job.number, digest, ...(index > 0 && {try: index})});
		const run = opened.run({...jobOf(each, input, previews), ...goOnFrom(record.before)});
		onRun(run.cancel);
		if (shouldStop()) run.cancel();
		let [step, steps]: [number, number?] = [0];
		const {events, run: finished} = await followRun(run, {
			record,
			tell(event) {
				if (event.type === 'started') steps = event.settings.steps;
				if (event.type === 'step') ({step, of: steps = steps} = event);
				if (event.type === 'preview' || event.type === 'finished') show?.(request.instruction, event.image);
				onStep(step, steps);
			},
		});
		isStopped = finished?.end !== 'complete';
		if (!finished || isStopped) return undefined;
		const findings = isExact ? findingsIn(finished) : undefined;
		return {events, run: finished, findings, confidence: finished.confidence, isContinued: record.before.length > 0};
	});
	if (!tried || isStopped) return;
	const {events, run, findings = [], isContinued} = tried.best;
	const {model: facts, settings, text, notices, elapsedMs} = run;
	await makeResultFolder(target.folder);
	// Killed between saving and writing that down, it is saved again over its own files.
	const isForced = output.isForced || isContinued || isOwn(job.number);
	// Previews are for the screen: with and without one the files are the same.
	const kept = events.filter(({type}) => type !== 'preview');
	const files = await saveResult({events: kept, run, input}, target, {...output, isForced});
	const places = Object.entries(files).map(([kind, file]) => [kind, path.relative(folder, file)]);
	return {
		...Object.fromEntries(places),
		seed: settings.seed,
		reasoning: text,
		notices: request.tries === undefined ? notices : [...notices, tried.notice],
		findings,
		model: {name: facts.name, digest: facts.digest},
		elapsedMs: Math.round(elapsedMs),
	};
}

/** Everything that decides the result of a job, its pictures included: they may have changed in the meantime. */
const jobDigest = ({request}: PlannedJob, input: InputPicture | undefined): string =>
	createHash('sha256')
		.update(JSON.stringify(request))
		.update(input?.file ?? '')
		.update(input?.maskFile ?? '')
		.digest('hex');

async function* nothing(): AsyncGenerator<Uint8Array> {}
