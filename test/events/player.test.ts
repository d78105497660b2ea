import {setImmediate} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import type {RunEvent} from '../../src/events/events.ts';
import {createPlayer, type Player, type PlayerOptions} from '../../src/events/player.ts';
import {collect} from '../fixtures/collect.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const events = scriptedRun({stepMs: 300});
const lastMs = Math.max(...events.map(event => ('elapsedMs' in event ? event.elapsedMs : 0)));
const lastStep = events.filter(({type}) => type === 'step').length;

/** The pauses of a replay, in milliseconds, and what it told. */
async function watch(recorded: readonly RunEvent[], pace: PlayerOptions['pace']) {
	const pauses: number[] = [];
	const player = createPlayer(recorded, {pace, wait: async pause => pauses.push(pause)});
	const told = await collect(player.events);
	return {told, pauses, totalMs: pauses.reduce((sum, pause) => sum + pause, 0)};
}

describe('a replay', () => {
	test('tells the same events, in as much time as the run took', async () => {
		const {told, totalMs} = await watch(events, {speed: 1});
		expect(told).toEqual(events);
		expect(totalMs).toBeCloseTo(lastMs, 6);
	});

	test('at double speed takes half the time', async () => {
		expect((await watch(events, {speed: 2})).totalMs).toBeCloseTo(lastMs / 2, 6);
	});

	test('at infinite speed does not wait at all', async () => {
		const {told, pauses} = await watch(events, {speed: Number.POSITIVE_INFINITY});
		expect(told).toEqual(events);
		expect(pauses).toEqual([]);
	});

	test('of a given length takes that long, every step as long as the others', async () => {
		const {pauses, totalMs} = await watch(events, {totalMs: 2500});
		expect(totalMs).toBeCloseTo(2500, 6);
		expect(Math.max(...pauses) - Math.min(...pauses)).toBeCloseTo(0, 9);
	});

	test('with real time waits', async () => {
		const startMs = performance.now();
		await collect(createPlayer(events, {pace: {totalMs: 50}}).events);
		expect(performance.now() - startMs).toBeGreaterThan(40);
	});
});

/** What a player tells, one line an event, while each act is done once it has told all it has to tell. */
async function steer(acts: readonly ((player: Player) => void)[], recorded = events): Promise<string[]> {
	const told: string[] = [];
	// Time never passes by itself: the run stands before its first step until it is told otherwise.
	const wait = async (_: number, signal: AbortSignal) => new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
	const player = createPlayer(recorded, {pace: {speed: 1}, wait});
	const reading = (async () => {
		for await (const event of player.events) told.push('step' in event ? `${event.type} ${event.step}` : event.type);
	})();
	for (const act of acts) {
		for (let turn = 0; turn < 20; turn++) await setImmediate();
		act(player);
	}
	for (let turn = 0; turn < 20; turn++) await setImmediate();
	player.stop();
	await reading;
	return told;
}

describe('a player', () => {
	test.each<{rule: string; acts: ((player: Player) => void)[]; told: string[]}>([
		{rule: 'holds where it is', acts: [player => player.pause()], told: ['started', 'paused 0']},
		{
			rule: 'goes on and back by steps, and holds there',
			acts: [player => player.seek(1), player => player.seek(4), player => player.seek(-2)],
			told: ['started', 'step 1', 'preview 1', 'paused 1', 'step 5', 'preview 5', 'paused 5', 'step 3', 'preview 3', 'paused 3'],
		},
		{
			rule: 'does not leave the steps',
			acts: [player => player.seek(-3), player => player.seek(Number.POSITIVE_INFINITY), player => player.seek(Number.NEGATIVE_INFINITY)],
			told: [
				'started',
				...['step 1', 'preview 1', 'paused 1'],
				...[`step ${lastStep}`, `preview ${lastStep}`, `paused ${lastStep}`],
				...['step 1', 'preview 1', 'paused 1'],
			],
		},
		{
			rule: 'adds up what is asked at once',
			acts: [
				player => {
					player.seek(2);
					player.seek(2);
				},
			],
			told: ['started', 'step 4', 'preview 4', 'paused 4'],
		},
		{rule: 'waits again once it goes on', acts: [player => player.pause(), player => player.resume()], told: ['started', 'paused 0']},
	])('$rule', async ({acts, told}) => {
		expect(await steer(acts)).toEqual(told);
	});

	test('that holds at its last step comes to the end once it goes on', async () => {
		const player = createPlayer(events, {pace: {speed: Number.POSITIVE_INFINITY}});
		player.seek(Number.POSITIVE_INFINITY);
		const told: string[] = [];
		for await (const event of player.events) {
			told.push(event.type);
			if (event.type === 'paused') player.resume();
		}
		expect(told).toEqual(['step', 'preview', 'paused', 'finished']);
	});

	test('of a recording without steps has nowhere to go', async () => {
		expect(await steer([player => player.seek(1), player => player.seek(-9)], events.slice(0, 1))).toEqual(['started']);
	});
});

test('a recording of another version is refused', () => {
	const [started] = events;
	const foreign = JSON.parse(JSON.stringify({...started, version: 3}));
	expect(() => createPlayer([foreign], {pace: {speed: 1}})).toThrow('The recording has version 3, and this mmada reads versions up to 2.');
});
