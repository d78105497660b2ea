import chalk from 'chalk';
import fc from 'fast-check';
import {renderToString} from 'ink';
import stringWidth from 'string-width';
import {beforeAll, expect, test} from 'vitest';
import {initialRun, type RunEvent, reduceRun} from '../../../src/events/events.ts';
import {emptyLine} from '../../../src/ui/prompt/line-editor.ts';
import {noTypeAhead, type TypeAheadState} from '../../../src/ui/prompt/type-ahead.ts';
import {RunView, type RunViewProps} from '../../../src/ui/screen/components/run-view.tsx';
import {firstFrame} from '../../../src/ui/screen/first-frame.ts';
import {isAsPrinted} from '../../../src/ui/screen/print-picture.ts';
import {initialProgress, nextProgress} from '../../../src/ui/screen/use-run.ts';
import {initialView, type ViewState} from '../../../src/ui/screen/view-state.ts';
import {createCanvas} from '../../../src/ui/terminal/canvas.ts';
import type {Size} from '../../../src/ui/terminal/size.ts';
import {scriptedRun} from '../../fixtures/scripted-run.ts';

beforeAll(() => {
	chalk.level = 0;
});

const title = 'a red balloon above a small blue house at night';
const events = scriptedRun({notices: ['storybook does not know "giraffe"; nearest words it knows: cat, bird.']});

type FrameOptions = Partial<ViewState> & {
	readonly hasPreview?: boolean;
	readonly keepsPicture?: boolean;
	readonly isStopping?: boolean;
	readonly of?: readonly RunEvent[];
	readonly called?: string;
	readonly keys?: RunViewProps['keys'];
	readonly typed?: TypeAheadState | undefined;
	readonly isAsGood?: RunViewProps['keepsPicture'];
};

/** The frame after so many events, as lines. */
function frame(
	window: Size,
	count: number,
	{
		hasPreview = true,
		keepsPicture = true,
		isStopping = false,
		of = events,
		called = title,
		keys = 'steer',
		typed,
		isAsGood,
		...change
	}: FrameOptions = {},
): string[] {
	const run = of.slice(0, count).reduce(reduceRun, initialRun);
	const canvas = createCanvas();
	const view = {
		progress: nextProgress(initialProgress, run, 0),
		window,
		title: called,
		seed: 42,
		hasPreview,
		keepsPicture: isAsGood ?? (() => keepsPicture),
		typed,
		isStopping,
		view: {...initialView, ...change},
		keys,
		isCalm: false,
		isAscii: false,
		canvas,
	};
	return canvas.fill(renderToString(<RunView {...view} />, {columns: window.columns})).split('\n');
}

test.each([
	{columns: 80, called: title},
	{columns: 30, called: 'a very long title, cut 家家家家家家家家'},
])('before the engine answers, in $columns columns: what is asked, and the same frame as before Ink is loaded', ({columns, called}) => {
	const waiting = frame({columns, rows: 24}, 0, {called});
	expect(waiting[0]).toContain(called.slice(0, 20));
	expect(waiting[1]).toContain('loading the model');
	expect(waiting.join('\n')).toBe(firstFrame(called, 42, {columns}));
});

test('from 72 columns on the picture stands beside the reasoning, as tall as the window, what is only guessed of it pale', () => {
	expect(frame({columns: 100, rows: 16}, 20)).toEqual([
		' a red balloon above a small blue house at night',
		' storybook does not know "giraffe"; nearest words it knows: cat, bird.',
		'',
		' the sky ░ ░ ░ it is ░ ░ ░ small blue ░ ░ below ; ░ ░ ░ floats above ░ ░        ......===---------',
		'                                                                                ......---------:::',
		'                                                                                ......---------...',
		'                                                                                ...---------......',
		'                                                                                :::---------...:::',
		'                                                                                ---------===...---',
		'                                                                                ------======------',
		'                                                                                ---------===------',
		'                                                                                ---::::::===------',
		'',
		' step 10/23 · text 43 % · image 44 % · 3.0 s · 4 s left · seed 42 · storybook on cpu · ? keys',
	]);
});

