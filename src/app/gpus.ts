import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** An NVIDIA GPU as its driver tells it. */
export type Gpu = {
	/** All of it on one line: `NVIDIA H100, 81559 MiB, 80994 MiB free, driver 570.86`. */
	readonly line: string;
	readonly name: string;
	readonly freeBytes: number;
	/** Version of its driver: `580.65.06`. */
	readonly driver: string;
};

/** NVIDIA's GPUs here; none where the driver does not answer. */
export async function nvidiaGpus(): Promise<Gpu[]> {
	const query = ['--query-gpu=name,memory.total,memory.free,driver_version', '--format=csv,noheader,nounits'];
	const {stdout} = await run('nvidia-smi', query, {timeout: 10_000}).catch(() => ({stdout: ''}));
	return stdout
		.split('\n')
		.map(line => line.split(', '))
		.filter(({length}) => length === 4)
		.map(([name = '', total, free, driver = '']) => ({
			line: `${name}, ${total} MiB, ${free} MiB free, driver ${driver}`,
			name,
			freeBytes: Number(free) * 2 ** 20,
			driver,
		}));
}
