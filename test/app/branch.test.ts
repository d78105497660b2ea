import {expect, test} from 'vitest';
import {branchOf, steeringOf} from '../../src/app/branch.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const plain = scriptedRun();
const steered: RunEvent = {
	...{type: 'steered', step: 4, of: 30, by: 'person', intervention: {type: 'steps', steps: 26}},
	...{textIds: [], text: '', codes: []},
};
const events = plain.flatMap(event => (event.type === 'preview' && event.step === 4 ? [event, steered] : [event]));
const stepsOf = (told: readonly RunEvent[]) => told.flatMap(event => (event.type === 'step' ? [event.step] : []));
const request = {type: 'forget', words: 'red'} as const;

test('a branch has all that the run told until its step, and its changes there', () => {
	const {before, steering} = branchOf(events, 6, [request]);
	expect(stepsOf(before)).toEqual([1, 2, 3, 4, 5, 6]);
	expect(before).toContain(steered);
	expect(before.some(({type}) => type === 'finished')).toBe(false);
	expect(steering).toEqual([{step: 6, by: 'person', request}]);
});

test('what the run was changed by at that step is left out: other changes take its place', () => {
	expect(branchOf(events, 4, [request]).before).not.toContain(steered);
});

test('before the first step there is nothing but the beginning, and without a step it is the last', () => {
	expect(branchOf(events, 0, [request]).before.map(({type}) => type)).toEqual(['started']);
	expect(stepsOf(branchOf(events, undefined, [request]).before)).toEqual(stepsOf(events));
});

test('a step that the run does not have is refused', () => {
	expect(() => branchOf(events, 99, [request])).toThrow('The run has no step 99: it came to step');
	expect(() =>
		branchOf(
			events.filter(event => event.type !== 'step' || event.step !== 3),
			3,
			[request],
		),
	).toThrow('The run has no step 3');
});

test('a run is changed again by what it was changed by', () => {
	expect(steeringOf(events)).toEqual([{step: 4, by: 'person', request: {type: 'steps', steps: 26}}]);
	expect(steeringOf(plain)).toEqual([]);
});
