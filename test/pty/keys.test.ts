import {setTimeout} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {sharedTinyStorybook} from '../model/shared-storybook.ts';
import {slowShape} from '../model/tiny-storybook.ts';
import {expectRestored, frameRows} from './checks.ts';
import {isWhole, type PtyOptions, type PtyTerminal, runInPty} from './pty-run.ts';

const model = sharedTinyStorybook(slowShape);

type Player = {
	readonly terminal: PtyTerminal;
	/** Press keys, and wait until the window shows this. */
	readonly press: (keys: string, shown: RegExp) => Promise<void>;
	/** Do something, and wait until the window shows this. */
	readonly after: (act: () => void | Promise<void>, shown: RegExp) => Promise<void>;
	readonly screen: () => string;
};

/** With seed 4 there are words at every step: with others the text ends before its first word, some hundred steps on. */
const drawing = (seed: number) => [
	'gen',
	'a red boat',
	'--model',
	model.folder,
	'--seed',
	String(seed),
	'--steps',
	'4000',
	'--image-steps',
	'2000',
];

/** A person at the keyboard, from the first step on. */
async function play(act: (player: Player) => Promise<void>, change: Partial<PtyOptions> = {}) {
	let playing: Promise<void> | undefined;
	const begin = async (terminal: PtyTerminal) => {
		const screen = () => terminal.emulator.screen().join('\n');
		const after = async (action: () => void | Promise<void>, shown: RegExp) => {
			const written = terminal.output.length;
			await action();
			do {
				await setTimeout(10);
				await terminal.emulator.settled();
			} while (terminal.output.length === written || !isWhole(terminal.output) || !shown.test(screen()));
		};
		await act({terminal, screen, after, press: (keys, shown) => after(() => terminal.press(keys), shown)});
	};
	const result = await runInPty({
		args: drawing(1),
		columns: 120,
		rows: 30,
		...change,
		onOutput(terminal) {
			if (/step \d/.test(terminal.output)) playing ??= begin(terminal);
		},
	});
	await playing;
	return result;
}

/** A run that was stopped: its last frame; or where that has left a low window for the picture printed below it, the way to go on; or before its first step. */
const hasStopped = /stopped at|Go on from step|nothing was drawn yet/;

const stepIn = (screen: string) => Number(/step (\d+)\//.exec(screen)?.[1]);
const count = (screen: string, line: RegExp) => screen.split('\n').filter(text => line.test(text)).length;

test('space holds the engine, a full stop steps it, space lets it go on, Esc stops it and keeps what there is', async () => {
	const steps: number[] = [];
	const result = await play(async ({terminal, press, screen}) => {
		await press(' ', /paused at/);
		steps.push(stepIn(screen()));
		const written = terminal.output.length;
		await setTimeout(500);
		// Nothing moves, and nothing is written.
		expect(terminal.output.length).toBe(written);
		await press('.', new RegExp(`paused at step ${(steps[0] ?? 0) + 1}/`));
		await press(' ', / left/);
		await press('\u001B', hasStopped);
	});
	expect(result.code).toBe(130);
	expect(result.emulator.lines()).toContain('a-red-boat.png');
	expectRestored(result, 'stopped by Esc');
});

/** The status line so many rows under the title. */
const at = (rows: number) => new RegExp(`^ a red boat\\n(?:.*\\n){${rows - 1}} paused at`, 'm');

test('the picture changes its size and goes, help comes, and nothing of it stays behind', async () => {
	const rows: number[] = [];
	const result = await play(async ({press, screen}) => {
		const measure = () =>
			rows.push(
				screen()
					.split('\n')
					.findIndex(line => line.includes('paused at')) - screen().split('\n').indexOf(' a red boat'),
			);
		await press(' ', /paused at/);
		measure();
		const [start = 0] = rows;
		await press('-', at(start - 2));
		await press('-', at(start - 4));
		await press('+', at(start - 2));
		measure();
		await press('?', /space pause · \. one step/);
		await press('?', /\? keys\s*$/);
		await press('p', /^ a red boat\n(?:.*\n){1,10} paused at/m);
		measure();
		await press('\u001B', hasStopped);
	});
	const [start = 0] = rows;
	expect(rows[1]).toBe(start - 2);
	expect(rows[2]).toBeLessThan(start - 4);
	expect(count(result.emulator.lines().join('\n'), /^ a red boat$/)).toBe(1);
	expectRestored(result, 'played with');
});

test('a window that changes its size leaves nothing of the old frames', async () => {
	const result = await play(async ({terminal, press, after, screen}) => {
		await press(' ', /paused at/);
		const sizes = [
			[70, 30],
			[45, 12],
			[130, 40],
			[90, 14],
			[120, 30],
		] as const;
		for (const [columns, rows] of sizes) {
			await after(() => terminal.resize(columns, rows), /paused at/);
			expect(count(screen(), /^ a red boat$/), `${columns} x ${rows}`).toBe(1);
			expect(count(screen(), /paused at/), `${columns} x ${rows}`).toBe(1);
		}
		await press('\u001B', hasStopped);
	});
	expect(result.code).toBe(130);
});

test('Ctrl-Z gives the terminal back, and fg goes on', async () => {
	const result = await play(
		async ({press}) => {
			// Small enough to leave the shell's line in the window.
			await press('---', /step \d/);
			await press('\u001A', /the shell[\s\S]*step \d/);
			await press('\u001B', hasStopped);
		},
		{isJob: true},
	);
	expect(result.settings.stopped).toBe(result.settings.before);
	expect(result.code).toBe(130);
	expectRestored(result, 'stopped and brought back');
});

test.each([
	{columns: 80, rows: 24, env: {COLORTERM: 'truecolor'}},
	{columns: 120, rows: 40, env: {NO_COLOR: '1'}},
	{columns: 120, rows: 40, env: {TERM: 'linux'}},
	{columns: 60, rows: 14, env: {}},
])('held by Tab a run is changed, leaves all as it was by Esc, and goes on by Enter: $columns x $rows, $env', async change => {
	const result = await play(
		async ({press, screen}) => {
			await press('\t', /changing step \d/);
			await press('?', /Enter goes on with all|words: arrows/);
			await press('?', /^ type another word/m);
			await press('=', /instead of/);
			await press('\u001B', /^ type another word/m);
			if (change.columns >= 80) {
				await press('\u001B[F\u001B[B', /part in row 1, column 1/);
				await press('\u001B[1;2C', /2 parts of the picture/);
				await press('\u001B', /part in row 1, column 2/);
				await press('\t', /word \d+ of/);
			}
			await press('i', /instruction > /);
			await press('!\r', /1 change/);
			await press('u', /The last change is undone/);
			await press('i', /instruction > /);
			await press('!\r', /1 change/);
			const held = stepIn(screen());
			await press('\r', /^ (?:step \d|\[[#.]+\] \d)/m);
			await press('\t', /changing step \d/);
			expect(stepIn(screen())).toBeGreaterThanOrEqual(held);
			await press('\u001B', /paused at/);
			await press(' ', /(?:step|\]) \d/);
			await press('\u001B', hasStopped);
		},
		{...change, args: drawing(4)},
	);
	expect(result.code).toBe(130);
	expect(Math.max(...frameRows(result.output))).toBeLessThanOrEqual(change.rows - 2);
	expectRestored(result, 'changed');
});
