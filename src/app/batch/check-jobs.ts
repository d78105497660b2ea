import {atDoor, SettingError, type Spelling, UserError} from '../../errors.ts';
import {imageSize, readImageFile} from '../../picture/decode.ts';
import {noticesOf} from '../../run/check-prompt.ts';
import type {FoundModel} from '../../store/find-model.ts';
import {checkRoom} from '../mask-room.ts';
import {readInput} from '../read-input.ts';
import type {RunRequest} from '../request.ts';
import {openWordReader} from '../word-reader.ts';
import {refusedJobs} from './job-names.ts';
import type {PlannedJob} from './planned-job.ts';

export type CheckFacts = {
	readonly model: FoundModel;
	/** Spelling of the fields of a request. */
	readonly spelling: Spelling;
};

/**
Check what a job asks for, as far as that can be known before the first one runs: whether pictures and masks are there and can be read, and whether
the model knows the words. @throws UserError (65) that names the lines of those that cannot be done
*/
export async function checkJobs(jobs: readonly PlannedJob[], facts: CheckFacts): Promise<void> {
	const checkWords = await openWords(facts);
	const pictures = new Map<string, Promise<UserError | undefined>>();
	const faults: {readonly line: number; readonly message: string}[] = [];
	for (const {line, from, request} of jobs) {
		const found = checkWords(request) ?? (from === undefined ? await checkPicture(request, facts, pictures) : undefined);
		if (found) faults.push({line, message: found.message});
	}
	if (faults.length > 0) throw refusedJobs(faults, jobs.length);
}

/** Opens what a model knows of words. @returns the fault of a request, if there is one */
async function openWords({model: {folder}, spelling}: CheckFacts): Promise<(request: RunRequest) => UserError | undefined> {
	const reader = await openWordReader(folder);
	return ({task, instruction, isStrict, isAgreed = false}) =>
		faultOf(() => void atDoor(spelling, () => noticesOf(reader, {task, instruction, isStrict, isAgreed})));
}

function faultOf(check: () => void): UserError | undefined {
	try {
		check();
		return undefined;
	} catch (error) {
		if (error instanceof UserError) return error;
		throw error;
	}
}

/** Look at a picture once, however many jobs start from it; with its mask all of it, as a run would. */
async function checkPicture(
	request: RunRequest,
	{model, spelling}: CheckFacts,
	known: Map<string, Promise<UserError | undefined>>,
): Promise<UserError | undefined> {
	const {image, repaint, output, instruction} = request;
	if (image === undefined) return undefined;
	const key = JSON.stringify([image, repaint, repaint && instruction]);
	const looking =
		known.get(key) ??
		(repaint
			? readInput(image, model, {repaint, fit: output.fit, stdin: nothing()}).then(input => checkRoom(request, input, model.folder))
			: readImageFile(image).then(async bytes => void (await imageSize(bytes, image)))
		).then(
			() => undefined,
			(error: unknown) => {
				if (error instanceof SettingError) return error.spelled(spelling);
				if (error instanceof UserError) return error;
				throw error;
			},
		);
	known.set(key, looking);
	return looking;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
