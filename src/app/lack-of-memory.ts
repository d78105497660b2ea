import type {ModelInfo} from '../model/inspect.ts';
import type {MachineMemory} from './measure-machine.ts';
import {readableBytes} from './readable.ts';

/** Memory that a model needs and the machine lacks. */
export type Lack = {
	readonly neededBytes: number;
	readonly freeBytes: number;
	/** The two as a sentence. */
	readonly says: (name: string) => string;
	/** Whether a smaller variant would need less of it. */
	readonly isOfWeights: boolean;
	/** Whether it runs all the same, but slower: pages of its files are lacking, which the system drops and reads again. */
	readonly isOfFiles: boolean;
};

/** Memory that is lacking for a model on a machine; nothing where it fits. */
export function lackOf({needs}: ModelInfo, {device, hasHalf = true, freeBytes, gpu, isShared = false}: MachineMemory): Lack | undefined {
	const need = needs.find(each => each.device === device);
	if (!need) return;
	if (device === 'cpu') return lackOnProcessor(need, freeBytes);
	const deviceBytes = need.deviceBytes + (hasHalf ? 0 : need.halfBytes);
	// A GPU without memory of its own takes it from the machine's.
	const hostBytes = need.hostBytes + (isShared ? deviceBytes : 0);
	const on = `${gpu?.name ?? 'the GPU'} (${device})`;
	const lack = (neededBytes: number, free: number, where: string, isOfWeights = true): Lack => ({
		...{neededBytes, freeBytes: free, isOfWeights, isOfFiles: false},
		says: name => `${name} needs about ${readableBytes(neededBytes)} of memory${where}, and ${readableBytes(free)} are free.`,
	});
	if (gpu?.freeBytes !== undefined && deviceBytes > gpu.freeBytes) return lack(deviceBytes, gpu.freeBytes, ` on ${on}`);
	return hostBytes > freeBytes ? lack(hostBytes, freeBytes, '', isShared) : undefined;
}

/** Weights of large models are pages of their files: what of them does not fit is read again, and only the rest must fit. */
function lackOnProcessor(
	{hostBytes, sharedBytes}: Pick<ModelInfo['needs'][number], 'hostBytes' | 'sharedBytes'>,
	freeBytes: number,
): Lack | undefined {
	if (hostBytes <= freeBytes) return;
	const [all, free, ownBytes] = [readableBytes(hostBytes), readableBytes(freeBytes), hostBytes - sharedBytes];
	const lack = {neededBytes: hostBytes, freeBytes, isOfWeights: true};
	if (sharedBytes === 0) return {...lack, isOfFiles: false, says: name => `${name} needs about ${all} of memory, and ${free} are free.`};
	const needed = (name: string) =>
		`${name} needs about ${all} of memory, ${readableBytes(ownBytes)} of it beside its files, and ${free} are free`;
	if (ownBytes > freeBytes) return {...lack, isOfFiles: false, says: name => `${needed(name)}.`};
	return {...lack, isOfFiles: true, says: name => `${needed(name)}: every pass reads its files from the disk again.`};
}
