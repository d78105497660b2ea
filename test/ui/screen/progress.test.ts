import {setTimeout} from 'node:timers/promises';
import chalk from 'chalk';
import {afterEach, expect, test} from 'vitest';
import {openProgress, type ProgressLooks} from '../../../src/ui/screen/progress.ts';
import {createTerminal} from '../../fixtures/fake-terminal.ts';

const level = chalk.level;
afterEach(() => {
	chalk.level = level;
});

const image = {width: 2, height: 2, rgb: Buffer.from([255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0]).toString('base64')};
const looks: ProgressLooks = {isLive: true, isQuiet: false, isAscii: true, isSpoken: false, isCalm: false, hasPreview: true};

/** A window of 40 by 12, and what stands in it. */
function open(more: Partial<ProgressLooks> = {}) {
	chalk.level = 0;
	const terminal = createTerminal();
	const window = {columns: 40, rows: 12, write: terminal.write};
	return {
		window,
		terminal,
		progress: openProgress(window, {...looks, ...more}),
		seen: () =>
			terminal
				.text()
				.split('\n')
				.map(line => line.trimStart()),
	};
}

test('the present picture stands over its title and the line, and all of them give way to what is written', () => {
	const {terminal, progress, seen} = open();
	progress.show('a cat\u001B[2J', image);
	progress.tell('1/2 · step 3/9');
	expect(seen()).toHaveLength(8);
	expect(seen()[0]).toMatch(/^@+/);
	expect(seen().slice(6)).toEqual([expect.stringMatching(/^a cat/), '1/2 - step 3/9']);
	progress.say('job 1 failed');
	expect(seen()).toEqual(['job 1 failed']);
	progress.aside(() => terminal.write('out/1.png\n'));
	expect(seen()).toEqual(['job 1 failed', 'out/1.png']);
	expect(terminal.unknown).toEqual([]);
});

test('what is told while the picture stands is never on the line of a path', async () => {
	const {terminal, progress, seen} = open({isCalm: false});
	for (let job = 1; job <= 3; job++) {
		progress.tell(`${job}/3`);
		progress.aside(() => terminal.write(`out/${job}.png\n`));
		await setTimeout(120);
	}
	progress.tell('3/3');
	expect(seen()).toEqual(['out/1.png', 'out/2.png', 'out/3.png', '3/3']);
	progress[Symbol.dispose]();
	expect(seen()).toEqual(['out/1.png', 'out/2.png', 'out/3.png']);
});

test('a line that is wider than the window is cut, and a window that is low has no picture', () => {
	const {window, progress, seen} = open();
	window.rows = 7;
	progress.show('a cat', image);
	progress.tell('x'.repeat(90));
	expect(seen()).toEqual([`${'x'.repeat(38)}~`]);
});

test.each([{isSpoken: true}, {isLive: false}])('with %o there are lines and nothing is written over', more => {
	const {progress, terminal, seen} = open(more);
	expect(progress.hasPictures).toBe(false);
	progress.show('a cat', image);
	progress.tell('1/2');
	progress.tell('2/2');
	progress.say('done');
	expect(seen()).toEqual(['1/2', 'done']);
	expect(terminal.unknown).toEqual([]);
});

test('pictures of several engines stand beside each other, each over its title, as many as the window is wide', () => {
	const {progress, seen} = open();
	progress.show('a dog', image, 1);
	progress.show('a cat in a very long sentence', image, 0);
	progress.tell('2 at a time');
	expect(seen()).toHaveLength(8);
	expect(seen()[0]).toMatch(/^@+ +@+$/);
	expect(seen().slice(6)).toEqual([expect.stringMatching(/^a cat in a ?~ +a dog$/), '2 at a time']);
});

test('of more pictures than there is room for the first ones are shown', () => {
	const {progress, seen} = open();
	for (let place = 0; place < 9; place++) progress.show(`no. ${place}`, image, place);
	progress.tell('9 at a time');
	expect(seen().at(-2)).toMatch(/^no\. 0 +no\. 1 +no\. 2 +no\. 3$/);
});

test('a quiet one writes nothing', () => {
	const {progress, terminal} = open({isQuiet: true});
	progress.show('a cat', image);
	progress.tell('1/2');
	progress.say('done');
	expect(progress.hasPictures).toBe(false);
	expect(terminal.text()).toBe('');
});
