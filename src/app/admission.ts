import {exitCodes, field, SettingError, say, UserError} from '../errors.ts';
import {inspectModel, type ModelInfo} from '../model/inspect.ts';
import {passFlops} from '../model/network/flops.ts';
import {convertCommand, noWay, runsOn, variantFor} from '../model/variants.ts';
import type {Device} from '../runtime/session.ts';
import {type FoundModel, findFolder, type ModelPlaces} from '../store/find-model.ts';
import {bundledName, storedNames} from '../store/stored-models.ts';
import {type ChosenDevice, chooseDevice, type DeviceNeeds, type WorkingDevice} from './choose-device.ts';
import {lookAtMemory, type Machine, type MachineMemory, measureMachineSpeed} from './measure-machine.ts';
import {readableBytes, readableTime} from './readable.ts';
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
	/** Notices before a run; none for a small model. @throws UserError (2) when it takes long without agreement */
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
	await checkMemory(info, name, memory, before.places);
	let speed: Promise<number | undefined> | undefined;
	return {
		device,
		async noticeOf(request) {
			if (isSmall(info)) return;
			speed ??= speedOf(info, device, request, before);
			const notice = timeNotice(info, request, {...memory, speed: await speed});
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
@throws UserError: 69 when the memory does not suffice, 2 when it takes long without agreement
*/
export async function checkBeforeRun(
	info: ModelInfo,
	request: RunRequest,
	{places, machine}: {readonly places: ModelPlaces; readonly machine: Machine},
): Promise<string | undefined> {
	if (isSmall(info)) return;
	await checkMemory(info, request.model, machine, places);
	return timeNotice(info, request, machine);
}

async function checkMemory(info: ModelInfo, name: string, machine: MachineMemory, places: ModelPlaces): Promise<void> {
	const lack = isSmall(info) ? undefined : lackOf(info, machine);
	if (lack) throw await tooLarge(name, info, lack, machine, places);
}

const speedOf = async ({storage}: ModelInfo, device: Device, {threads}: RunRequest, {machine}: BeforeRun): Promise<number | undefined> =>
	machine ? machine.speed : measureMachineSpeed(device, threads, storage);

function timeNotice(info: ModelInfo, request: RunRequest, {device, gpu, speed}: Machine): string {
	const where = device === 'cpu' ? 'this processor' : `${gpu?.name ?? 'the GPU'} (${device})`;
	const has = `${request.model} has ${(info.parameters / 1e9).toFixed(1)} billion parameters`;
	if (speed === undefined) return `${has}: it runs on ${where}, whose speed could not be measured.`;
	const {length, most, least} = runLength(info, request);
	const secondsOf = ({passes, computed}: Work) =>
		(passes * passFlops(info.config.network, info.vocabulary, length, length / 2, computed)) / speed;
	const seconds = secondsOf(most);
	const [shortest, longest] = [readableTime(secondsOf(least)), readableTime(seconds)];
	const time = shortest === longest ? `about ${longest}` : `from ${shortest} to ${longest}, by how many shortcuts it finds`;
	const sentence = `${has}: on ${where} a run takes ${time}.`;
	if (seconds <= longSeconds || request.isAgreed) return sentence;
	throw new SettingError([sentence], {
		hint: say`Give ${field('isAgreed')} to run it all the same, or choose the bundled model with ${field('model')} storybook.`,
	});
}

/** Memory that a model needs and the machine lacks. */
type Lack = {
	readonly neededBytes: number;
	readonly freeBytes: number;
	/** The two as a sentence. */
	readonly says: (name: string) => string;
	/** Whether a smaller variant would need less of it. */
	readonly isOfWeights: boolean;
};

function lackOf({needs}: ModelInfo, {device, hasHalf = true, freeBytes, gpu, isShared = false}: MachineMemory): Lack | undefined {
	const need = needs.find(each => each.device === device);
	if (!need) return;
	const deviceBytes = need.deviceBytes + (hasHalf ? 0 : need.halfBytes);
	// A GPU without memory of its own takes it from the machine's.
	const hostBytes = need.hostBytes + (isShared ? deviceBytes : 0);
	const on = `${gpu?.name ?? 'the GPU'} (${device})`;
	const lack = (neededBytes: number, free: number, where: string, isOfWeights = true): Lack => ({
		...{neededBytes, freeBytes: free, isOfWeights},
		says: name => `${name} needs about ${readableBytes(neededBytes)} of memory${where}, and ${readableBytes(free)} are free.`,
	});
	if (gpu?.largestBufferBytes !== undefined && need.largestBytes > gpu.largestBufferBytes) {
		const [tensor, buffer] = [need.largestBytes, gpu.largestBufferBytes].map(readableBytes);
		const says = (name: string) => `${name} has a tensor of ${tensor}, and the largest buffer of ${on} has ${buffer}.`;
		return {neededBytes: need.largestBytes, freeBytes: gpu.largestBufferBytes, says, isOfWeights: true};
	}
	if (device !== 'cpu' && gpu?.freeBytes !== undefined && deviceBytes > gpu.freeBytes) return lack(deviceBytes, gpu.freeBytes, ` on ${on}`);
	return hostBytes > freeBytes ? lack(hostBytes, freeBytes, '', device === 'cpu' || isShared) : undefined;
}

async function tooLarge(name: string, info: ModelInfo, lack: Lack, machine: MachineMemory, places: ModelPlaces): Promise<UserError> {
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
	const hints = [
		...(fitting.length > 0 ? [`These would fit: ${fitting.join(', ')}.`] : []),
		...(isOfWeights ? smallerVariants(name, info, room) : ['Close other programs.']),
	];
	return new UserError(lack.says(name), {
		hint: hints.length > 0 ? hints.join(' ') : 'Choose the bundled model with --model storybook.',
		exitCode: exitCodes.unavailable,
	});
}
