import {telemetryOff} from '../runtime/library.ts';

/**
The environment of the engine: that of this process, with the inference library's telemetry off, and with settings of glibc's malloc unless
they are set already: two arenas, and memory of 4 MiB and more that goes back to the system once it is free.
By itself each thread that allocates gets one, up to eight a core, and every arena keeps what its thread freed: an engine of two threads
grew by up to 20 MB over 200 runs, which no other system does. And by itself malloc keeps pieces of up to 32 MiB: a run of a model of the released
width took 1.9 GB beside its files, and takes 0.8 GB with these and without the library's arena. Elsewhere nothing reads the variables.
*/
export const engineEnvironment = (): NodeJS.ProcessEnv => ({...malloc, ...process.env, ...telemetryOff});

const malloc = {
	MALLOC_ARENA_MAX: '2',
	MALLOC_MMAP_THRESHOLD_: String(2 ** 22),
	// Its own choice once it has seen large pieces.
	MALLOC_TRIM_THRESHOLD_: String(2 ** 26),
};
