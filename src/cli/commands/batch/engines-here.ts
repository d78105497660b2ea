import {admitModel} from '../../../app/admission.ts';
import {doJob} from '../../../app/batch/do-job.ts';
import {openEngines} from '../../../app/batch/engines.ts';
import {planWorkers} from '../../../app/batch/workers.ts';
import {holdModel} from '../../../app/hold-model.ts';
import {modelPlaces} from '../../../app/model-places.ts';
import type {RgbImage} from '../../../events/events.ts';
import type {Device} from '../../../runtime/session.ts';
import {screenRates} from '../../../ui/terminal/abilities.ts';
import type {Hands, HandsWork} from './run.ts';
import {tellFailure} from './tell-failure.ts';

/** Do the jobs of a batch by engines of this machine. @throws UserError (69) when they do not fit into its memory */
export async function openEnginesHere({pending, batch, existing, logs, progress, tell}: HandsWork): Promise<Hands> {
	const {options, model} = batch;
	const {folder} = options;
	const use = await holdModel(model.folder);
	try {
		const device = await checkModel({pending, batch, progress});
		const workers = await planWorkers({
			...{asked: options.workers, threads: options.threads, jobs: pending.length - existing.found.size},
			...{device, modelFolder: model.folder, name: options.common.model},
		});
		const rates = screenRates({env: process.env, terminal: process.stderr}, options.looks.isCalm);
		// As many previews of all engines together as of one alone.
		const previewEveryMs = rates.previewEveryMs * workers.count;
		const picturesOf = (lane: number) =>
			progress.hasPictures && {
				show: (title: string, image: RgbImage) => progress.show(title, image, lane),
				previewEveryMs,
			};
		const engines = openEngines(workers, {modelFolder: model.folder, device, textLength: options.common.textLength});
		return {
			count: workers.count,
			async work(job, lane) {
				const {engine, onRun} = engines.lanes[lane]!;
				using log = logs.take(job.number);
				const result = await doJob(job, {
					...{engine, model, folder, logFolder: log.folder, describe: tellFailure, shouldStop: engines.isStopped},
					...{...picturesOf(lane), onRun, isOwn: (number: number) => existing.own.has(number)},
					onStep: (step, steps) => tell(workers.count === 1 ? `step ${step}/${steps ?? '?'}` : `${workers.count} at a time`),
				});
				return result && {result, isDeath: result.status === 'failed' && engine.isOver()};
			},
			stop() {
				return engines.stop() ? 'stopping after this step; Ctrl-C again leaves at once' : 'stopping';
			},
			isStopped: engines.isStopped,
			kill: engines.kill,
			async [Symbol.asyncDispose]() {
				await engines[Symbol.asyncDispose]();
				await use[Symbol.asyncDispose]();
			},
		};
	} catch (error) {
		await use[Symbol.asyncDispose]();
		throw error;
	}
}

/** Whether this machine can run a large model at all, and how long a job takes. @returns the device that it runs on */
async function checkModel({pending: [first], batch, progress}: Pick<HandsWork, 'pending' | 'batch' | 'progress'>): Promise<Device> {
	if (!first) return 'cpu';
	const {isAgreed, device: asked} = batch.options.common;
	const {device, noticeOf} = await admitModel(batch.model, first.request.model, {places: modelPlaces(), asked});
	const notice = await noticeOf({...first.request, isAgreed});
	if (notice !== undefined) progress.say(notice);
	return device;
}
