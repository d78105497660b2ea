import {measureGpuSpeed, measureSpeed} from '../model/network/flops.ts';
import {arithmeticOn, type Storage} from '../model/variants.ts';
import type {Device} from '../runtime/session.ts';
import {nvidiaGpus} from './gpus.ts';
import {freeMemory} from './memory.ts';

/** Memory for a run on a device. */
export type MachineMemory = {
	/** Device that the network runs on. */
	readonly device: Device;
	/** Whether it computes with float16; it does unless this is false. */
	readonly hasHalf?: boolean;
	/** Bytes of the machine's memory that can be taken. */
	readonly freeBytes: number;
	/** The GPU, as far as its driver describes it. */
	readonly gpu?: {readonly name?: string; readonly freeBytes?: number} | undefined;
	/** Whether the GPU's memory is the machine's. */
	readonly isShared?: boolean;
};

export type Machine = MachineMemory & {
	/** Floating-point operations a second of matrix products on the device; undefined when they could not be measured. */
	readonly speed: number | undefined;
};

/** Memory of this machine and of its GPU. */
export async function lookAtMemory(device: Device, hasHalf = true): Promise<MachineMemory> {
	const freeBytes = await freeMemory();
	if (device === 'cpu') return {device, freeBytes};
	const [gpu] = await nvidiaGpus();
	return {device, hasHalf, freeBytes, isShared: process.platform === 'darwin', ...(gpu && {gpu})};
}

/** Speed of some products on the device, in the type that a model of this storage computes in. */
export const measureMachineSpeed = async (device: Device, threads: number, storage: Storage): Promise<number | undefined> =>
	device === 'cpu' ? measureSpeed(threads) : measureGpuSpeed(device, arithmeticOn(device, storage).products);
