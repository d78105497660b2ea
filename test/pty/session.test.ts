import {setTimeout} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {sharedTinyStorybook} from '../model/shared-storybook.ts';
import {slowShape} from '../model/tiny-storybook.ts';
import {expectRestored} from './checks.ts';
import {childrenOf} from './processes.ts';
import {isWhole, type PtyOptions, type PtyTerminal, runInPty} from './pty-run.ts';

const model = sharedTinyStorybook();
const slow = sharedTinyStorybook(slowShape);

/** Do something once the window shows what comes before it, and something new was written since the last one. */
type Line = {readonly after: RegExp; readonly type: string | ((terminal: PtyTerminal) => void | Promise<void>)};

async function talk(lines: readonly Line[], {args = [], ...change}: Partial<PtyOptions> = {}) {
	let talking: Promise<void> | undefined;
	const begin = async (terminal: PtyTerminal) => {
		let written = 0;
		for (const {after, type} of lines) {
			do {
				await setTimeout(10);
				await terminal.emulator.settled();
			} while (terminal.output.length === written || !isWhole(terminal.output) || !after.test(terminal.emulator.screen().join('\n')));
			written = terminal.output.length;
			if (typeof type === 'string') terminal.press(type);
			else await type(terminal);
		}
	};
	const result = await runInPty({
		args: [...args, '--model', model.folder, '--steps', '4', '--image-steps', '4', '--threads', '1'],
		...change,
		onOutput(terminal) {
			talking ??= begin(terminal);
		},
	});
	await talking;
	return result;
}

/** An empty prompt. */
const asked = /^ (?:draw|edit) >\s*$/m;
const commandOf = ({pid}: PtyTerminal): number => childrenOf(pid)[0] ?? Number.NaN;
const engineOf = (terminal: PtyTerminal): number => childrenOf(commandOf(terminal))[0] ?? Number.NaN;

test.each([
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
	{columns: 60, rows: 20},
	{columns: 24, rows: 7},
])('a session draws, changes, makes again, goes back and saves, in $columns x $rows', async window => {
	const result = await talk(
		[
			{after: asked, type: 'a cat\r'},
			{after: asked, type: 'make it red\r'},
			{after: asked, type: 'r\r'},
			{after: asked, type: '/undo\r'},
			{after: asked, type: 'redo\r'},
			{after: asked, type: 'undo\r'},
			{after: asked, type: 's mine.png\r'},
			{after: asked, type: 'u\r'},
			{after: asked, type: '\u0004'},
		],
		window,
	);
	expect(result.code).toBe(0);
	const saved = result.emulator.lines().filter(line => line.endsWith('.png'));
	expect(saved).toEqual([
		'a-cat.png',
		'make-it-red.png',
		'make-it-red-2.png',
		'make-it-red.png',
		'make-it-red-2.png',
		'make-it-red.png',
		'mine.png',
		'a-cat.png',
	]);
	expect(result.emulator.lines().filter(line => line.startsWith('back to: '))).toEqual([
		'back to: make it red',
		'back to: make it red',
		'back to: make it red',
		'back to: a cat',
	]);
	expectRestored(result, 'left by Ctrl-D');
});

test('gen -i goes on from its picture, and Ctrl-C leaves with its code', async () => {
	const result = await talk(
		[
			{after: asked, type: 'make it'},
			{after: /edit > make it/, type: '\u0003'},
			{after: asked, type: '\u0003'},
		],
		{args: ['gen', 'a cat', '-i', '-o', 'x.png']},
	);
	expect(result.code).toBe(130);
	expect(result.emulator.lines()).toContain('x.png');
	expectRestored(result, 'left by Ctrl-C');
});

test('a session begins from a picture, takes settings, a seed and a count, and tells how the picture came to be', async () => {
	const result = await talk([
		{after: asked, type: 'seed 5\r'},
		{after: /gets seed 5/, type: 'a cat\r'},
		{after: asked, type: '/udno\r'},
		{after: /Did you mean `\/undo`\?/, type: '/n 2\r'},
		{after: /makes 2 pictures/, type: 'set steps 5\r'},
		{after: /Set: steps 5\./, type: 'a-cat.png\r'},
		{after: asked, type: 'make it red\r'},
		{after: asked, type: '/history\r'},
		{after: asked, type: 'q\r'},
	]);
	expect(result.code).toBe(0);
	const lines = result.emulator.lines();
	const history = lines.filter(line => /^[> ] \d {2}/.test(line));
	expect(history[0]).toBe('  1  a cat (seed 5, a-cat.png)');
	expect(history[1]).toBe('  2  a-cat.png (opened)');
	expect(history[2]).toMatch(/^ {2}3 {2}make it red \(seed \d+, make-it-red\.png\)$/);
	expect(history[3]).toMatch(/^> 4 {2}make it red \(seed \d+, make-it-red-2\.png\)$/);
	expect(lines.some(line => line.includes('step 5/5'))).toBe(true);
	expectRestored(result, 'after commands');
});

