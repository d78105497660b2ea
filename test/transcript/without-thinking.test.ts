import {expect, test} from 'vitest';
import {toRerunOptions} from '../../src/cli/parse/options.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {startedRun, stateAfter} from '../../src/events/finished-run.ts';
import {describeMade} from '../../src/transcript/describe.ts';
import {toMarkdown} from '../../src/transcript/markdown.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

/** The scripted run as it would have gone without a reasoning. */
const silent = scriptedRun().map((event): RunEvent => {
	if (event.type === 'started') return {...event, settings: {...event.settings, thinking: false}};
	return 'text' in event ? {...event, text: ''} : event;
});
const run = startedRun(stateAfter(silent))!;
const made = {software: 'mmada 0.1.0', settings: run.settings, model: run.model, reasoning: run.text};

test('a picture made without thinking says so, and is made again without', () => {
	expect(describeMade(made)).toMatch(/^reasoning +none$/m);
	const defaults = {model: 'storybook', threads: 1, randomSeed: () => 1};
	expect(toRerunOptions({input: [], flags: {}}, made, defaults).settings).toMatchObject({thinking: false});
});

test('its page for people has no empty reasoning', () => {
	const facts = {software: 'mmada 0.1.0', savedAt: new Date(0), picture: 'x.png'};
	expect(toMarkdown(run, facts)).not.toContain('Reasoning');
	expect(toMarkdown(startedRun(stateAfter(scriptedRun()))!, facts)).toContain('## Reasoning');
});
