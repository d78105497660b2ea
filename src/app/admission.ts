import {exitCodes, field, SettingError, say, UserError} from '../errors.ts';
import {inspectModel, type ModelInfo} from '../model/inspect.ts';
import {passFlops} from '../model/network/flops.ts';
import {convertCommand, noWay, runsOn, variantFor} from '../model/variants.ts';
import type {Device} from '../runtime/session.ts';
import {type FoundModel, findFolder, type ModelPlaces} from '../store/find-model.ts';
import {bundledName, storedNames} from '../store/stored-models.ts';
import {type ChosenDevice, chooseDevice, type DeviceNeeds, type WorkingDevice} from './choose-device.ts';
import {type Lack, lackOf} from './lack-of-memory.ts';
import {lookAtMemory, type Machine, type MachineMemory, measureMachineSpeed} from './measure-machine.ts';
import {readableTime} from './readable.ts';
import type {RunRequest} from './request.ts';
import type {DeviceChoice} from './request-fields.ts';
import {runLength, type Work} from './run-cost.ts';
import {smallerVariants} from './smaller-variants.ts';

/** Models below this need no leave: even a small machine has the memory, and a run takes seconds. */
const smallParameters = 5e8;
/** The same of the memory of a run: few weights can make much of a large picture. */
const smallBytes = 2.5e9;
/** A run that takes longer is asked about. */
const longSeconds = 15 * 60;

export type BeforeRun = {
	readonly places: ModelPlaces;
	/** The device that was asked for; `auto` by default. */
	readonly asked?: DeviceChoice | undefined;
	/** The machine, whatever the device unless it names one; measured by default. */
	readonly machine?: Omit<Machine, 'device'> & {readonly device?: Device};
	/** See `chooseDevice`. */
	readonly probe?: DeviceNeeds['probe'];
};

/** A model that this machine has the memory for. */
export type AdmittedModel = {
	/** The device that it runs on, tried out. */
	readonly device: Device;
	/** Notices before a run; none for a small model. @throws UserError (2) when it is slow without agreement */
	readonly noticeOf: (request: RunRequest) => Promise<string | undefined>;
};

/**
Choose the device of a model, and look whether it fits into the memory there; the bundled one is known to be small, and is not kept waiting.
@param name - what the user calls it
@throws UserError (69) when no such device runs it, or the memory does not suffice
*/
export async function admitModel({folder}: FoundModel, name: string, before: BeforeRun): Promise<AdmittedModel> {
	const asked = before.machine?.device ?? before.asked ?? 'auto';
	if (folder === before.places.bundledFolder) {
		const {device} = await chooseDevice(asked, {isSmall: true});
		return {device, noticeOf: async () => undefined};
	}
	const info = await inspectModel(folder);
	const isRunOn = (device: Device, hasHalf: boolean) => runsAsStored(info, device, hasHalf);
	if (asked !== 'auto' && !isRunOn(asked, true)) throw noWay(name, asked, info.storage, await hasHalfThere(asked, info, before));
	const {device, hasHalf, passedOver} = await deviceFor(asked, {isSmall: isSmall(info), runsOn: isRunOn}, before);
	if (!isRunOn(device, hasHalf)) throw noWay(name, device, info.storage, hasHalf);
	const memory = before.machine ? {...before.machine, device, hasHalf} : await lookAtMemory(device, hasHalf);
	const tight = await checkMemory(info, name, memory, before.places);
	let speed: Promise<number | undefined> | undefined;
	return {
		device,
		async noticeOf(request) {
			if (isSmall(info)) return;
			speed ??= speedOf(info, device, request, before);
			const notice = notices(info, request, {...memory, speed: await speed}, tight);
			return [notice, ...(passedOver ? variantNotice(name, info, passedOver) : [])].join(' ');
		},
	};
}

/** Does a device run the model? A small one runs everywhere; see `wayOn`. */
const runsAsStored = ({needs, storage, isLarge}: ModelInfo, device: Device, hasHalf: boolean): boolean =>
	needs.some(need => need.device === device) && (!isLarge || runsOn(device, storage, hasHalf));

/** Whether a device that does not run the model has float16, which says what variant it would run. */
async function hasHalfThere(device: Device, {storage}: ModelInfo, {machine, probe}: BeforeRun): Promise<boolean> {
	if (machine?.device || variantFor(device, storage) === undefined) return machine?.hasHalf ?? true;
	return await chooseDevice(device, {isSmall: false, probe}).then(
		({hasHalf}) => hasHalf,
		() => true,
	);
}

const deviceFor = async (asked: DeviceChoice, needs: DeviceNeeds, {machine, probe}: BeforeRun): Promise<ChosenDevice> =>
	machine?.device ? {device: machine.device, hasHalf: machine.hasHalf ?? true} : chooseDevice(asked, {...needs, probe});

