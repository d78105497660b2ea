import chalk from 'chalk';
import fc from 'fast-check';
import {renderToString} from 'ink';
import stringWidth from 'string-width';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {initialRun, reduceRun} from '../../../src/events/events.ts';
import {RunView} from '../../../src/ui/screen/components/run-view.tsx';
import {initialProgress, nextProgress} from '../../../src/ui/screen/use-run.ts';
import {initialView} from '../../../src/ui/screen/view-state.ts';
import type {SteerEvent} from '../../../src/ui/steer/reduce-steer.ts';
import {createCanvas} from '../../../src/ui/terminal/canvas.ts';
import type {Size} from '../../../src/ui/terminal/size.ts';
import {lookAfter} from '../../fixtures/look.ts';
import {scriptedRun} from '../../fixtures/scripted-run.ts';
import {keys, play} from './press.ts';

beforeEach(() => {
	chalk.level = 0;
});
afterEach(() => {
	chalk.level = 0;
});

const count = 40;
const look = lookAfter(count);
const side: Size = {columns: 120, rows: 40};
const stacked: Size = {columns: 80, rows: 24};

/** The frame of a held run after these keys, as lines. */
function frame(window: Size, pressed: readonly (string | SteerEvent)[], {isAscii = false} = {}): string[] {
	const run = [...scriptedRun().slice(0, count), {type: 'paused', step: 20} as const].reduce(reduceRun, initialRun);
	const canvas = createCanvas();
	const props = {
		progress: nextProgress(initialProgress, run, 0),
		window,
		title: 'a red balloon',
		seed: 42,
		hasPreview: true,
		keepsPicture: () => true,
		isStopping: false,
		view: {...initialView, isPaused: true},
		keys: 'steer',
		canChange: true,
		isCalm: false,
		isAscii,
		canvas,
		steer: play(look, pressed, {columns: window.columns >= 100 ? 76 : 78}).state,
	} as const;
	return canvas.fill(renderToString(<RunView {...props} />, {columns: window.columns})).split('\n');
}

const write = [
	...[keys.home, keys.right, 'r', 'e', 'd', keys.enter],
	{
		id: 1,
		agreed: {
			written: [
				{row: 1, id: 9},
				{row: 4, id: 9},
			],
			words: [5, 6],
			codes: [2, 3, 8, 9],
		},
	},
];

test.each([
	{state: 'begun', pressed: [keys.home]},
	{
		state: 'a word that fits is offered',
		pressed: [keys.home, 'g', 'r', {completions: ['green', 'grey'], word: look.words[0]!, prefix: 'g'}],
	},
	{state: 'a word is typed', pressed: [keys.home, keys.right, 'r', 'e', 'd']},
	{state: 'the model is asked', pressed: [keys.home, keys.right, 'r', 'e', 'd', keys.enter]},
	{state: 'written, with what says the same', pressed: write},
	{state: 'in the picture, a region marked', pressed: [keys.end, keys.down, keys.right, keys.shiftRight, keys.shiftDown]},
	{state: 'parts kept and masked again', pressed: [keys.end, keys.down, 'k', keys.right, 'm', keys.down]},
	{state: 'help', pressed: [keys.home, '?']},
	{state: 'another instruction', pressed: ['i']},
])('beside each other and one below the other, without colours: $state', ({pressed}) => {
	expect(`${frame(side, pressed).join('\n')}\n\n${frame(stacked, pressed).join('\n')}`).toMatchSnapshot();
});

test('a small window has the words alone', () => {
	expect(frame({columns: 50, rows: 10}, write)).toMatchInlineSnapshot(`
		[
		  " a red balloon",
		  "  ?the [=red] is  ?dark  =red  ~it  ~is  night ",
		  "  .  ░  small  blue  ?house  stands  below  ?; ",
		  "  a  red  ░  floats  above  ?it  . ",
		  "",
		  "",
		  " changing step 20/23 · 1 change",
		  " 1 other place changed · 2 words and 4 parts of …",
		]
	`);
});

test('with ASCII only, no other character is drawn in the picture', () => {
	const body = frame(side, [keys.end, keys.down, 'm'], {isAscii: true}).slice(2, -3).join('').replaceAll('░', '');
	expect(body).toMatch(/^[ -~]*$/);
	expect(body).toContain('~~]');
});

test('colours tell what is unsure, written, masked again and kept, and the picture is hatched and framed', () => {
	chalk.level = 3;
	const [words = ''] = frame(side, [...write, keys.end, 'k']).slice(2);
	expect(words).toContain(chalk.bold.green('red'));
	expect(words).toContain(chalk.cyan.strikethrough('it'));
	const [first = ''] = frame(side, [keys.home]).slice(2);
	expect(first).toContain(chalk.inverse(chalk.yellow.underline('the')));
	const [plain, hatched] = [[keys.home], write].map(pressed => frame(side, pressed).join('\n'));
	expect(hatched).toContain('0;190;210');
	expect(plain).not.toContain('0;190;210');
	expect(frame(side, [keys.end, keys.down]).join('\n')).toContain('255;255;255');
});

test('no window makes a frame taller than its rows less two, or wider than its columns', () => {
	const size = fc.record({columns: fc.integer({min: 20, max: 160}), rows: fc.integer({min: 6, max: 60})});
	const some = fc.array(fc.constantFrom(...Object.values(keys).filter(key => key !== keys.enter), 'm', 'k', 'i', 'g', '?', 'x', ' '), {
		maxLength: 12,
	});
	fc.assert(
		fc.property(size, some, (window, pressed) => {
			const lines = frame(window, pressed);
			expect(lines.length).toBeLessThanOrEqual(window.rows - 2);
			expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(window.columns);
		}),
		{numRuns: 60},
	);
});
