import {exitCodes, field, SettingError, say, UserError} from '../errors.ts';
import {inspectModel, type ModelInfo} from '../model/inspect.ts';
import {measureSpeed, passFlops} from '../model/network/flops.ts';
import {shellWord} from '../shell-word.ts';
import {type FoundModel, findFolder, type ModelPlaces} from '../store/find-model.ts';
import {bundledName, storedNames} from '../store/stored-models.ts';
import {freeMemory} from './memory.ts';
import {readableBytes, readableTime} from './readable.ts';
import type {RunRequest} from './request.ts';
import {runLength, type Work} from './run-cost.ts';

/** Models below this need no leave: even a small machine has the memory, and a run takes seconds. */
const smallParameters = 5e8;
/** The same of the memory of a run: few weights can make much of a large picture. */
const smallBytes = 2.5e9;
/** A run that takes longer is asked about. */
const longSeconds = 15 * 60;

export type BeforeRun = {
	readonly places: ModelPlaces;
	/** Bytes that can be taken, and operations a second; measured by default. */
	readonly machine?: {readonly freeBytes: number; readonly speed: number};
};

/** A model that this machine has the memory for. */
export type AdmittedModel = {
	/** A run takes seconds: no device gains anything. */
	readonly isSmall: boolean;
	/** Notices before a run; none for a small model. @throws UserError (2) when it takes long without agreement */
	readonly noticeOf: (request: RunRequest) => Promise<string | undefined>;
};

/**
Look whether a model fits into the memory; the bundled one is known to be small, and is not kept waiting.
@param name - what the user calls it
@throws UserError (69) when the memory does not suffice
*/
export async function admitModel({folder}: FoundModel, name: string, before: BeforeRun): Promise<AdmittedModel> {
	if (folder === before.places.bundledFolder) return {isSmall: true, noticeOf: async () => undefined};
	const info = await inspectModel(folder);
	await checkMemory(info, name, before);
	let speed: Promise<number> | undefined;
	return {
		isSmall: isSmall(info),
		async noticeOf(request) {
			if (isSmall(info)) return;
			speed ??= speedOf(request, before);
			return timeNotice(info, request, await speed);
		},
	};
}

const isSmall = ({parameters, imageParameters, cpuBytes}: ModelInfo): boolean =>
	parameters + imageParameters < smallParameters && cpuBytes < smallBytes;

/**
Say what a large model takes before it is run, of whatever kind it is. @returns a sentence to show, or nothing for a small one
@throws UserError: 69 when the memory does not suffice, 2 when it takes long without agreement
*/
export async function checkBeforeRun(info: ModelInfo, request: RunRequest, before: BeforeRun): Promise<string | undefined> {
	if (isSmall(info)) return;
	await checkMemory(info, request.model, before);
	return timeNotice(info, request, await speedOf(request, before));
}

async function checkMemory(info: ModelInfo, name: string, {places, machine}: BeforeRun): Promise<void> {
	if (isSmall(info)) return;
	const freeBytes = machine?.freeBytes ?? (await freeMemory());
	if (info.cpuBytes > freeBytes) throw await tooLarge(name, info, freeBytes, places);
}

const speedOf = async ({threads}: RunRequest, {machine}: BeforeRun): Promise<number> => machine?.speed ?? (await measureSpeed(threads));

/** @param speed - operations a second */
function timeNotice(info: ModelInfo, request: RunRequest, speed: number): string {
	const {length, most, least} = runLength(info, request);
	const secondsOf = ({passes, computed}: Work) =>
		(passes * passFlops(info.config.network, info.vocabulary, length, length / 2, computed)) / speed;
	const seconds = secondsOf(most);
	const [shortest, longest] = [readableTime(secondsOf(least)), readableTime(seconds)];
	const time = shortest === longest ? `about ${longest}` : `from ${shortest} to ${longest}, by how many shortcuts it finds`;
	const sentence = `${request.model} has ${(info.parameters / 1e9).toFixed(1)} billion parameters: on this processor a run takes ${time}.`;
	if (seconds <= longSeconds || request.isAgreed) return sentence;
	throw new SettingError([sentence], {
		hint: say`Give ${field('isAgreed')} to run it all the same, or choose the bundled model with ${field('model')} storybook.`,
	});
}

async function tooLarge(name: string, {cpuBytes}: ModelInfo, freeBytes: number, places: ModelPlaces): Promise<UserError> {
	const others = [bundledName, ...(places.modelsFolder === undefined ? [] : await storedNames(places.modelsFolder))];
	const fitting: string[] = [];
	for (const other of others) {
		const info = await findFolder(other, places)
			.then(inspectModel)
			.catch(() => undefined);
		if (info && info.cpuBytes <= freeBytes) fitting.push(other);
	}
	return new UserError(`${name} needs about ${readableBytes(cpuBytes)} of memory, and ${readableBytes(freeBytes)} are free.`, {
		hint: `${fitting.length > 0 ? `These would fit: ${fitting.join(', ')}. ` : ''}A smaller variant is made with \`mmada models convert ${shellWord(name)} --type int4\`.`,
		exitCode: exitCodes.unavailable,
	});
}
