import {fork} from 'node:child_process';
import {programFile} from '../package-files.ts';
import type {ProbeAnswer, ProbeQuestion} from './probe-child.ts';

/** Whether a device can run graphs, tried out. */
export type ProbedDevice = {
	/** As onnxruntime calls it: cpu, cuda, webgpu, dml, coreml. */
	readonly device: string;
	readonly works: boolean;
	/** From opening a graph to its first result, in milliseconds; when it works. */
	readonly elapsedMs?: number;
	/** Whether it computes with float16, as large models need it; told of WebGPU when it works, where shaders of some drivers do not. */
	readonly hasHalf?: boolean;
	/** Why it does not work, as the library says it, on one line. */
	readonly reason?: string;
};

export type ProbeOptions = {
	/** Devices to try; by default all that the library was built for. */
	readonly devices?: readonly string[];
	/** Time that each may take. */
	readonly withinMs?: number;
	/** The module that the child runs; by default that of this package. */
	readonly entry?: URL;
};

const defaultEntry = programFile('probe-child.js');

/**
Find out which devices work: each runs a tiny graph in a process of its own, because what the library lists is what it was built for, and
a driver that is broken may abort the process. Never throws; a library that cannot be loaded is a `cpu` that does not work.
*/
export async function probeDevices({devices, withinMs = 20_000, entry = defaultEntry}: ProbeOptions = {}): Promise<ProbedDevice[]> {
	const listed = devices ? {devices} : await ask({}, {withinMs, entry});
	if (!('devices' in listed)) return [{device: 'cpu', works: false, reason: 'reason' in listed ? listed.reason : ''}];
	return Promise.all(
		listed.devices.map(async (device): Promise<ProbedDevice> => {
			const told = await ask({device}, {withinMs, entry});
			return 'elapsedMs' in told ? {device, works: true, ...told} : {device, works: false, reason: 'reason' in told ? told.reason : ''};
		}),
	);
}

/** Milliseconds that a warm device takes for a graph of matrix products; undefined when it cannot do it within the time. */
export async function timeProducts(
	{device, onnx, side}: {readonly device: string; readonly onnx: Uint8Array; readonly side: number},
	{withinMs = 60_000, entry = defaultEntry}: Pick<ProbeOptions, 'withinMs' | 'entry'> = {},
): Promise<number | undefined> {
	const told = await ask({device, products: {onnx: Buffer.from(onnx).toString('base64'), side}}, {withinMs, entry});
	return 'elapsedMs' in told ? told.elapsedMs : undefined;
}

/** One question to a process of its own. However that ends, there is an answer. */
function ask(question: ProbeQuestion, {withinMs, entry}: {readonly withinMs: number; readonly entry: URL}): Promise<ProbeAnswer> {
	return new Promise(resolve => {
		// Discard what drivers print.
		const child = fork(entry, [], {stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: []});
		const limit = setTimeout(() => {
			resolve({reason: `no answer within ${withinMs / 1000} s`});
			child.kill('SIGKILL');
		}, withinMs);
		child.once('message', (told: ProbeAnswer) => resolve('reason' in told ? {reason: oneLine(told.reason)} : told));
		child.once('error', error => resolve({reason: error.message}));
		child.once('close', (code, signal) => {
			clearTimeout(limit);
			resolve({reason: `its process ended with ${signal ?? `exit code ${code}`}`});
		});
		child.send(question, () => {});
	});
}

/** The library's errors begin with where in its source they come from: only what follows is for people. */
const oneLine = (reason: string): string =>
	reason
		.replace(/\s+/g, ' ')
		.replace(/^.* was false\. /, '')
		.replace(/^OrtSessionOptions\w+: /, '')
		.slice(0, 200)
		.trim();
