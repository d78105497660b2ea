import {expect, test} from 'vitest';
import {plainLines} from '../../../src/ui/lines/plain.ts';
import {collect} from '../../fixtures/collect.ts';
import {inTime, scriptedRun} from '../../fixtures/scripted-run.ts';

test('a pipe gets what runs, notices, a line a second and the reasoning', async () => {
	const events = scriptedRun({notices: ['storybook does not know "giraffe".\u001B[2J']});
	expect(await collect(plainLines(inTime(events)))).toEqual([
		'storybook on cpu · seed 42',
		'storybook does not know "giraffe".[2J',
		'step 1/23 · text 4 % · image 5 % · 0.3 s',
		'step 5/23 · text 21 % · image 22 % · 1.5 s',
		'step 9/23 · text 39 % · image 38 % · 2.7 s',
		'step 13/23 · text 56 % · image 55 % · 3.9 s',
		'step 17/23 · text 73 % · image 75 % · 5.1 s',
		'step 21/23 · text 91 % · image 91 % · 6.3 s',
		'done: step 23/23 · text 100 % · image 100 % · 6.9 s',
		'the sky is dark so it is night . a small blue house stands below ; a red balloon floats above it .',
	]);
});

test('a stopped run says so', async () => {
	const lines = await collect(plainLines(inTime(scriptedRun({stopAfter: 2}))));
	expect(lines.at(-2)).toBe('stopped: step 2/23 · text 8 % · image 8 % · 0.6 s');
});
