import {findingsOf} from '../app/findings.ts';
import {followRun} from '../app/follow-run.ts';
import {jobOf} from '../app/job-of.ts';
import {type OpenedModel, sizeFor} from '../app/open-engine.ts';
import {findTarget} from '../app/output-target.ts';
import {readInput} from '../app/read-input.ts';
import type {RunRequest} from '../app/request.ts';
import {pictureOf, saveResult} from '../app/save-result.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {RunEvent} from '../events/events.ts';
import {makeFolder} from '../files/make-folder.ts';
import type {Pixels} from '../picture/codec.ts';
import {readImageFile} from '../picture/codec.ts';
import type {RunResult} from './tool-results.ts';

export type Drawing = {
	readonly request: RunRequest;
	/** Folder that the files are saved in. */
	readonly folder: string;
	readonly tell: (event: RunEvent) => void;
	readonly signal: AbortSignal;
};

/** Nothing is read from stdin: the protocol is there. */
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Draw, and save the picture with its transcript. @throws UserError, or the reason of the signal */
export async function drawAndSave(
	{model, engine, admitted}: OpenedModel,
	{request, folder, tell, signal}: Drawing,
): Promise<{readonly result: RunResult; readonly picture: Pixels}> {
	const {image, repaint, output} = request;
	const notice = await admitted.noticeOf(request);
	const file = image === undefined ? undefined : await readImageFile(image);
	const input = image === undefined ? undefined : await readInput(image, model, {file, repaint, fit: output.fit, stdin: nothing()});
	await makeFolder(folder);
	signal.throwIfAborted();
	const run = (await engine.get(sizeFor(input))).run(jobOf(request, input, {previews: false}));
	const followed = await followRun(run, {tell, signal});
	if (!followed.run)
		throw new UserError('The run was ended before its picture was there.', {hint: 'Try again.', exitCode: exitCodes.unavailable});
	const findings = await findingsOf(followed.run, model.folder);
	const drawn = {events: followed.events, run: followed.run, input, findings};
	const {settings, model: facts, text, elapsedMs, notices} = followed.run;
	const {task, instruction, seed} = settings;
	const target = await findTarget({...output, output: `${folder}/`}, {task, instruction, seed, model: request.model, now: new Date()});
	if (target.kind === 'stdout') throw new TypeError('A folder is no stdout.');
	const saved = await saveResult(drawn, target, output);
	const picture = await pictureOf(drawn, output);
	return {
		picture,
		result: {
			...{picture: saved.picture, transcript: saved.transcript, task, instruction, reasoning: text, seed},
			...{width: picture.width, height: picture.height, model: facts.name, elapsedMs: Math.round(elapsedMs)},
			notices: [...(notice === undefined ? [] : [notice]), ...notices],
			findings: [...findings],
		},
	};
}
