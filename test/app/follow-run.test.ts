import {expect, test} from 'vitest';
import {followEvents, followRun} from '../../src/app/follow-run.ts';
import type {Run} from '../../src/engine/engine.ts';
import {createQueue} from '../../src/engine/queue.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {stateAfter} from '../../src/events/finished-run.ts';
import {noRunLog} from '../../src/journal/run-log.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const events = scriptedRun();
const nothing = () => {};

/** A run whose events are pushed by the test. */
function openRun() {
	const told: string[] = [];
	const queue = createQueue<RunEvent>(() => told.push('cancelled'));
	const run: Run = {
		...{
			events: queue,
			steer: async () => {},
			ask: () => new Promise<never>(nothing),
			pause: nothing,
			resume: nothing,
			step: nothing,
			kill: nothing,
		},
		cancel: () => told.push('cancelled'),
		[Symbol.asyncDispose]: async () => {
			await queue.return?.();
		},
	};
	return {run, queue, told};
}

function finishedQueue() {
	const opened = openRun();
	for (const event of events) opened.queue.push(event);
	opened.queue.end();
	return opened;
}

test('every event is told in order, and the run handed back whole', async () => {
	const {run, told} = finishedQueue();
	const heard: RunEvent[] = [];
	const followed = await followRun(run, {tell: event => heard.push(event)});
	expect(heard).toEqual(events);
	expect(followed).toEqual({events, state: stateAfter(events), run: stateAfter(events)});
	expect(told).toEqual([]);
});

test('a run whose engine was ended has a state, and is not finished', async () => {
	const {run, queue} = openRun();
	for (const event of events.slice(0, 4)) queue.push(event);
	queue.end();
	expect(await followRun(run)).toMatchObject({run: undefined, state: stateAfter(events.slice(0, 4))});
});

test('what ends a run is thrown after the events before it', async () => {
	const {run, queue} = openRun();
	const heard: RunEvent[] = [];
	queue.push(events[0]!);
	queue.fail(new Error('no memory'));
	await expect(followRun(run, {tell: event => heard.push(event)})).rejects.toThrow('no memory');
	expect(heard).toEqual(events.slice(0, 1));
});

test.each([{record: undefined}, {record: {log: noRunLog(undefined), before: []}}])(
	'a signal ends it at once and cancels it: %j',
	async ({record}) => {
		const {run, told} = openRun();
		const stopping = new AbortController();
		const following = followRun(run, {record, signal: stopping.signal});
		stopping.abort(new Error('enough'));
		await expect(following).rejects.toThrow('enough');
		expect(told).toEqual(['cancelled']);
	},
);

test('who leaves the events early cancels the run', async () => {
	const {run, queue, told} = openRun();
	queue.push(events[0]!);
	for await (const _ of followEvents(run)) break;
	expect(told).toEqual(['cancelled']);
});