/** A sentence for a model that runs on the processor for no other reason than how it is stored. */
function variantNotice(name: string, {storage}: ModelInfo, {device, hasHalf}: WorkingDevice): string[] {
	const type = variantFor(device, storage, hasHalf);
	if (!type) return [];
	return [`The GPU (${device}) runs a variant of it, which is made with \`${convertCommand(name, type)}\`.`];
}

const isSmall = ({parameters, imageParameters, cpuBytes}: ModelInfo): boolean =>
	parameters + imageParameters < smallParameters && cpuBytes < smallBytes;

/**
Say what a large model takes before it is run, of whatever kind it is. @returns a sentence to show, or nothing for a small one
@throws UserError: 69 when the memory does not suffice, 2 when it is slow without agreement
*/
export async function checkBeforeRun(
	info: ModelInfo,
	request: RunRequest,
	{places, machine}: {readonly places: ModelPlaces; readonly machine: Machine},
): Promise<string | undefined> {
	if (isSmall(info)) return;
	return notices(info, request, machine, await checkMemory(info, request.model, machine, places));
}

/** A lack of memory with which a model runs all the same, and what would help. */
type Tightness = {readonly says: string; readonly helps: readonly string[]};

/** Whether the memory suffices, and what there is to say of it. @throws UserError (69) when it does not */
async function checkMemory(info: ModelInfo, name: string, machine: MachineMemory, places: ModelPlaces): Promise<Tightness | undefined> {
	const lack = isSmall(info) ? undefined : lackOf(info, machine);
	if (!lack) return;
	const [says, helps] = [lack.says(name), await helpsFor(name, info, lack, machine, places)];
	if (lack.isOfFiles) return {says, helps};
	const hint = helps.length > 0 ? helps.join(' ') : 'Choose the bundled model with --model storybook.';
	throw new UserError(says, {hint, exitCode: exitCodes.unavailable});
}

const speedOf = async ({storage}: ModelInfo, device: Device, {threads}: RunRequest, {machine}: BeforeRun): Promise<number | undefined> =>
	machine ? machine.speed : measureMachineSpeed(device, threads, storage);

/** Notices before a run. @throws SettingError (2) when it is slow and that was not agreed to */
function notices(info: ModelInfo, request: RunRequest, machine: Machine, tight: Tightness | undefined): string {
	const {sentence, isLong} = timeNotice(info, request, machine);
	const said = [...(tight ? [tight.says] : []), sentence].join(' ');
	if ((!tight && !isLong) || request.isAgreed) return said;
	const [agreed, helps] = [say`Give ${field('isAgreed')} to run it all the same`, tight?.helps ?? []];
	throw new SettingError([said], {
		hint:
			helps.length > 0
				? [...agreed, `. ${helps.join(' ')}`]
				: [...agreed, ...say`, or choose the bundled model with ${field('model')} storybook.`],
	});
}

function timeNotice(
	info: ModelInfo,
	request: RunRequest,
	{device, gpu, speed}: Machine,
): {readonly sentence: string; readonly isLong: boolean} {
	const where = device === 'cpu' ? 'this processor' : `${gpu?.name ?? 'the GPU'} (${device})`;
	const has = `${request.model} has ${(info.parameters / 1e9).toFixed(1)} billion parameters`;
	if (speed === undefined) return {sentence: `${has}: it runs on ${where}, whose speed could not be measured.`, isLong: false};
	const {length, most, least} = runLength(info, request);
	const secondsOf = ({passes, computed}: Work) =>
		(passes * passFlops(info.config.network, info.vocabulary, length, length / 2, computed)) / speed;
	const seconds = secondsOf(most);
	const [shortest, longest] = [readableTime(secondsOf(least)), readableTime(seconds)];
	const time = shortest === longest ? `about ${longest}` : `from ${shortest} to ${longest}, by how many shortcuts it finds`;
	return {sentence: `${has}: on ${where} a run takes ${time}.`, isLong: seconds > longSeconds};
}

/** Sentences for a hint: what fits instead. */
async function helpsFor(name: string, info: ModelInfo, lack: Lack, machine: MachineMemory, places: ModelPlaces): Promise<string[]> {
	const others = [bundledName, ...(places.modelsFolder === undefined ? [] : await storedNames(places.modelsFolder))];
	const fitting: string[] = [];
	for (const other of others) {
		const found = await findFolder(other, places)
			.then(inspectModel)
			.catch(() => undefined);
		if (found && runsAsStored(found, machine.device, machine.hasHalf ?? true) && !lackOf(found, machine)) fitting.push(other);
	}
	const {neededBytes, freeBytes, isOfWeights} = lack;
	const {device, hasHalf = true} = machine;
	const room = {device, hasHalf, freeBytes, neededBytes};
	return [
		...(fitting.length > 0 ? [`These would fit: ${fitting.join(', ')}.`] : []),
		...(isOfWeights ? smallerVariants(name, info, room) : ['Close other programs.']),
	];
}
