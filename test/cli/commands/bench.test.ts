import {execFile} from 'node:child_process';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {axes, rates} from '../../../src/bench/storybook/axes.ts';
import {readRgb} from '../../../src/picture/codec.ts';
import {sharedTinyStorybook} from '../../model/shared-storybook.ts';

const program = fileURLToPath(new URL('../../../bin/mmada.js', import.meta.url));
const temporary = sharedTinyStorybook();

const quick = () => ['--model', temporary.folder, '--steps', '4', '--image-steps', '2', '--threads', '1', '--calibrate', '1'];
const bench = async (...args: string[]) =>
	new Promise<{code: number; stdout: string; stderr: string}>(resolve => {
		execFile(process.execPath, [program, 'bench', ...args], (error, stdout, stderr) => {
			resolve({code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr});
		});
	});

test('bench prints one JSON object with the axes and rates, and --out keeps items and report', async () => {
	const out = path.join(temporary.folder, 'out');
	const {code, stdout, stderr} = await bench('--suite', 'storybook', '--n', '2', '--seed', '4', '--json', '--out', out, ...quick());
	expect(code, stderr).toBe(0);
	const report = JSON.parse(stdout);
	expect(report).toMatchObject({suite: 'storybook', seed: 4, n: 2, settings: {steps: 4, imageSteps: 2}, model: {device: 'cpu'}});
	expect(Object.keys(report.axes)).toEqual([...axes]);
	expect(Object.keys(report.rates)).toEqual([...rates]);
	expect(stderr).toMatch(/^storybook: 2 held-out items, seed 4\n/);
	expect(stderr).toContain('2/2 · text satisfies 0');
	expect((await readdir(out)).sort()).toEqual(['edits.png', 'generations.png', 'items.jsonl', 'report.html', 'report.json']);
	expect((await readFile(path.join(out, 'items.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(2);
	expect(await readFile(path.join(out, 'report.json'), 'utf8')).toBe(stdout);

	const again = await bench('--n', '2', '--out', out, ...quick());
	expect(again).toMatchObject({code: 73, stdout: '', stderr: expect.stringContaining('--force')});
});

test('the suite in plain English counts what is satisfied in text and picture and lists the rest', async () => {
	const {code, stdout, stderr} = await bench('--suite', 'plain-english', '--n', '4', '--json', ...quick());
	expect(code, stderr).toBe(0);
	expect(stderr).toMatch(/^plain-english: 4 items in plain English, seed 1\n/);
	const report = JSON.parse(stdout);
	expect(report).toMatchObject({suite: 'plain-english', n: 4, rates: {bothSatisfy: {count: 0, n: 4}}});
	expect(report.unsatisfied).toHaveLength(4);
	expect(report.unsatisfied[3]).toMatchObject({index: 3, instruction: 'Move the ball to the bottom right corner.'});
	expect(report.unsatisfied[3].notices.join(' ')).toMatch(/does not know .*"ball"/);
	expect(report.unsatisfied[3].textMisses).toContain('cell of ball');
});

test('bench --sheet draws only contact sheets and says where they are', async () => {
	const folder = path.join(temporary.folder, 'sheets');
	const {code, stdout} = await bench('--sheet', folder, '--n', '2', '--quiet', ...quick());
	expect({code, stdout}).toEqual({code: 0, stdout: `${path.join(folder, 'generations.png')}\n${path.join(folder, 'edits.png')}\n`});
	expect(await readRgb(path.join(folder, 'generations.png'))).toMatchObject({width: 320});
	expect(await readRgb(path.join(folder, 'edits.png'))).toMatchObject({width: 632});
});

test('bench --sheet --force refuses, before the first exercise, to replace a picture that mmada did not make', async () => {
	const folder = path.join(temporary.folder, 'sheets of others');
	await mkdir(folder);
	await writeFile(path.join(folder, 'edits.png'), 'of others');
	const {code, stderr} = await bench('--sheet', folder, '--force', '--n', '2', '--quiet', ...quick());
	expect({code, entries: await readdir(folder)}).toEqual({code: 73, entries: ['edits.png']});
	expect(stderr).toContain('would be replaced too, and mmada did not make it.');
});

test.each([
	{
		args: ['--suite', 'other'],
		says: '--suite must be storybook, plain-english, voices, steering, mend or parabench, not `other`.',
		code: 2,
	},
	{args: ['--suite', 'plain-english', '--n', '61'], says: '-n must be a whole number from 1 to 60, not `61`.', code: 2},
	{args: ['--suite', 'plain-english', '--sheet', 'a'], says: '--sheet draws storybook items, not `plain-english`.', code: 2},
	{args: ['a', 'cat'], says: '`bench` takes no words', code: 2},
	{args: ['--out', 'a', '--sheet', 'b'], says: '--out and --sheet exclude each other.', code: 2},
	{args: ['--items', 'a.jsonl'], says: '--items belongs to the suite parabench.', code: 2},
	{args: ['--model', '/nowhere'], says: 'There is no model `/nowhere`', code: 69},
])('bench $args is refused: $says', async ({args, says, code}) => {
	const outcome = await bench(...args);
	expect(outcome).toMatchObject({code, stdout: '', stderr: expect.stringContaining(says)});
});
