import {exitCodes, field, SettingError, say, UserError} from '../errors.ts';
import {inspectModel, type ModelInfo} from '../model/inspect.ts';
import {passFlops} from '../model/network/flops.ts';
import {noWay} from '../model/variants.ts';
import type {Device} from '../runtime/session.ts';
import {type FoundModel, findFolder, type ModelPlaces} from '../store/find-model.ts';
import {bundledName, storedNames} from '../store/stored-models.ts';
import {chooseDevice} from './choose-device.ts';
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
	/** The machine; measured by default. */
	readonly machine?: Machine;
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
	if (folder === before.places.bundledFolder) return {device: await chooseDevice(asked, {isSmall: true}), noticeOf: async () => undefined};
	const info = await inspectModel(folder);
	const runsOn = (device: Device) => info.needs.some(need => need.device === device);
	if (asked !== 'auto' && !runsOn(asked)) throw noWay(name, asked, info.storage);
	const device = before.machine?.device ?? (await chooseDevice(asked, {isSmall: isSmall(info), runsOn}));
	const memory = before.machine ?? (await lookAtMemory(device));
	await checkMemory(info, name, memory, before.places);
	let speed: Promise<number | undefined> | undefined;
	return {
		device,
		async noticeOf(request) {
			if (isSmall(info)) return;
			speed ??= speedOf(info, device, request, before);
			return timeNotice(info, request, {...memory, speed: await speed});
		},
	};
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

function lackOf({needs}: ModelInfo, {device, freeBytes, gpu, isShared = false}: MachineMemory): Lack | undefined {
	const need = needs.find(each => each.device === device);
	if (!need) return;
	// A GPU without memory of its own takes it from the machine's.
	const hostBytes = need.hostBytes + (isShared ? need.deviceBytes : 0);
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
	if (device !== 'cpu' && gpu?.freeBytes !== undefined && need.deviceBytes > gpu.freeBytes)
		return lack(need.deviceBytes, gpu.freeBytes, ` on ${on}`);
	return hostBytes > freeBytes ? lack(hostBytes, freeBytes, '', device === 'cpu' || isShared) : undefined;
}

async function tooLarge(name: string, info: ModelInfo, lack: Lack, machine: MachineMemory, places: ModelPlaces): Promise<UserError> {
	const others = [bundledName, ...(places.modelsFolder === undefined ? [] : await storedNames(places.modelsFolder))];
	const fitting: string[] = [];
	for (const other of others) {
		const found = await findFolder(other, places)
			.then(inspectModel)
			.catch(() => undefined);
		if (found?.needs.some(({device}) => device === machine.device) && !lackOf(found, machine)) fitting.push(other);
	}
	const {neededBytes, freeBytes, isOfWeights} = lack;
	const room = {device: machine.device, freeBytes, overheadBytes: neededBytes - info.diskBytes};
	const hints = [
		...(fitting.length > 0 ? [`These would fit: ${fitting.join(', ')}.`] : []),
		...(isOfWeights ? smallerVariants(name, info, room) : ['Close other programs.']),
	];
	return new UserError(lack.says(name), {
		hint: hints.length > 0 ? hints.join(' ') : 'Choose the bundled model with --model storybook.',
		exitCode: exitCodes.unavailable,
	});
}
