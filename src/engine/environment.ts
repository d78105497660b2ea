import {telemetryOff} from '../runtime/library.ts';

/**
The environment of the engine: that of this process, with the inference library's telemetry off, and with settings of glibc's malloc unless
they are set already: two arenas, and memory of 4 MiB and more that goes back to the system once it is free.
By itself each thread that allocates gets one, up to eight a core, and every arena keeps what its thread freed: an engine of two threads
grew by up to 20 MB over 200 runs, which no other system does. And by itself malloc keeps pieces of up to 32 MiB, between which gaps remain: with 25 MiB
runs of 32 layers of the released width took 2.2 to 3.6 GB beside their files, and with 4 MiB 1.4 GB. Elsewhere nothing reads the variables.
*/
export const engineEnvironment = (): NodeJS.ProcessEnv => ({...malloc, ...process.env, ...telemetryOff});

const malloc = {
	MALLOC_ARENA_MAX: '2',
	MALLOC_MMAP_THRESHOLD_: String(4 * 2 ** 20),
	// Its own choice once it has seen large pieces.
	MALLOC_TRIM_THRESHOLD_: String(2 ** 26),
};