test.each([
	{columns: 80, rows: 24},
	{columns: 60, rows: 20},
	{columns: 24, rows: 7},
])('an instruction with every letter, typed during a run, stops nothing and is run next, in $columns x $rows', async window => {
	const pangram = 'pack my box with five dozen liquor jugs at night';
	let isTyping = false;
	const result = await runInPty({
		...window,
		args: ['gen', 'a cat', '-i', '--model', slow.folder, '--seed', '1', '--steps', '600', '--image-steps', '20', '--threads', '1'],
		async onOutput(terminal) {
			if (isTyping || !/step \d|\] \d+\//.test(terminal.output)) return;
			isTyping = true;
			// However fast the machine, the run waits until all is typed.
			const engine = engineOf(terminal);
			process.kill(engine, 'SIGSTOP');
			const until = async (shown: RegExp) => {
				while (!shown.test(terminal.emulator.screen().join('\n'))) await setTimeout(20);
			};
			// Keys that come in one chunk would be pasted text.
			for (const key of pangram) {
				terminal.press(key);
				await setTimeout(15);
			}
			await until(/ next > .*night/);
			terminal.press('\r');
			await until(/ then: pack/);
			terminal.press('q');
			await until(/ next > q/);
			terminal.press('\r');
			process.kill(engine, 'SIGCONT');
		},
	});
	expect(result.code).toBe(0);
	const lines = result.emulator.lines();
	// Narrow windows break them.
	const text = lines.join('').replaceAll(' ', '');
	expect(text).toContain('pack-my-box-with-five-dozen-liquor-jugs-at-night.png');
	expect(text).toContain(`>${pangram.replaceAll(' ', '')}`);
	expect(result.output).not.toMatch(/stopped at|stopping after|paus/);
	expectRestored(result, 'typed into');
});

test('an engine that dies between two pictures is replaced by another', async () => {
	const result = await talk([
		{after: asked, type: 'a cat\r'},
		{
			after: asked,
			async type(terminal) {
				const engine = engineOf(terminal);
				process.kill(engine, 'SIGKILL');
				while (childrenOf(terminal.pid).flatMap(childrenOf).includes(engine)) await setTimeout(10);
				terminal.press('make it red\r');
			},
		},
		{after: asked, type: 'q\r'},
	]);
	expect(result.code).toBe(0);
	expect(result.emulator.lines()).toEqual(expect.arrayContaining(['a-cat.png', 'make-it-red.png']));
	expectRestored(result, 'after an engine died');
});

test('what cannot be saved there is said, and can be saved elsewhere', async () => {
	const result = await talk([
		{after: asked, type: 'a cat\r'},
		{after: asked, type: 's missing/x.png\r'},
		{after: asked, type: 's\r'},
		{after: /save as > a-cat.png/, type: '\u0015y.png\r'},
		{after: asked, type: 'q\r'},
	]);
	expect(result.code).toBe(0);
	const lines = result.emulator.lines();
	expect(lines).toContain('The folder `missing` does not exist.');
	expect(lines).toContain('y.png');
	expectRestored(result, 'after a failed save');
});

test('what the model does not know is refused there as a session can mend it: its prompt takes no flags', async () => {
	const result = await talk(
		[
			{after: asked, type: 'a zebra\r'},
			{after: asked, type: '\u0004'},
		],
		{args: ['--strict']},
	);
	expect(result.code).toBe(0);
	expect(result.emulator.lines().join(' ')).toMatch(/Use other words, or leave out --strict\s+when you start mmada\./);
	expectRestored(result, 'after a refusal');
});

test('pasted lines are one instruction, and SIGTERM leaves the terminal as it was', async () => {
	const result = await talk([
		{after: asked, type: '\u001B[200~a cat\r\non a mat\u001B[201~'},
		{after: /draw > a cat on a mat/, type: terminal => void process.kill(commandOf(terminal), 'SIGTERM')},
	]);
	expect(result.code).toBe(143);
	expectRestored(result, 'left by SIGTERM');
});

test('Ctrl-Z at the prompt gives the terminal back, and fg returns to the line', async () => {
	let written = '';
	const result = await talk(
		[
			{after: asked, type: 'a ca'},
			{after: /draw > a ca$/m, type: '\u001A'},
			{
				after: /the shell[\s\S]*draw > a ca$/m,
				type(terminal) {
					written = terminal.output;
					terminal.press('t\r');
				},
			},
			{after: asked, type: 'q\r'},
		],
		{isJob: true},
	);
	expect(result.settings.stopped).toBe(result.settings.before);
	const whileStopped = written.slice(0, written.indexOf('the shell'));
	expect(whileStopped.lastIndexOf('[?2004h')).toBeLessThan(whileStopped.lastIndexOf('[?2004l'));
	expect(written.slice(whileStopped.length).split('draw > ')).toHaveLength(2);
	expect(result.code).toBe(0);
	expect(result.emulator.lines()).toContain('a-cat.png');
	expectRestored(result, 'stopped and brought back');
});

test('Ctrl-C before the first step says that nothing was drawn, and the session goes on with the words at hand', async () => {
	const result = await talk([
		{
			after: asked,
			type(terminal) {
				process.kill(engineOf(terminal), 'SIGSTOP');
				terminal.press('a cat\r');
			},
		},
		{after: /loading the model/, type: '\u0003'},
		{after: /Stopped: nothing was drawn yet\. The up key brings the words back\.\n(?:.*\n)*? draw >\s*$/m, type: '\u001B[A\r'},
		{after: asked, type: '\u0004'},
	]);
	expect(result.code).toBe(0);
	expect(result.emulator.lines().filter(line => line.endsWith('.png'))).toEqual(['a-cat.png']);
});
