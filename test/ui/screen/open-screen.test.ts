import chalk from 'chalk';
import {beforeAll, expect, test} from 'vitest';
import type {RunEvent} from '../../../src/events/events.ts';
import {openScreen} from '../../../src/ui/screen/open-screen.ts';
import {createTerminal} from '../../fixtures/fake-terminal.ts';
import {madeUpStream} from '../../fixtures/made-up-stream.ts';
import {screenOptions} from '../../fixtures/screen-options.ts';
import {inTime, scriptedRun} from '../../fixtures/scripted-run.ts';

beforeAll(() => {
	chalk.level = 0;
});

const options = {...screenOptions, rates: {maxFps: 60, bytesPerSecond: 1e9}};

async function show(events: AsyncIterable<RunEvent>, change = {}) {
	const terminal = createTerminal(80);
	const shown = openScreen(
		events,
		{...options, ...change},
		{terminal: madeUpStream({columns: terminal.columns, rows: 24}, terminal.write)},
	);
	const first = terminal.text();
	return {terminal, first, result: await shown.then(() => 'ended', String)};
}

test('the first frame stands at once, the last one stays, and no sequence is written but what the painter needs', async () => {
	const {terminal, first, result} = await show(inTime(scriptedRun(), 5));
	expect(first).toBe(' a red balloon\n loading the model · seed 42');
	expect(result).toBe('ended');
	const lines = terminal.text().split('\n');
	expect(lines[0]).toBe(' a red balloon');
	expect(lines.slice(2, 4)).toEqual([
		' the sky is dark so it is night . a     ............------------............',
		' small blue house stands below ; a red  ............------------............',
	]);
	expect(lines.at(-1)).toBe(' step 23/23 · text 100 % · image 100 % · 6.9 s · seed 42 · storybook on cpu');
	expect(lines.length).toBeLessThanOrEqual(22);
	expect(terminal.unknown).toEqual([]);
});

test('a run that is killed leaves the last frame it had', async () => {
	const {terminal, result} = await show(inTime(scriptedRun().slice(0, 9), 5));
	expect(result).toBe('ended');
	expect(terminal.text()).toContain(' step 4/23 · ');
});

test('what ended a run comes out, and the screen is let go', async () => {
	async function* broken(): AsyncGenerator<RunEvent> {
		yield* scriptedRun().slice(0, 5);
		throw new RangeError('The engine ended.');
	}
	expect((await show(broken())).result).toBe('RangeError: The engine ended.');
});

test('once asked to stop, the screen says so', async () => {
	const stopping = new AbortController();
	async function* slow(): AsyncGenerator<RunEvent> {
		yield* scriptedRun().slice(0, 5);
		stopping.abort();
		await new Promise(resolve => setTimeout(resolve, 100));
	}
	const {terminal} = await show(slow(), {stopping: stopping.signal});
	expect(terminal.text()).toContain(' stopping after this step · Ctrl-C again leaves at once');
});
