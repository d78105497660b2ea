import chalk from 'chalk';
import fc from 'fast-check';
import {renderToString} from 'ink';
import stringWidth from 'string-width';
import {beforeAll, expect, test} from 'vitest';
import {initialRun, type RunEvent, reduceRun} from '../../../src/events/events.ts';
import {GridView} from '../../../src/ui/screen/components/grid-view.tsx';
import {initialProgress, nextProgress} from '../../../src/ui/screen/use-run.ts';
import {initialView, type ViewState} from '../../../src/ui/screen/view-state.ts';
import {createCanvas} from '../../../src/ui/terminal/canvas.ts';
import type {Size} from '../../../src/ui/terminal/size.ts';
import {scriptedRun} from '../../fixtures/scripted-run.ts';

beforeAll(() => {
	chalk.level = 0;
});

const events = scriptedRun();
const fold = (of: readonly RunEvent[]) => of.reduce(reduceRun, initialRun);

type FrameOptions = Partial<ViewState> & {
	/** Runs that have ended, and how many events of the next have come. */
	readonly done?: number;
	readonly count?: number;
	readonly runs?: number;
	readonly keepsPicture?: boolean;
	readonly isStopping?: boolean;
};

function frame(
	window: Size,
	{done = 0, count = 20, runs = 4, keepsPicture = true, isStopping = false, ...change}: FrameOptions = {},
): string[] {
	const canvas = createCanvas();
	const earlier = Array.from({length: done}, () => fold(events));
	const view = {
		progress: {...nextProgress(initialProgress, fold(events.slice(0, count)), 0), earlier},
		seeds: Array.from({length: runs}, (_, index) => 7 + index),
		window,
		title: 'a red balloon',
		seed: 7,
		hasPreview: true,
		keepsPicture: () => keepsPicture,
		isStopping,
		view: {...initialView, ...change},
		keys: 'steer' as const,
		isCalm: false,
		isAscii: false,
		canvas,
	};
	return canvas
		.fill(renderToString(<GridView {...view} />, {columns: window.columns}))
		.split('\n')
		.map(line => line.trimEnd());
}

test('pictures stand side by side over their seeds, the reasoning is that of the run that goes', () => {
	expect(frame({columns: 60, rows: 20}, {done: 1})).toEqual([
		' a red balloon',
		'',
		' ....----....  ....==------',
		' ....----....  ....------..',
		' ............  ..------....',
		' ....====....  ------==..--',
		' ....====....  ----====----',
		' ::::::::::::  --::::==----',
		' seed 7        seed 8        seed 9        seed 10',
		'',
		' the sky ░ ░ ░ it is ░ ░ ░ small blue ░ ░ below ; ░ ░ ░',
		' floats above ░ ░',
		'',
		'',
		' picture 2/4 · step 10/23 · 3.0 s · 4 s left',
	]);
});

test('in a high window they take several rows', () => {
	const lines = frame({columns: 40, rows: 40}, {done: 3, count: events.length});
	expect(lines.filter(line => /seed \d/.test(line) && !line.includes('·')).map(line => line.trim())).toEqual([
		expect.stringMatching(/^seed 7 +seed 8$/),
		expect.stringMatching(/^seed 9 +seed 10$/),
	]);
});

test('the last frame leaves the pictures out if a sheet is printed after it', () => {
	const lines = frame({columns: 80, rows: 24}, {done: 3, count: events.length, keepsPicture: false});
	expect(lines).toEqual([
		' a red balloon',
		'',
		' the sky is dark so it is night . a small blue house stands below ; a red',
		' balloon floats above it .',
		'',
		expect.stringMatching(/^ picture 4\/4 · step 23\/23 · /),
	]);
});

test('no window makes a frame taller than its rows less two, or wider than its columns', () => {
	const size = fc.record({columns: fc.integer({min: 20, max: 160}), rows: fc.integer({min: 6, max: 60})});
	const state = fc.record({
		done: fc.nat(3),
		count: fc.nat(events.length),
		runs: fc.integer({min: 4, max: 48}),
		showsHelp: fc.boolean(),
		pictureRows: fc.option(fc.integer({min: 4, max: 60}), {nil: undefined}),
	});
	fc.assert(
		fc.property(size, state, (window, {pictureRows, ...rest}) => {
			const lines = frame(window, {...rest, ...(pictureRows !== undefined && {pictureRows})});
			expect(lines.length).toBeLessThanOrEqual(window.rows - 2);
			expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(window.columns);
		}),
		{numRuns: 60},
	);
});
