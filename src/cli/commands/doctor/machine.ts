import {execFile} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {availableParallelism, cpus, totalmem} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {freeMemory} from '../../../app/memory.ts';
import {readableBytes} from '../../../app/readable.ts';
import {exitCodes} from '../../../errors.ts';
import type {ProbedDevice} from '../../../runtime/probe-devices.ts';
import {shellWord} from '../../../shell-word.ts';
import {type Check, note, ok} from './check.ts';

const run = promisify(execFile);

/** An NVIDIA GPU as its driver tells it: a line such as `NVIDIA H100, 81559 MB, 80994 MB free, driver 570.86`. */
type Gpu = {readonly line: string};

/** Devices that run graphs here, and the GPUs that could. @param probe - tries the devices */
export async function checkDevices(probe: () => Promise<readonly ProbedDevice[]>): Promise<Check[]> {
	const [devices, nvidia, others] = await Promise.all([probe(), nvidiaGpus(), drmGpus()]);
	const gpus = [...nvidia.map(({line}) => line), ...(nvidia.length > 0 ? [] : others)];
	return [
		// A second library on top of CUDA, which no command here uses.
		...devices
			.filter(({device}) => device !== 'tensorrt')
			.map(found => checkDevice(found, {hasNvidia: nvidia.length > 0, hasGpu: gpus.length > 0})),
		gpus.length > 0 ? ok('GPU', gpus.join('; ')) : note('GPU', 'none found: the processor does the work'),
	];
}

function checkDevice(
	{device, works, elapsedMs = 0, reason = ''}: ProbedDevice,
	{hasNvidia, hasGpu}: {hasNvidia: boolean; hasGpu: boolean},
): Check {
	if (works) {
		const what = device === 'cpu' ? `${availableParallelism()} threads, ${cpus()[0]?.model.trim() ?? 'unknown processor'}; ` : '';
		return ok(device, `${what}works, first result after ${Math.round(elapsedMs)} ms`);
	}
	const found = `does not work: ${reason.replace(/\.$/, '')}`;
	if (device === 'cpu') return {...note(device, found, reinstall), state: 'fault', exitCode: exitCodes.unavailable};
	if (device === 'cuda')
		return hasNvidia ? note(device, found, `node ${shellWord(cudaInstaller())}`) : note(device, 'not used: no NVIDIA GPU');
	// Without a GPU it would only be a slower processor.
	return note(
		device,
		found,
		device === 'webgpu' && hasGpu && process.platform === 'linux' ? 'sudo apt-get install mesa-vulkan-drivers' : undefined,
	);
}

const reinstall = 'npm ci # in the folder of mmada; or install it again';

/** The inference library fetches its CUDA part on demand only. */
function cudaInstaller(): string {
	const main = fileURLToPath(import.meta.resolve('onnxruntime-node'));
	return path.join(main.slice(0, main.lastIndexOf('onnxruntime-node')), 'onnxruntime-node', 'script', 'install.js');
}

async function nvidiaGpus(): Promise<Gpu[]> {
	const query = ['--query-gpu=name,memory.total,memory.free,driver_version', '--format=csv,noheader,nounits'];
	const {stdout} = await run('nvidia-smi', query, {timeout: 10_000}).catch(() => ({stdout: ''}));
	return stdout
		.split('\n')
		.map(line => line.split(', '))
		.filter(({length}) => length === 4)
		.map(([name, total, free, driver]) => ({line: `${name}, ${total} MiB, ${free} MiB free, driver ${driver}`}));
}

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
