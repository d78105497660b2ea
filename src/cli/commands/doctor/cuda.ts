import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {stat} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Gpu} from '../../../app/gpus.ts';
import {missingLibraries} from '../../../app/shared-library.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {shellWord} from '../../../shell-word.ts';
import {type Check, note, ok} from './check.ts';

/** onnxruntime 1.30 is built with CUDA 13, which drivers from this one on run. */
const neededDriver = 580;
const cudaLibraries = ['libcudart.so.13', 'libcublas.so.13', 'libcublasLt.so.13', 'libcurand.so.10'];
/** Without it the network runs, and the image tokenizers do not. */
const cudnn = 'libcudnn.so.9';

export type Surroundings = {
	readonly platform: string;
	readonly gpus: readonly Gpu[];
	/** LD_LIBRARY_PATH. */
	readonly searched: string | undefined;
};

/** Parts that CUDA needs, each looked for on this machine; none without an NVIDIA GPU, and where there is no CUDA for Node.js. */
export async function checkCuda({platform, gpus, searched}: Surroundings): Promise<Check[]> {
	const [gpu] = gpus;
	if (!gpu || platform !== 'linux/x64') return [];
	const [major = 0] = gpu.driver.split('.').map(Number);
	const missing = await missingLibraries([...cudaLibraries, cudnn], searched);
	const lacking = missing.filter(name => name !== cudnn);
	return [
		major >= neededDriver
			? ok('driver', `NVIDIA ${gpu.driver}; CUDA 13 needs ${neededDriver} or later`)
			: note('driver', `NVIDIA ${gpu.driver}; CUDA 13 needs ${neededDriver} or later`, 'https://www.nvidia.com/drivers'),
		(await isThere(cudaPart()))
			? ok('CUDA part', "the inference library's own is here")
			: note('CUDA part', "the inference library's own is missing", `mmada doctor --fix cuda # runs ${installCommand()}`),
		lacking.length === 0
			? ok('CUDA 13', 'its libraries are here')
			: note('CUDA 13', `the loader does not find ${lacking.join(', ')}`, fromPyPI('nvidia-cuda-runtime nvidia-cublas nvidia-curand')),
		missing.includes(cudnn)
			? note('cuDNN 9', `the loader does not find ${cudnn}: image tokenizers need it`, fromPyPI('nvidia-cudnn-cu13'))
			: ok('cuDNN 9', 'is here'),
	];
}

const fromPyPI = (packages: string): string =>
	`pip install ${packages} # then name the folders of their .so files in LD_LIBRARY_PATH; or install CUDA 13 with your package manager`;

/** Fetch the inference library's CUDA part, by its own program. What that says goes to stderr. @throws UserError (69 or 75) when it cannot be had */
export async function fetchCuda(platform: string, env: NodeJS.ProcessEnv): Promise<void> {
	if (platform !== 'linux/x64') {
		throw new UserError(`There is no CUDA for Node.js on ${platform}: only on linux/x64.`, {
			hint: 'Use another device: --device webgpu, or dml on Windows.',
			exitCode: exitCodes.unavailable,
		});
	}
	const child = spawn(process.execPath, [installer()], {
		env: {...env, ONNXRUNTIME_NODE_INSTALL: env.ONNXRUNTIME_NODE_INSTALL ?? 'true'},
		// stdout is for the checks.
		stdio: ['ignore', process.stderr, 'pipe'],
	});
	let said = '';
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		said += text;
	});
	const [code] = (await once(child, 'close')) as [number | null];
	if (code === 0) return;
	const reason = /^\w*Error: (.*)$/m.exec(said)?.[1] ?? `its program ended with ${code}`;
	throw new UserError(`The CUDA part of the inference library could not be fetched: ${reason.replace(/\.$/, '')}.`, {
		hint: `Try again later. By hand: \`${path.basename(cudaPart())}\` and its neighbours of the NuGet package Microsoft.ML.OnnxRuntime.Gpu.Linux belong in ${shellWord(path.dirname(cudaPart()))}`,
		exitCode: exitCodes.tryAgain,
	});
}

/** The inference library fetches its CUDA part on demand only. */
const installer = (): string => path.join(libraryFolder(), 'script', 'install.js');
const installCommand = (): string => `node ${shellWord(installer())}`;
const cudaPart = (): string => path.join(libraryFolder(), 'bin', 'napi-v6', 'linux', 'x64', 'libonnxruntime_providers_cuda.so');

function libraryFolder(): string {
	const main = fileURLToPath(import.meta.resolve('onnxruntime-node'));
	return path.join(main.slice(0, main.lastIndexOf('onnxruntime-node')), 'onnxruntime-node');
}

/** An empty file only stands in for one that is fetched on demand (bin/before-install.js). */
const isThere = (file: string): Promise<boolean> =>
	stat(file).then(
		({size}) => size > 0,
		() => false,
	);
