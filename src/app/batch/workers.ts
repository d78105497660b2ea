import {availableParallelism} from 'node:os';
import {exitCodes, UserError} from '../../errors.ts';
import {inspectModel, type ModelInfo} from '../../model/inspect.ts';
import type {Device} from '../../runtime/session.ts';
import {lookAtMemory, type MachineMemory} from '../measure-machine.ts';
import {readableBytes} from '../readable.ts';
import type {WorkerCount} from './options.ts';

/** Engines side by side, and the threads of each. */
export type Workers = {readonly count: number; readonly threads: number};

export type WorkersWanted = {
	readonly asked: WorkerCount;
	/** Threads of each engine; undefined to share out the processors. */
	readonly threads: number | undefined;
	/** Jobs that are to be done: more engines than that are of no use. */
	readonly jobs: number;
	readonly device: Device;
	readonly modelFolder: string;
	/** The user's name for the model. */
	readonly name: string;
};

/** The most threads of an engine without a given number: a small model gains nothing from more. */
const mostThreads = 8;

/**
Number of engines side by side. Of several on a processor each has few threads, and does more with them than one engine with all;
on a GPU they would wait for each other.
@throws UserError (69) when so many do not fit into the memory
*/
export async function planWorkers(wanted: WorkersWanted): Promise<Workers> {
	const cores = availableParallelism();
	const {asked, device, modelFolder} = wanted;
	if (asked === 1 || (asked === 'auto' && (device !== 'cpu' || cores === 1)) || wanted.jobs < 2)
		return {count: 1, threads: wanted.threads ?? Math.min(mostThreads, cores)};
	const [info, memory] = await Promise.all([inspectModel(modelFolder), lookAtMemory(device)]);
	return shareOut(wanted, {cores, most: mostEngines(info, memory), neededBytes: neededBytes(info, memory)});
}

type Room = {
	readonly cores: number;
	/** Engines that fit into the memory, 1 at least. */
	readonly most: number;
	/** Bytes that so many engines need. */
	readonly neededBytes: (count: number) => number;
};

/** The same where the machine is known. */
export function shareOut({asked, threads, jobs, name}: WorkersWanted, {cores, most, neededBytes}: Room): Workers {
	const wanted = Math.min(jobs, asked === 'auto' ? Math.max(1, Math.floor(cores / (threads ?? 1))) : asked);
	if (asked !== 'auto' && wanted > most) {
		throw new UserError(`${wanted} engines of ${name} need about ${readableBytes(neededBytes(wanted))} of memory, and ${most} fit here.`, {
			hint: `Give --workers ${most}, or --workers auto for as many as pay.`,
			exitCode: exitCodes.unavailable,
		});
	}
	const count = Math.min(wanted, most);
	return {count, threads: threads ?? Math.min(mostThreads, Math.max(1, Math.floor(cores / count)))};
}

/** Bytes of one engine on the scarcest memory of a device, and those of them that all engines share. */
function needOf({needs}: ModelInfo, {device}: MachineMemory): {readonly all: number; readonly shared: number} {
	const need = needs.find(each => each.device === device);
	return device === 'cpu' ? {all: need?.hostBytes ?? 0, shared: need?.sharedBytes ?? 0} : {all: need?.deviceBytes ?? 0, shared: 0};
}

function neededBytes(info: ModelInfo, memory: MachineMemory) {
	const {all, shared} = needOf(info, memory);
	return (count: number) => shared + count * (all - shared);
}

function mostEngines(info: ModelInfo, memory: MachineMemory): number {
	const {all, shared} = needOf(info, memory);
	const free = memory.device === 'cpu' ? memory.freeBytes : memory.gpu?.freeBytes;
	if (free === undefined || all <= shared) return Number.POSITIVE_INFINITY;
	return Math.max(1, Math.floor((free - shared) / (all - shared)));
}
