import type {EngineOptions} from '../../run/job.ts';
import {createLastingEngine, type LastingEngine} from '../lasting-engine.ts';
import type {Workers} from './workers.ts';

/** An engine, and the run that it is busy with. */
export type Lane = {
	readonly engine: LastingEngine;
	/** Hands over how to stop that run after its current step. */
	readonly onRun: (cancel: () => void) => void;
};

/** Engines side by side, each started with its first job. */
export type Engines = {
	readonly lanes: readonly Lane[];
	/** Stop all runs after their current steps, for good; engines without one end. @returns whether there are runs to wait for */
	readonly stop: () => boolean;
	readonly isStopped: () => boolean;
	/** End all engines at once. */
	readonly kill: () => void;
} & AsyncDisposable;

export function openEngines({count, threads}: Workers, options: Omit<EngineOptions, 'size' | 'threads'>): Engines {
	let isStopped = false;
	const cancels: ((() => void) | undefined)[] = Array.from({length: count});
	const lanes = Array.from(
		{length: count},
		(_, lane): Lane => ({
			engine: createLastingEngine({...options, threads}),
			onRun(cancel) {
				cancels[lane] = cancel;
			},
		}),
	);
	return {
		lanes,
		stop() {
			isStopped = true;
			for (const [index, {engine}] of lanes.entries()) {
				const cancel = cancels[index];
				if (cancel) cancel();
				else engine.kill();
			}
			return cancels.some(cancel => cancel !== undefined);
		},
		isStopped: () => isStopped,
		kill() {
			for (const {engine} of lanes) engine.kill();
		},
		async [Symbol.asyncDispose]() {
			await Promise.all(lanes.map(async ({engine}) => engine[Symbol.asyncDispose]()));
		},
	};
}
