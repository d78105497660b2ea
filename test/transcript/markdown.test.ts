import {expect, test} from 'vitest';
import {initialRun, reduceRun} from '../../src/events/events.ts';
import {toMarkdown} from '../../src/transcript/markdown.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

test('nothing in a page of a run acts on a terminal, hides or reorders, from whatever source', () => {
	const evil = 'cat\u001B]0;x\u0007\u009B2J\u202Egnp\u200B\u{E0041}\u0085# head\r\nnew';
	const run = scriptedRun({notices: [evil]}).reduce(reduceRun, initialRun);
	const {settings, model} = run;
	if (!settings || !model) throw new TypeError('The fixture changed.');
	const state = {...run, text: `${evil}\nlast`, settings: {...settings, instruction: evil}, model: {...model, name: evil, device: evil}};
	const page = toMarkdown(state, {software: evil, savedAt: new Date(0), picture: `${evil}.png`, input: evil});
	expect(page).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{DI}/u);
	expect(page).toContain('# cat\\]0;x2Jgnp \\# head new\n');
	expect(page).toContain('> last\n');
});
