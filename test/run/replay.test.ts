import {describe, expect, test} from 'vitest';
import type {RunEvent} from '../../src/run/events.ts';
import {replay} from '../../src/run/replay.ts';
import {collect} from '../fixtures/collect.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const events = scriptedRun({stepMs: 300});

/** The pauses of a replay, in milliseconds, and what it told. */
async function watch(recorded: readonly RunEvent[], speed: number) {
	const pauses: number[] = [];
	const told = await collect(replay(recorded, {speed, wait: async pause => pauses.push(pause)}));
	return {told, pauses, totalMs: pauses.reduce((sum, pause) => sum + pause, 0)};
}

const lastMs = Math.max(...events.map(event => ('elapsedMs' in event ? event.elapsedMs : 0)));

describe('a replay', () => {
	test('tells the same events, in as much time as the run took', async () => {
		const {told, totalMs} = await watch(events, 1);
		expect(told).toEqual(events);
		expect(totalMs).toBeCloseTo(lastMs, 6);
	});

	test('at double speed takes half the time', async () => {
		expect((await watch(events, 2)).totalMs).toBeCloseTo(lastMs / 2, 6);
	});

	test('at infinite speed does not wait at all', async () => {
		const {told, pauses} = await watch(events, Number.POSITIVE_INFINITY);
		expect(told).toEqual(events);
		expect(pauses).toEqual([]);
	});

	test('with real time waits', async () => {
		const startMs = performance.now();
		await collect(replay(events, {speed: lastMs / 50}));
		expect(performance.now() - startMs).toBeGreaterThan(40);
	});
});

test('a recording of another version is refused', async () => {
	const [started] = events;
	const foreign = JSON.parse(JSON.stringify({...started, version: 2}));
	await expect(watch([foreign], 1)).rejects.toThrow('The recording has version 2, and this mmada reads version 1.');
});
