import {setTimeout} from 'node:timers/promises';
import {expect} from 'vitest';
import {type EngineStart, startRun} from '../../src/engine/engine.ts';
import type {RunEvent} from '../../src/events/events.ts';
import type {Job} from '../../src/run/job.ts';

export const start: EngineStart = {entry: new URL('fixtures/fake-engine.mjs', import.meta.url)};
export const options = (behaviour = '') => ({modelFolder: `fake?${behaviour}`, device: 'cpu' as const, threads: 1});
export const job: Job = {task: 'gen', instruction: 'a red house', seed: 5, previews: false};
export const run = (behaviour = '', change: Partial<Job> = {}) => startRun({job: {...job, ...change}, engine: options(behaviour), start});

/** What a run told before it failed, and how. */
export async function failureOf(events: AsyncIterable<RunEvent>): Promise<{readonly told: RunEvent[]; readonly error: unknown}> {
	const told: RunEvent[] = [];
	try {
		for await (const event of events) told.push(event);
	} catch (error) {
		return {told, error};
	}
	throw new Error('The run did not fail.');
}

export const stepsOf = (events: readonly RunEvent[]) => events.filter(event => event.type === 'step');
export const pidIn = ([started]: readonly RunEvent[]) => (started?.type === 'started' ? Number(started.model.name) : Number.NaN);

export function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

export async function untilGone(pid: number): Promise<void> {
	for (let tries = 0; isAlive(pid) && tries < 3000; tries++) await setTimeout(10);
	expect(isAlive(pid)).toBe(false);
}
