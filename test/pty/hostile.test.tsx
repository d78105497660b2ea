import {mkdir} from 'node:fs/promises';
import chalk from 'chalk';
import fc from 'fast-check';
import {renderToString} from 'ink';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {describeFailure} from '../../src/cli/terminal/failure.ts';
import {UserError} from '../../src/errors.ts';
import {initialRun, type RunEvent, reduceRun} from '../../src/events/events.ts';
import {printableLines} from '../../src/printable.ts';
import {plainLines} from '../../src/ui/lines/plain.ts';
import {spokenLines} from '../../src/ui/lines/spoken.ts';
import {RunView} from '../../src/ui/screen/components/run-view.tsx';
import {firstFrame} from '../../src/ui/screen/first-frame.ts';
import {initialProgress, nextProgress} from '../../src/ui/screen/use-run.ts';
import {initialView} from '../../src/ui/screen/view-state.ts';
import {createCanvas} from '../../src/ui/terminal/canvas.ts';
import {createPainter} from '../../src/ui/terminal/painter.ts';
import {collect} from '../fixtures/collect.ts';
import {inTime, scriptedRun} from '../fixtures/scripted-run.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';
import {createEmulator} from './emulator.ts';
import {runInPty} from './pty-run.ts';

const count = 5000;
/** Strings that go into one frame. */
const perFrame = 10;

/** What a terminal acts on, what hides or turns text around, and what is no text at all. */
const poisons = [
	'\u001B]0;title\u0007',
	'\u001B]2;title\u001B\\',
	'\u001B]52;c;aGVsbG8=\u0007',
	'\u001B]8;;http://example.com\u001B\\link\u001B]8;;\u001B\\',
	'\u001B]9;note\u0007',
	'\u001B]1337;File=inline=1:AAAA\u0007',
	'\u001BP+q544e\u001B\\',
	'\u001BPq#0;2;0;0;0\u001B\\',
	'\u001B_Gf=24,s=1,v=1;AAAA\u001B\\',
	'\u001B^private\u001B\\',
	'\u001B[2J',
	'\u001B[3J',
	'\u001B[31m',
	'\u001B[?1049h',
	'\u001B[?1000h',
	'\u001B[6n',
	'\u001B[c',
	'\u001B[21t',
	'\u001Bc',
	'\u001B(0',
	'\u009B31m',
	'\u009D0;title\u009C',
	'\u0090q\u009C',
	'\u009F\u009E\u0085\u008D',
	'\u202E\u2066\u2069\u200F\u061C',
	'\u200B\u200D\u2060\uFEFF\u00AD',
	'\uD800',
	'\uDFFF',
	'\uE000\uF8FF',
	'\u2028\u2029',
	'\u{E0041}\u{E007F}',
	'\u0007\u0008\u0000\u007F\r\n\t\v\f',
];
const hostile = fc
	.array(
		fc.oneof(
			{weight: 3, arbitrary: fc.constantFrom(...poisons)},
			fc.string({unit: 'binary', maxLength: 6}),
			fc.constantFrom('a red', ' boat ', '家'),
		),
		{
			minLength: 1,
			maxLength: 8,
		},
	)
	.map(parts => parts.join(''));
const strings = fc.sample(hostile, {numRuns: count, seed: 11});

beforeAll(() => {
	chalk.level = 3;
});
afterAll(() => {
	chalk.level = 0;
});

/** What is left of a text when the sequences that we write are taken out: colours, and the painter's own. */
const withoutOurs = (text: string): string =>
	text
		.split('\u001B[')
		.map((piece, index) => (index === 0 ? piece : piece.replace(/^(?:[\d;]*m|2K|J|\d+A|\?(?:2026|25|7)[hl])/, '')))
		.join('');
const expectOurs = (text: string, what: string) =>
	expect(withoutOurs(text).match(/(?![\r\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u), what).toBeNull();

const [started] = scriptedRun();
if (started?.type !== 'started') throw new TypeError('The fixture changed.');
const runOf = ([title = '', notice = '', other = '', name = '', device = '', ...texts]: readonly string[]): readonly RunEvent[] => [
	{...started, settings: {...started.settings, instruction: title}, notices: [notice, other], model: {...started.model, name, device}},
	{type: 'step', step: 1, text: texts.join(' '), textIds: [1, null], codes: [null], elapsedMs: 1500},
	{type: 'paused', step: 1},
	{type: 'finished', reason: 'cancelled', text: texts.join(' '), image: {width: 1, height: 1, rgb: 'AAAA'}, elapsedMs: 1500},
];

test(`${count} hostile strings: only what we wrote reaches the terminal, and nothing of it fires`, async () => {
	const emulator = createEmulator(80, 24);
	const write = (text: string, what: string) => {
		expectOurs(text, what);
		emulator.write(text);
	};
	const painter = createPainter({columns: 80, rows: 24, write: text => write(text, 'a frame')});
	for (let first = 0; first < strings.length; first += perFrame) {
		const some = strings.slice(first, first + perFrame);
		const events = runOf(some);
		const run = events.slice(0, 2 + (first % 2)).reduce(reduceRun, initialRun);
		const canvas = createCanvas();
		const [title = ''] = some;
		painter.paint(firstFrame(title, 1, {columns: 80}));
		const view = {title, seed: 1, window: {columns: 80, rows: 24}, view: initialView, keys: 'steer' as const, canvas};
		const looks = {hasPreview: true, keepsPicture: () => true, isStopping: false, isCalm: false, isAscii: false};
		painter.paint(
			canvas.fill(renderToString(<RunView {...view} {...looks} progress={nextProgress(initialProgress, run, 0)} />, {columns: 80})),
		);
		for (const line of await collect(plainLines(inTime(events)))) write(`${line}\r\n`, 'a plain line');
		for (const line of await collect(spokenLines(inTime(events)))) write(`${line}\r\n`, 'a sentence');
		for (const text of some) {
			write(printableLines(`${text}\n${JSON.stringify({text})}\n`), 'data');
			write(`${describeFailure(new UserError(text, {hint: text})).text}\r\n`, 'a failure');
			write(`${describeFailure(new Error(text)).text}\r\n`, 'a bug');
		}
	}
	await emulator.settled();
	expect(emulator.fired).toEqual([]);
}, 600_000);

test('nor do they in a real terminal, as instruction, file name and name of the model', async () => {
	await using temporary = await temporaryFolder();
	const name = 'x\u001B]0;owned\u0007\u001B[31m\u202Ey';
	const folder = `${temporary.folder}/${name}`;
	await mkdir(folder);
	await writeTinyStorybook(folder);
	for (const args of [
		['gen', `a red \u001B]0;owned\u0007boat\u001B]52;c;aGk=\u0007\u009B31m`, '--model', folder, '-o', `${name}.png`, '--steps', '12'],
		['edit', `${name}.jpg`, 'a red boat', '--model', folder],
		['replay', `${name}.json`],
		['gen', 'a red boat', '--model', `${folder}/nowhere`],
	]) {
		const {output, emulator} = await runInPty({args});
		expect(emulator.fired, output).toEqual([]);
		expectOurs(output, args.join(' '));
	}
}, 240_000);