test('below 72 columns the picture stands under the reasoning, and does not move while it grows', () => {
	const window = {columns: 70, rows: 24};
	const status = ' step 10/23 · text 43 % · image 44 % · 3.0 s · 4 s left · seed 42';
	expect(frame(window, 20)).toEqual([
		' a red balloon above a small blue house at night',
		' storybook does not know "giraffe"; nearest words it knows: cat,',
		' bird.',
		'',
		' the sky ░ ░ ░ it is ░ ░ ░ small blue ░ ░ below ; ░ ░ ░ floats above',
		' ░ ░',
		'',
		'',
		' ........====------------',
		' ........====------------',
		' ........------------....',
		' ........------------....',
		' ....------------........',
		' ....------------........',
		' ------------====....----',
		' ------------====....----',
		' --------========--------',
		' --------========--------',
		' ----::::::::====--------',
		' ----::::::::====--------',
		'',
		status,
	]);
});

test.each([
	{columns: 60, rows: 20, picture: {columns: 20, rows: 10}, isBeside: false},
	{columns: 72, rows: 20, picture: {columns: 28, rows: 14}, isBeside: true},
	{columns: 80, rows: 24, picture: {columns: 36, rows: 18}, isBeside: true},
	{columns: 120, rows: 40, picture: {columns: 68, rows: 34}, isBeside: true},
	{columns: 200, rows: 60, picture: {columns: 108, rows: 54}, isBeside: true},
])('in $columns x $rows the picture has $picture.columns x $picture.rows cells, and a gutter', ({picture, isBeside, ...window}) => {
	const lines = frame(window, 20, {of: scriptedRun()}).filter(line => /[-:.=]{8,}$/.test(line));
	expect(lines).toHaveLength(picture.rows);
	for (const line of lines) {
		expect(line.slice(-picture.columns)).toMatch(/^[-:.=]+$/);
		const before = line.slice(0, -picture.columns);
		expect(before).toMatch(isBeside ? / {3}$/ : /^ $/);
	}
});

test('what is being typed stands below the status, and what waits below it', () => {
	const line = {...emptyLine, text: 'make it win', cursor: 11};
	const below = (typed: TypeAheadState | undefined, window = {columns: 80, rows: 24}) => frame(window, 20, {typed}).slice(-2);
	expect(below({...noTypeAhead, line})[1]).toBe(' next > make it win');
	expect(below({...noTypeAhead, line, waiting: ['add a cat', '/undo']})).toEqual([' next > make it win', ' then: add a cat · /undo']);
	expect(below(noTypeAhead)[1]).toBe(' type what comes next · Esc stops');
	expect(below(undefined)[1]).toContain('step 10/23');
	expect(below({...noTypeAhead, line}, {columns: 24, rows: 7})[1]).toBe(' next > make it win');
});

test('the last frame keeps the picture only if it is as good as the one that would be printed', () => {
	const rowsAt = (window: Size) => frame(window, events.length, {isAsGood: isAsPrinted}).filter(line => /[-:.=]{8,}$/.test(line)).length;
	expect(rowsAt({columns: 80, rows: 24})).toBeGreaterThan(15);
	expect(rowsAt({columns: 60, rows: 20})).toBe(0);
});

test('a small window gets the text and a bar', () => {
	expect(frame({columns: 40, rows: 8}, 20)).toEqual([
		' a red balloon above a small blue hous…',
		' the sky ░ ░ ░ it is ░ ░ ░ small blue ░',
		' ░ below ; ░ ░ ░ floats above ░ ░',
		' [####......] 10/23 · 3.0 s · 4 s left',
	]);
});

test('masks beyond the block in progress are quieter, without colour too', () => {
	const [started, ...rest] = scriptedRun();
	if (started?.type !== 'started') throw new TypeError('The fixture changed.');
	const of = [{...started, settings: {...started.settings, blockLength: 8}}, ...rest];
	expect(frame({columns: 100, rows: 16}, 20, {of, hasPreview: false})[2]).toBe(
		' the sky ░ ░ ░ it is ░ · · small blue · · below ; · · · floats above · ·',
	);
});

