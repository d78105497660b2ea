import {expect, test} from 'vitest';
import {findingsIn} from '../../src/app/findings.ts';
import type {RunEvent, SteeredBy} from '../../src/events/events.ts';
import {finishedRun, stateAfter} from '../../src/events/finished-run.ts';
import {sceneToCodes} from '../../src/world/codes.ts';
import {writeReasoning} from '../../src/world/language/reasoning.ts';
import type {Scene} from '../../src/world/scene/scene.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const frog = {noun: 'frog', colour: 'blue', size: 'small', cell: 'bottom'} as const;
const scene: Scene = {place: 'beach', time: 'day', weather: 'clear', objects: [frog]};

/** A run that was asked for a red frog, and came to a blue one; who changed it on its way. */
function run(by?: SteeredBy) {
	const text = writeReasoning({asked: 'frog', thoughts: [], scene});
	const tokens = {textIds: [1], text, codes: sceneToCodes(scene)};
	const events = scriptedRun().flatMap((event): RunEvent[] => {
		if (event.type === 'started') return [{...event, settings: {...event.settings, instruction: 'a red frog'}}];
		if (event.type !== 'finished') return [];
		const step = {type: 'step', step: 1, of: 1, elapsedMs: 1, ...tokens} as const;
		const intervention = {type: 'writeWords', words: [{row: 0, id: 1}]} as const;
		return [step, ...(by ? [{type: 'steered' as const, step: 1, of: 1, by, intervention, ...tokens}] : []), {...event, text}];
	});
	return finishedRun(stateAfter(events))!;
}

test('a picture is held against what was asked for', () => {
	expect(findingsIn(run())).toEqual(['The frog was to be red, and is blue.']);
	expect(findingsIn(run('model'))).toEqual(['The frog was to be red, and is blue.']);
});

test.each(['person', 'program'] as const)('what a %s changed on the way is not held against the run', by => {
	expect(findingsIn(run(by))).toEqual([]);
});
