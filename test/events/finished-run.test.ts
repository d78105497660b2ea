import {expect, test} from 'vitest';
import {finishedRun, startedRun, stateAfter} from '../../src/events/finished-run.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const events = scriptedRun();

test('a run is finished with its last event, and not before', () => {
	expect(finishedRun(stateAfter(events))).toEqual(stateAfter(events));
	for (let count = 0; count < events.length; count++) expect(finishedRun(stateAfter(events.slice(0, count)))).toBeUndefined();
});

test('a run has begun with its first event', () => {
	expect(startedRun(stateAfter([]))).toBeUndefined();
	expect(startedRun(stateAfter(events.slice(0, 1)))).toMatchObject({step: 0, settings: {seed: 42}});
});
