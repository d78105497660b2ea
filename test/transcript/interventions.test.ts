import {expect, test} from 'vitest';
import type {Intervention} from '../../src/decoder/steer.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {describeInterventions} from '../../src/transcript/interventions.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const steered = (intervention: Intervention): RunEvent => {
	const step = scriptedRun().findLast(event => event.type === 'step')!;
	const {textIds, codes} = step;
	return {type: 'steered', step: step.step, of: 9, by: 'person', intervention, textIds, codes, text: 'a green cat'};
};

test.each([
	{change: {type: 'writeWords', words: [{row: 1, id: 2}]}, says: 'words written: a green cat'},
	{change: {type: 'maskWords', rows: [1, 2]}, says: '2 words decided again'},
	{change: {type: 'maskCodes', rows: [1]}, says: '1 code of the picture decided again'},
	{change: {type: 'fixCodes', rows: [1, 2]}, says: '2 codes of the picture kept'},
	{change: {type: 'instruction', instruction: 'a dog'}, says: 'another instruction: a dog'},
	{change: {type: 'steps', steps: 3}, says: '3 steps left'},
	{change: {type: 'guidance', guidanceText: 2, guidanceImage: 1}, says: 'guidance 2 and 1'},
	{change: {type: 'temperature', textTemperature: 0}, says: 'temperature 0'},
] as const)('a change is told in words: $says', ({change, says}) => {
	const events = [...scriptedRun().filter(({type}) => type !== 'finished'), steered(change)];
	expect(describeInterventions(events)).toEqual([expect.stringMatching(new RegExp(`^after step \\d+, by a person: ${says}$`))]);
	expect(describeInterventions(scriptedRun())).toEqual([]);
});
