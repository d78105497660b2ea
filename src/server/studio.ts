import {findingsOf} from '../app/findings.ts';
import {type FollowedRun, type FollowOptions, followRun} from '../app/follow-run.ts';
import {jobOf} from '../app/job-of.ts';
import {type OpenedModel, openModelEngine, sizeFor} from '../app/open-engine.ts';
import {type InputPicture, readInput} from '../app/read-input.ts';
import type {RunDefaults, RunRequest} from '../app/request.ts';
import type {DrawnRun} from '../app/save-result.ts';
import type {Run} from '../engine/engine.ts';
import type {RunEvent} from '../events/events.ts';
import type {FinishedRun} from '../events/finished-run.ts';
import {goOnFrom, joinRuns} from '../journal/continue-run.ts';
import {imageSize} from '../picture/decode.ts';
import type {Job} from '../run/job.ts';
import type {Limits} from './limits.ts';
import {createLine, type Line} from './line.ts';
import {readableMask} from './mask.ts';
import {Refusal} from './refusal.ts';
import type {SentPictures} from './sent-pictures.ts';

/** A model that is loaded, and the line before it. */
export type Studio = AsyncDisposable & {
	/** Name that clients know it by. */
	readonly name: string;
	readonly defaults: RunDefaults;
	readonly limits: Limits;
	readonly line: Line;
	/** @throws UserError when the model could not be loaded */
	readonly opened: () => Promise<void>;
	/** Run a request to its end; to be done in one's turn. @throws UserError, or the reason of the signal */
	readonly draw: (order: Order) => Promise<Drawn>;
	/** End whatever runs, at once. */
	readonly kill: () => void;
};

export type Order = {
	readonly request: RunRequest;
	readonly pictures: SentPictures;
	readonly previews: Pick<Job, 'previews' | 'previewEveryMs'>;
	readonly tell: FollowOptions['tell'];
	readonly signal: AbortSignal;
	/** Hears of the run when it begins, to steer it. */
	readonly begin?: ((run: Run) => void) | undefined;
	/** Events of a run that this one goes on from. */
	readonly before?: readonly RunEvent[] | undefined;
};

/** A run that came to a picture. */
export type Drawn = DrawnRun & {readonly run: FinishedRun; readonly findings: readonly string[]; readonly notices: readonly string[]};

/** Load a model for a server. @throws UserError when it is not there, or does not fit into the memory */
export async function openStudio(
	wanted: Pick<RunRequest, 'model' | 'device' | 'threads' | 'textLength'>,
	name: string,
	{defaults, limits}: {readonly defaults: RunDefaults; readonly limits: Limits},
): Promise<Studio> {
	const opened = await openModelEngine(wanted);
	const {engine} = opened;
	const line = createLine(limits.waiting);
	return {
		name,
		defaults: {...defaults, model: wanted.model, threads: wanted.threads},
		limits,
		line,
		opened: async () => (await engine.get()).opened(),
		draw: async order => draw(opened, order, limits),
		kill: () => engine.kill(),
		async [Symbol.asyncDispose]() {
			line.close();
			await opened[Symbol.asyncDispose]();
		},
	};
}

async function draw({model, engine, admitted}: OpenedModel, order: Order, limits: Limits): Promise<Drawn> {
	const {request, previews, tell, begin, before = []} = order;
	const late = AbortSignal.timeout(limits.runMs);
	const signal = AbortSignal.any([order.signal, late]);
	try {
		const notice = await admitted.noticeOf(request);
		const input = await inputOf(order, model);
		signal.throwIfAborted();
		const started = (await engine.get(sizeFor(input))).run({...jobOf(request, input, previews), ...goOnFrom(before)});
		const run = before.length > 0 ? {...started, events: joinRuns(before, started.events)} : started;
		begin?.(started);
		const followed = await followRun(run, {tell, signal});
		return drawnOf(followed, {input, notice, findings: followed.run ? await findingsOf(followed.run, model.folder) : []});
	} catch (error) {
		if (!late.aborted || order.signal.aborted) throw error;
		throw new Refusal(
			504,
			`The run took longer than ${Math.round(limits.runMs / 1000)} s.`,
			'Ask for fewer steps, or start the server with a longer --time-limit.',
		);
	}
}

type DrawnFacts = {readonly input: InputPicture | undefined; readonly notice: string | undefined; readonly findings: readonly string[]};

function drawnOf({events, run}: FollowedRun, {input, notice, findings}: DrawnFacts): Drawn {
	if (!run) throw new Refusal(503, 'The run was ended before its picture was there.', 'Try again.', {retryAfter: 1});
	return {events, run, input, findings, notices: [...(notice === undefined ? [] : [notice]), ...run.notices]};
}

/** Nothing is read from stdin for a client. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

async function inputOf(
	{request: {image, repaint, output}, pictures}: Order,
	model: OpenedModel['model'],
): Promise<InputPicture | undefined> {
	if (image === undefined) return;
	// Without its bytes it would be read as a path.
	if (!pictures.image || (repaint && 'maskFile' in repaint && !pictures.mask)) throw new TypeError('The bytes of a picture are missing.');
	const maskFile = pictures.mask && (await readableMask(pictures.mask, 'mask'));
	return readInput(image, model, {file: pictures.image, maskFile, repaint, fit: output.fit, stdin: nothing()});
}

/** Check what a request sends before it waits. @throws UserError (65) for what is no picture, Refusal for one that is too large */
export async function checkPictures(pictures: SentPictures, {pixels}: Limits): Promise<void> {
	for (const [name, bytes] of Object.entries(pictures)) {
		if (!bytes) continue;
		const {width, height} = await imageSize(bytes, name);
		if (width * height > pixels)
			throw new Refusal(413, `\`${name}\` is ${width}x${height} px, and the server takes ${pixels / 1e6} megapixels.`, 'Scale it down.');
	}
}
