import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {admitModel} from '../../app/admission.ts';
import {openEngines} from '../../app/batch/engines.ts';
import {planWorkers} from '../../app/batch/workers.ts';
import {holdModel} from '../../app/hold-model.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {commonRequestFrom} from '../../app/request.ts';
import {runDefaults} from '../../app/run-defaults.ts';
import {askedBy} from '../../app/said-fields.ts';
import {usage} from '../../app/usage-error.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import {modelDigest} from '../../model/checkpoint/digest.ts';
import {toJson} from '../../printable.ts';
import {openBlobs} from '../../queue/blobs.ts';
import {loadServer, reasonOf} from '../../queue/connect.ts';
import {queueName} from '../../queue/messages.ts';
import {type MessageQueue, openQueue} from '../../queue/open.ts';
import {openWork, type WorkNews} from '../../queue/work.ts';
import {findModel} from '../../store/find-model.ts';
import {smallestWindow} from '../../ui/screen/layout.ts';
import {openProgress, type Progress} from '../../ui/screen/progress.ts';
import {hasScreen} from '../../ui/terminal/abilities.ts';
import type {Parsed} from '../parse/parse.ts';
import {patienceFrom, queueFrom, workersFrom} from '../parse/queue-options.ts';
import {atFlags, textFrom} from '../parse/read-flag.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printData} from '../terminal/out.ts';
import {tellFailure} from './batch/tell-failure.ts';

/** `mmada worker`: the jobs of a queue, until it is told to stop. */
export async function worker({input: [stray], flags}: Parsed): Promise<ExitCode> {
	if (stray !== undefined) throw usage(`\`${stray}\` is too much.`, 'Name the queue with --queue.');
	const {address, password, spool} = queueFrom(flags, process.env);
	const [patience, count] = [patienceFrom(flags), workersFrom(flags) ?? 1];
	const defaults = runDefaults();
	const {
		model: name,
		device: asked,
		textLength,
	} = atFlags(() => commonRequestFrom({...askedBy(flags), model: textFrom(flags, 'model')}, defaults));
	const server = await loadServer(address, password);
	const isLive = hasScreen({env: process.env, terminal: process.stderr}, smallestWindow);
	const looks = {isAscii: flags.ascii === true, isSpoken: flags['screen-reader'] === true, isCalm: true};
	using progress = openProgress(process.stderr, {isLive, isQuiet: flags.quiet === true, ...looks});
	const model = await findModel(name, modelPlaces());
	await using _use = await holdModel(model.folder);
	const {device} = await admitModel(model, name, {places: modelPlaces(), asked});
	const threads = flags.threads === undefined ? undefined : Number(flags.threads);
	const workers = await planWorkers({
		...{asked: count, threads, jobs: Number.POSITIVE_INFINITY, device, modelFolder: model.folder, name},
	});
	const blobs = await openBlobs(spool);
	const scratch = await mkdtemp(path.join(tmpdir(), 'mmada-worker-'));
	try {
		await using engines = openEngines(workers, {modelFolder: model.folder, device, textLength});
		let isStopping = false;
		const queue = queueName(await modelDigest(model.folder), textLength);
		let asked: MessageQueue | undefined;
		const tell = tellTo(progress, {
			isJson: flags.json === true,
			hasAnswer: async () => asked !== undefined && answersAgain(asked, () => isStopping),
		});
		const open = await openQueue(server, queue, error => tell({kind: 'trouble', error}));
		asked = open;
		const work = await openWork({
			...{server, name: queue, engines, patienceMs: patience * 1000, onNews: tell, blobs, scratch, device, model},
			...{defaults: {...defaults, model: name}, describe: tellFailure},
		});
		using interrupts = watchInterrupts({
			onFirst() {
				isStopping = true;
				progress.say('handing back what is under way after this step; Ctrl-C again leaves at once');
				engines.stop();
				void work.close();
			},
			onSecond: engines.kill,
		});
		progress.say(`${workers.count === 1 ? '1 engine takes' : `${workers.count} engines take`} the jobs of ${name} at ${server.shown}`);
		if (flags['until-empty'] === true) void untilEmpty(open, () => isStopping).then(work.close);
		await work.ended;
		await work.close();
		await open.disconnect().catch(() => {});
		return isStopping ? interrupts.exitCode() : exitCodes.ok;
	} finally {
		await rm(scratch, {recursive: true, force: true}).catch(() => {});
	}
}

/** Time between two looks at the queue (ms), and looks in a row that must find nothing: a submitter adds in portions. */
const [lookMs, looks] = [1000, 3];

async function untilEmpty(queue: MessageQueue, isStopping: () => boolean): Promise<void> {
	let empty = 0;
	while (empty < looks && !isStopping()) {
		await setTimeout(lookMs);
		const counts = await queue.getJobCounts('waiting', 'active', 'delayed').catch(() => ({unknown: 1}));
		empty = Object.values(counts).every(count => count === 0) ? empty + 1 : 0;
	}
}

/** Waits until the queue answers after trouble. @returns false when the worker is stopped before */
async function answersAgain(queue: MessageQueue, isStopping: () => boolean): Promise<boolean> {
	while (!isStopping()) {
		await setTimeout(lookMs, undefined, {ref: false});
		const answered = await queue.getJobCounts('waiting').catch(() => undefined);
		if (answered && !isStopping()) return true;
	}
	return false;
}

type Told = {readonly isJson: boolean; readonly hasAnswer: () => Promise<boolean>};

/** Tells people on stderr how a worker gets on, and programs on stdout if they want it. */
function tellTo(progress: Progress, {isJson, hasAnswer}: Told): (news: WorkNews) => void {
	let [done, failed, trouble] = [0, 0, ''];
	const line = (now: string) => progress.tell([`${done} done`, ...(failed > 0 ? [`${failed} failed`] : []), now].join(' · '));
	const waitForAnswer = async () => {
		if (!(await hasAnswer())) return;
		trouble = '';
		progress.say('the queue answers again');
	};
	return news => {
		if (news.kind === 'step') return line(`step ${news.step}/${news.steps ?? '?'}`);
		if (news.kind === 'trouble') {
			const reason = reasonOf(news.error);
			if (reason === trouble) return;
			if (trouble === '') void waitForAnswer();
			progress.say(`trouble with the queue: ${reason}`);
			trouble = reason;
			return;
		}
		if (news.kind === 'lost') return progress.say('a job is not of this worker any more: the queue had not heard of it for too long');
		if (news.kind === 'unable') {
			const seconds = Math.round(news.pauseMs / 1000);
			return progress.say(
				`${news.failure.error} The job is handed back, and none is taken until that is mended (next look in ${seconds} s).`,
			);
		}
		if (news.kind === 'able') return progress.say('files can be saved again: taking jobs');
		const {kind, id, instruction} = news;
		if (kind === 'resumed') return progress.say(`\`${instruction}\` goes on from step ${news.step} of another worker`);
		if (kind === 'done') done++;
		if (kind === 'failed') {
			failed++;
			progress.say(`\`${instruction}\` failed: ${news.failure.error}${news.isFinal ? '' : ' It is tried again.'}`);
		}
		if (isJson) progress.aside(() => printData(`${toJson({id, status: kind, instruction, ...(kind === 'failed' && news.failure)})}\n`));
		line('waiting for a job');
	};
}
