import {exitCodes, UserError} from '../errors.ts';
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
	/** Bytes that can be taken, and operations a second: measured unless given. */
	readonly machine?: {readonly freeBytes: number; readonly speed: number};
};

export type Admission = {
	/** What is to be said before the run; nothing of a small model. */
	readonly notice: string | undefined;
	/** A run takes seconds: no device gains anything. */
	readonly isSmall: boolean;
};

/** Like `checkBeforeRun`; the bundled model is known to be small, and is not kept waiting. */
export async function admit({folder}: FoundModel, options: RunRequest, before: BeforeRun): Promise<Admission> {
	if (folder === before.places.bundledFolder) return {notice: undefined, isSmall: true};
	const info = await inspectModel(folder);
	return {notice: await checkBeforeRun(info, options, before), isSmall: isSmall(info)};
}

const isSmall = ({parameters, imageParameters, cpuBytes}: ModelInfo): boolean =>
	parameters + imageParameters < smallParameters && cpuBytes < smallBytes;

/**
Say what a large model takes before it is run, of whatever kind it is. @returns a sentence to show, or nothing for a small one
@throws UserError: 69 when the memory does not suffice, 2 when it takes long and nobody agreed
*/
export async function checkBeforeRun(info: ModelInfo, options: RunRequest, {places, machine}: BeforeRun): Promise<string | undefined> {
	if (isSmall(info)) return;
	const {model: name, threads, isAgreed = false} = options;
	const freeBytes = machine?.freeBytes ?? (await freeMemory());
	if (info.cpuBytes > freeBytes) throw await tooLarge(name, info, freeBytes, places);
	const speed = machine?.speed ?? (await measureSpeed(threads));
	const {length, most, least} = runLength(info, options);
	const secondsOf = ({passes, computed}: Work) =>
		(passes * passFlops(info.config.network, info.vocabulary, length, length / 2, computed)) / speed;
	const seconds = secondsOf(most);
	const [shortest, longest] = [readableTime(secondsOf(least)), readableTime(seconds)];
	const time = shortest === longest ? `about ${longest}` : `from ${shortest} to ${longest}, by how many shortcuts it finds`;
	const sentence = `${name} has ${(info.parameters / 1e9).toFixed(1)} billion parameters: on this processor a run takes ${time}.`;
	if (seconds > longSeconds && !isAgreed) {
		throw new UserError(sentence, {
			hint: 'Give --yes to run it all the same, or choose the bundled model with --model storybook.',
			exitCode: exitCodes.usage,
		});
	}
	return sentence;
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
