import {readdir, readFile} from 'node:fs/promises';
import {availableParallelism, cpus, totalmem} from 'node:os';
import {nvidiaGpus} from '../../../app/gpus.ts';
import {freeMemory} from '../../../app/memory.ts';
import {readableBytes} from '../../../app/readable.ts';
import {exitCodes} from '../../../errors.ts';
import type {ProbedDevice} from '../../../runtime/probe-devices.ts';
import {type Check, note, ok} from './check.ts';
import {checkCuda} from './cuda.ts';

/** Devices that run graphs here, as they were tried, and the GPUs that could. */
export async function checkDevices(devices: readonly ProbedDevice[]): Promise<Check[]> {
	const [nvidia, others] = await Promise.all([nvidiaGpus(), drmGpus()]);
	const gpus = [...nvidia.map(({line}) => line), ...(nvidia.length > 0 ? [] : others)];
	return [
		// A second library on top of CUDA, which no command here uses.
		...devices
			.filter(({device}) => device !== 'tensorrt')
			.map(found => checkDevice(found, {hasNvidia: nvidia.length > 0, hasGpu: gpus.length > 0})),
		gpus.length > 0 ? ok('GPU', gpus.join('; ')) : note('GPU', 'none found: the processor does the work'),
		...(await checkCuda({platform: platformName(), gpus: nvidia, searched: process.env.LD_LIBRARY_PATH})),
	];
}

function checkDevice(
	{device, works, elapsedMs = 0, hasHalf = true, reason = ''}: ProbedDevice,
	{hasNvidia, hasGpu}: {hasNvidia: boolean; hasGpu: boolean},
): Check {
	if (works) {
		const what = device === 'cpu' ? `${availableParallelism()} threads, ${cpus()[0]?.model.trim() ?? 'unknown processor'}; ` : '';
		const found = `${what}works, first result after ${Math.round(elapsedMs)} ms`;
		if (hasHalf) return ok(device, found);
		return note(device, `${found}, without float16: it runs large models as int8-blocks or int4`, withoutHalf);
	}
	const found = `does not work: ${reason.replace(/\.$/, '')}`;
	if (device === 'cpu') return {...note(device, found, reinstall), state: 'fault', exitCode: exitCodes.unavailable};
	if (device === 'cuda')
		// Checks of their own tell what is lacking.
		return hasNvidia ? note(device, found) : note(device, 'not used: no NVIDIA GPU');
	// Without a GPU it would only be a slower processor.
	return note(
		device,
		found,
		device === 'webgpu' && hasGpu && process.platform === 'linux' ? 'sudo apt-get install mesa-vulkan-drivers' : undefined,
	);
}

const withoutHalf = 'mmada models convert <model> --type int8-blocks # of a large model, to run it there';
const reinstall = 'npm ci # in the folder of mmada; or install it again';

/** As the inference library names its builds: `linux/x64`. */
export const platformName = (): string => `${process.platform}/${process.arch}`;

const vendors: Readonly<Record<string, string>> = {'0x1002': 'AMD', '0x10de': 'NVIDIA (its driver does not answer)', '0x8086': 'Intel'};

/** Makers of the graphics cards that Linux lists. */
async function drmGpus(): Promise<string[]> {
	const root = '/sys/class/drm';
	const cards = (await readdir(root).catch(() => [])).filter(name => /^card\d+$/.test(name));
	const codes = await Promise.all(
		cards.map(async card => (await readFile(`${root}/${card}/device/vendor`, 'utf8').catch(() => '')).trim()),
	);
	return codes.flatMap(code => vendors[code] ?? []);
}

/** Free memory against what the bundled model takes. */
export async function checkMemory(neededBytes: number): Promise<Check> {
	const free = await freeMemory();
	const found = `${readableBytes(free)} free of ${readableBytes(totalmem())}; the bundled model takes about ${readableBytes(neededBytes)}`;
	if (free >= neededBytes) return ok('memory', found);
	return {subject: 'memory', state: 'fault', found, fix: 'Close other programs.', exitCode: exitCodes.unavailable};
}