test('held, the status line says where, or that it will be', () => {
	const held = [...events.slice(0, 20), {type: 'paused', step: 10} as const];
	const status = (of: readonly RunEvent[]) => frame({columns: 100, rows: 16}, of.length, {of, isPaused: true}).at(-1);
	expect(status(held)).toBe(' paused at step 10/23 · space resumes · text 43 % · image 44 % · 3.0 s · seed 42 · ? keys');
	expect(status(events.slice(0, 20))).toContain(' pausing after this step · space resumes · text 43 %');
});

test('the help stands under the status line, as far as keys do something', () => {
	expect(frame({columns: 100, rows: 24}, 20, {showsHelp: true}).slice(-3)).toEqual([
		' step 10/23 · text 43 % · image 44 % · 3.0 s · 4 s left · seed 42 · storybook on cpu · ? keys',
		' space pause · . one step · + - picture size · p picture on/off · Esc stop and keep ·',
		' Ctrl-C twice leave at once · ? close',
	]);
	const watching = frame({columns: 40, rows: 10}, 20, {showsHelp: true, keys: 'watch', hasPreview: false});
	expect(watching.slice(-3)).toEqual([
		' [####......] 10/23 · 3.0 s · 4 s left',
		' Esc stop and keep ·',
		' Ctrl-C twice leave at once · ? close',
	]);
});

test('the picture can be switched off, and be made larger and smaller within its window', () => {
	const rowsOf = (change: Partial<ViewState>) =>
		frame({columns: 120, rows: 40}, 20, change).filter(line => /[.:=-]{8}/.test(line.slice(50))).length;
	expect(rowsOf({showsPicture: false})).toBe(0);
	expect([4, 16, 30, 99].map(pictureRows => rowsOf({pictureRows}))).toEqual([4, 16, 30, 33]);
	expect(rowsOf({})).toBe(33);
});

test('the last frame leaves out the picture if it is printed afterwards', () => {
	const last = frame({columns: 100, rows: 30}, events.length, {keepsPicture: false});
	expect(last).toEqual([
		' a red balloon above a small blue house at night',
		' storybook does not know "giraffe"; nearest words it knows: cat, bird.',
		'',
		' the sky is dark so it is night . a small blue house stands below ; a red',
		' balloon floats above it .',
		'',
		' step 23/23 · text 100 % · image 100 % · 6.9 s · seed 42 · storybook on cpu',
	]);
	expect(frame({columns: 100, rows: 30}, events.length, {hasPreview: false})).toEqual(last);
});

test('a stopped run says where', () => {
	const of = scriptedRun({stopAfter: 3});
	expect(frame({columns: 100, rows: 20}, of.length, {of}).at(-1)).toContain(' stopped at step 3/23 · text 13 %');
});

test('after Ctrl-C the screen says what comes', () => {
	expect(frame({columns: 100, rows: 20}, 9, {isStopping: true}).at(-1)).toBe(' stopping after this step · Ctrl-C again leaves at once');
});

test('no window makes a frame taller than its rows less two, or wider than its columns', () => {
	const size = fc.record({columns: fc.integer({min: 20, max: 160}), rows: fc.integer({min: 6, max: 60})});
	const views = fc.record({showsHelp: fc.boolean(), isPaused: fc.boolean(), pictureRows: fc.integer({min: 4, max: 80})});
	fc.assert(
		fc.property(size, fc.nat(events.length), fc.boolean(), views, (window, count, hasPreview, view) => {
			const lines = frame(window, count, {hasPreview, ...view});
			expect(lines.length).toBeLessThanOrEqual(window.rows - 2);
			expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(window.columns);
		}),
		{numRuns: 60},
	);
});

test('nothing that a terminal acts on comes through, wherever it stands', () => {
	const [started] = events;
	if (started?.type !== 'started') throw new TypeError('The fixture changed.');
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			const of = [
				{...started, notices: [text], model: {...started.model, name: text, device: text}},
				{type: 'step' as const, step: 1, text, textIds: [1], codes: [null], elapsedMs: 0},
			];
			expect(frame({columns: 80, rows: 24}, 2, {of, called: text}).join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
		}),
		{numRuns: 60},
	);
});
