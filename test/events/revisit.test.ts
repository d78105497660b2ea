import {expect, test} from 'vitest';
import {initialRun, type RunEvent, reduceRun} from '../../src/events/events.ts';
import {createRevisit} from '../../src/events/revisit.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

/** A run that is held after so many steps. */
function held(steps: number) {
	const told: RunEvent[] = [];
	const revisit = createRevisit(event => told.push(event));
	const until = scriptedRun().findLastIndex(event => event.type === 'preview' && event.step === steps);
	for (const event of scriptedRun().slice(0, until + 1)) revisit.tell(event);
	revisit.tell({type: 'paused', step: steps});
	return {revisit, told, state: () => told.reduce(reduceRun, initialRun)};
}

test('while a run is held its steps can be seen again, with the picture of then, and it is held there', () => {
	const {revisit, state} = held(9);
	revisit.seek(-2);
	expect(state()).toMatchObject({step: 7, isPaused: true});
	expect(scriptedRun()).toContainEqual({type: 'preview', step: 7, image: state().preview});
	expect(revisit.isPast()).toBe(true);
	expect(revisit.shown()).toEqual(scriptedRun().slice(0, 15));
	revisit.seek(1);
	expect(state().step).toBe(8);
	revisit.seek(Number.NEGATIVE_INFINITY);
	expect(state().step).toBe(1);
	revisit.toPresent();
	expect(state()).toMatchObject({step: 9, isPaused: true});
	expect(revisit.isPast()).toBe(false);
});

test('the last step is the present, and what comes next is told as ever', () => {
	const {revisit, state} = held(5);
	revisit.seek(-1);
	revisit.seek(Number.POSITIVE_INFINITY);
	expect(revisit.isPast()).toBe(false);
	revisit.seek(-3);
	const next = scriptedRun().find(event => event.type === 'step' && event.step === 6);
	if (next) revisit.tell(next);
	expect(state()).toMatchObject({step: 6, isPaused: false});
	expect(revisit.isPast()).toBe(false);
});

test('a run that is not held is not looked back in', () => {
	const told: RunEvent[] = [];
	const revisit = createRevisit(event => told.push(event));
	for (const event of scriptedRun().slice(0, 9)) revisit.tell(event);
	revisit.seek(-1);
	expect(told).toHaveLength(9);
});

test('a change after a step belongs to it', () => {
	const {revisit} = held(4);
	const steered: RunEvent = {
		...{type: 'steered', step: 4, of: 23, by: 'person'},
		...{intervention: {type: 'maskCodes', rows: [0]}, textIds: [], text: '', codes: []},
	};
	revisit.tell(steered);
	const next = scriptedRun().find(event => event.type === 'step' && event.step === 5);
	if (next) revisit.tell(next);
	revisit.tell({type: 'paused', step: 5});
	revisit.seek(-1);
	expect(revisit.shown().at(-1)).toEqual(steered);
});

test('who waits for it to be held is told at once, or when it is', async () => {
	const {revisit} = held(3);
	await revisit.held();
	const next = scriptedRun().find(event => event.type === 'step' && event.step === 4);
	if (next) revisit.tell(next);
	let isHeld = false;
	const waiting = revisit.held().then(() => {
		isHeld = true;
	});
	await Promise.resolve();
	expect(isHeld).toBe(false);
	revisit.tell({type: 'paused', step: 4});
	await waiting;
	expect(isHeld).toBe(true);
});
