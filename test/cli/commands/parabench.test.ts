import {execFile} from 'node:child_process';
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {sharedTinyStorybook} from '../../model/shared-storybook.ts';

const program = fileURLToPath(new URL('../../../bin/mmada.js', import.meta.url));
const temporary = sharedTinyStorybook();

const quick = () => ['--model', temporary.folder, '--steps', '4', '--image-steps', '2', '--threads', '1'];
const bench = async (...args: string[]) =>
	new Promise<{code: number; stdout: string; stderr: string}>(resolve => {
		execFile(process.execPath, [program, 'bench', '--suite', 'parabench', ...args], {cwd: temporary.folder}, (error, stdout, stderr) => {
			resolve({code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr});
		});
	});

test('a model is scored on parabench-mini by the exact judge, a second run makes nothing again, and a killed one is gone on with', async () => {
	const args = ['--items', 'parabench-mini', '--judge', 'exact', '--n', '6', '--out', 'mini', '--json', ...quick()];
	const first = await bench(...args);
	expect(first.code, first.stderr).toBe(0);
	const report = JSON.parse(first.stdout);
	expect(report).toMatchObject({
		kind: 'parabench',
		n: 6,
		judge: {name: 'exact'},
		controls: {passed: true},
		axes: {imageConsistency: {asked: 5}},
	});
	const out = path.join(temporary.folder, 'mini');
	expect((await readdir(out)).sort()).toEqual(['outputs', 'report.html', 'report.json', 'report.md']);
	expect(await readFile(path.join(out, 'report.json'), 'utf8')).toBe(first.stdout);

	// As a kill in the middle of a line leaves it.
	const manifest = path.join(out, 'outputs', 'outputs.jsonl');
	const lines = (await readFile(manifest, 'utf8')).trimEnd().split('\n');
	await writeFile(manifest, `${lines.slice(0, 4).join('\n')}\n${lines[4]?.slice(0, 20)}`);
	const again = await bench(...args);
	expect(again.stderr).toContain('made 3/3');
	expect(JSON.parse(again.stdout)).toEqual(report);

	const third = await bench(...args);
	expect(third.stderr).not.toContain('made');
	expect(third.stdout).toBe(again.stdout);

	const other = await bench(...args, '--seed', '2');
	expect(other).toMatchObject({code: 73, stderr: expect.stringContaining('another model, list, seed or setting')});
});

test('outputs of any system are scored from a folder of files, and what is missing is counted, not guessed', async () => {
	const items = path.join(temporary.folder, 'exported');
	const {stdout} = await bench('--items', 'parabench-mini', '--export', 'exported');
	expect(stdout.trim()).toBe(path.join('exported', 'items.jsonl'));
	expect(await readdir(path.join(items, 'inputs'))).toHaveLength(50);

	const folder = path.join(temporary.folder, 'others');
	await mkdir(folder);
	// A system that gives every picture back as it was, and says nothing about half of them.
	for (const name of await readdir(path.join(items, 'inputs'))) {
		await writeFile(path.join(folder, name), await readFile(path.join(items, 'inputs', name)));
		if (name.includes('0')) await writeFile(path.join(folder, name.replace('.png', '.txt')), 'I changed nothing.');
	}
	const {
		code,
		stdout: json,
		stderr,
	} = await bench('--items', path.join(items, 'items.jsonl'), '--outputs', folder, '--out', 'scored', '--json', '-q');
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const report = JSON.parse(json);
	expect(report.system).toEqual({name: 'others', disclosed: {}});
	expect(report.axes.imageConsistency.scored.mean).toBeGreaterThan(50);
	expect(report.axes.imageAlignment).toMatchObject({asked: 60, states: {ok: 50, missing: 10}});
	expect(report.axes.imageAlignment.bounds.worst).toBeCloseTo((report.axes.imageAlignment.scored.mean * 50) / 60, 2);
	expect(report.categories.generation.axes.imageAlignment.scored).toBeUndefined();
	await rm(folder, {recursive: true});
});

test.each([
	{args: [], says: 'There is no list of items.', code: 2},
	{args: ['a', '--items', 'parabench-mini'], says: '`bench` takes no words', code: 2},
	{args: ['--items', 'nowhere.jsonl'], says: 'Cannot read the list of items `nowhere.jsonl`.', code: 66},
	{args: ['--items', 'parabench-mini', '--outputs', 'a', '--model', 'b'], says: '--outputs and --model exclude each other.', code: 2},
	{args: ['--items', 'parabench-mini', '--outputs', 'nowhere'], says: 'There is no folder of outputs `nowhere`.', code: 66},
	{args: ['--items', 'parabench-mini', '--judge', 'grandma'], says: '`grandma` is no judge.', code: 2},
	{args: ['--items', 'parabench-mini', '--force'], says: '--force means nothing to the suite parabench.', code: 2},
])('$args is refused: $says', async ({args, says, code}) => {
	expect(await bench(...args)).toMatchObject({code, stdout: '', stderr: expect.stringContaining(says)});
});
