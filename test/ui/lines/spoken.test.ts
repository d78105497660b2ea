import {expect, test} from 'vitest';
import {spokenLines} from '../../../src/ui/lines/spoken.ts';
import {collect} from '../../fixtures/collect.ts';
import {inTime, scriptedRun} from '../../fixtures/scripted-run.ts';

test('a run is told in sentences, some seconds apart', async () => {
	const events = scriptedRun({stepMs: 2600, notices: ['storybook does not know "giraffe".']});
	const lines = await collect(spokenLines(inTime(events)));
	expect(lines.slice(0, 5)).toEqual([
		'The model is loading.',
		'storybook runs on cpu: 23 steps, seed 42.',
		'storybook does not know "giraffe".',
		'At step 2 of 23: 8 percent of the words and 8 percent of the picture are decided. About 55 seconds to go.',
		'At step 4 of 23: 17 percent of the words and 16 percent of the picture are decided. About 49 seconds to go.',
	]);
	expect(lines.at(-1)).toMatch(/^Done after 60 seconds\. It reads: the sky is dark so it is night \. a small blue house/);
});

test('a pause is told with the words there are, once, and a stop too', async () => {
	const events = scriptedRun({stopAfter: 3, stepMs: 100});
	const paused = {type: 'paused', step: 3} as const;
	expect(await collect(spokenLines(inTime([...events.slice(0, -1), paused, ...events.slice(-1)])))).toEqual([
		'The model is loading.',
		'storybook runs on cpu: 23 steps, seed 42.',
		'Paused at step 3 of 23. It reads: the it below',
		'Stopped at step 3 of 23 after 1 second. It reads: the it below',
	]);
});

test('nothing that a terminal acts on is said', async () => {
	const [started] = scriptedRun();
	if (started?.type !== 'started') throw new TypeError('The fixture changed.');
	const name = 'a\u001B]0;x\u0007\u202Eb\n';
	const lines = await collect(spokenLines(inTime([{...started, notices: [name], model: {...started.model, name, device: name}}])));
	expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
