import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import sharp from 'sharp';
import {expect, test} from 'vitest';
import {releasedFolder} from '../../model/released-folder.ts';
import {trials} from '../../torture.ts';
import {type Outcome, runProgram, startProgram} from '../program.ts';
import {workplace} from '../workplace.ts';

const at = workplace();

const mmada = async (...args: string[]): Promise<Outcome> => runProgram(at.folder, args);
const on = (model: string, steps: number) => ['--model', model, '--threads', '1', '--steps', String(steps), '--image-steps', String(steps)];
const tiny = (steps: number) => on(at.tiny, steps);
const kept = async () => readdir(path.join(at.folder, 'state', 'runs')).catch(() => []);
const read = async (name: string) => readFile(path.join(at.folder, name));

/** A transcript without its times, and without the previews, which come by the clock. */
async function timeless(name: string): Promise<unknown> {
	const text = (await read(name)).toString('utf8');
	return JSON.parse(text, (key, value: unknown) => {
		if (key === 'savedAt' || key === 'elapsedMs') return undefined;
		return key === 'run' && Array.isArray(value) ? value.filter(({type}) => type !== 'preview') : value;
	});
}

/** Start a run, and kill it as soon as it tells of a step, and some milliseconds later. */
async function killAt(step: number, moreMs: number, ...args: string[]): Promise<void> {
	const {child, ended, said} = startProgram(at.folder, [...args, '--events', '--no-preview']);
	await said(`"type":"step","step":${step},`);
	await setTimeout(moreMs);
	child.kill('SIGKILL');
	await ended;
}

test('a run killed at any step goes on to the same tokens, picture and transcript', {timeout: 3_600_000}, async () => {
	const steps = 200;
	await mmada('gen', 'a cat', '--seed', '3', '-o', 'cat.png', ...tiny(4));
	await using a = await releasedFolder('a');
	await using m = await releasedFolder('m');
	// Their sequences are as long as those of the released models.
	const fewSteps = 8;
	const official = ({folder: model}: typeof a) => ['--model', model, '--threads', '1', '--recipe', 'official', '--steps', String(fewSteps)];
	const half = await sharp({create: {width: 72, height: 144, channels: 3, background: 'white'}})
		.extend({left: 72, background: 'black'})
		.png()
		.toBuffer();
	await writeFile(path.join(at.folder, 'half.png'), half);
	const tasks = [
		{name: 'gen', steps, args: ['gen', 'a red cat at night', '--seed', '7', '--quiet', ...tiny(steps)]},
		{name: 'edit', steps, args: ['edit', 'cat.png', 'make it blue', '--seed', '8', '--quiet', ...tiny(steps)]},
		{name: 'masked', steps, args: ['edit', 'cat.png', 'make it blue', '--mask', 'half.png', '--seed', '9', '--quiet', ...tiny(steps)]},
		{name: 'official-a', steps: fewSteps, args: ['edit', 'cat.png', 'make it blue', '--seed', '10', '--quiet', ...official(a)]},
		{name: 'official-m', steps: fewSteps, args: ['gen', 'a blue cat', '--seed', '11', '--quiet', ...official(m)]},
	] as const;
	for (const {name, args} of tasks) await mmada(...args, '-o', `${name}.png`);
	for await (const {number, random} of trials('kill-while-decoding', {few: 5, many: 100})) {
		const {name, steps, args} = tasks[number % tasks.length]!;
		let step: number;
		// A kill that came after the end of a run is none.
		do {
			for (const file of ['killed.png', 'killed.json', 'state']) await rm(path.join(at.folder, file), {recursive: true, force: true});
			step = 1 + Math.floor(random() * (steps - 1));
			await killAt(step, random() * 10, ...args, '-o', 'killed.png');
		} while ((await readdir(at.folder)).includes('killed.png'));
		const message = `try ${number}: ${name} killed at step ${step}`;
		expect(await mmada('resume', '--quiet'), message).toEqual({code: 0, stdout: `${path.join(at.folder, 'killed.png')}\n`, stderr: ''});
		expect((await read('killed.png')).equals(await read(`${name}.png`)), message).toBe(true);
		expect(JSON.stringify(await timeless('killed.json')), message).toBe(JSON.stringify(await timeless(`${name}.json`)));
		expect(await kept(), message).toEqual([]);
	}
});

test('an edit goes on though its picture and its folder are not there any more, and from wherever it is asked', async () => {
	await mmada('gen', 'a cat', '--seed', '3', '-o', 'cat.png', ...tiny(4));
	const args = ['edit', 'cat.png', 'make it blue', '--seed', '8', '--quiet', ...tiny(2000)];
	await killAt(3, 0, ...args, '-o', 'blue.png');
	await rm(path.join(at.folder, 'cat.png'));
	const id = (await kept())[0]!;
	await mkdir(path.join(at.folder, 'elsewhere'));
	const before = await timeless('cat.json');
	expect(before).toBeDefined();
	const {code, stdout} = await mmada('resume', id.slice(0, 3), '--json');
	expect(code).toBe(0);
	expect(JSON.parse(stdout)).toMatchObject({picture: path.join(at.folder, 'blue.png'), end: 'complete', step: 2000, seed: 8});
	expect(await timeless('blue.json')).toMatchObject({input: {name: 'cat.png'}});
});

test('a run that is under way is not taken away from its process; Ctrl-C leaves one to resume', async () => {
	const {child, ended, said} = startProgram(at.folder, ['gen', 'a cat', '--events', '--no-preview', ...on(at.slow, 4000)]);
	await said('"type":"step","step":2,');
	// As if it took long.
	child.kill('SIGSTOP');
	const [id = ''] = await kept();
	expect(await mmada('resume', id)).toMatchObject({code: 75, stdout: '', stderr: expect.stringContaining(`process ${child.pid}`)});
	expect(await mmada('resume')).toMatchObject({code: 66, stderr: expect.stringContaining('the runs listed are still running')});
	expect(await mmada('runs', 'rm', id)).toMatchObject({code: 75});
	expect(JSON.parse((await mmada('runs', '--json')).stdout)).toMatchObject([{id, state: 'running', steps: 4000}]);
	child.kill('SIGINT');
	child.kill('SIGCONT');
	const {code, stderr} = await ended;
	expect({code, stderr}).toEqual({code: 130, stderr: expect.stringMatching(new RegExp(`Go on from step \\d+: mmada resume ${id}\n$`))});
	expect((await mmada('runs')).stdout).toMatch(new RegExp(`^${id}  [-\\d]+ [:\\d]+  interrupted  step \\d+/4000  gen  a cat\n$`));
	expect(await mmada('runs', 'rm', id)).toMatchObject({code: 0, stdout: ''});
	expect(await mmada('runs')).toEqual({code: 0, stdout: '', stderr: 'No run was interrupted.\n'});
});

test('of several pictures, the one at which Ctrl-C came is kept, and goes on under its own name', async () => {
	await mmada('gen', 'a cat', '--seed', '8', '--text-temperature', '0.5', '-o', 'whole.png', '-q', ...tiny(600));
	const many = ['gen', 'a cat', '-n', '3', '--seed', '7', '--events', '--no-preview'];
	const {child, ended, said} = startProgram(at.folder, [...many, ...tiny(600)]);
	await said('"seed":8');
	await said('"type":"step","step":3,', 2);
	child.kill('SIGINT');
	const {code, stderr} = await ended;
	const [id = '', ...others] = await kept();
	expect(others).toEqual([]);
	expect({code, stderr}).toEqual({code: 130, stderr: expect.stringMatching(new RegExp(`Go on from step \\d+: mmada resume ${id}\n$`))});
	const there = ['a-cat-7.json', 'a-cat-7.png', 'a-cat-8.json', 'a-cat-8.png', 'a-cat-sheet.png'];
	expect((await readdir(at.folder)).filter(name => name.startsWith('a-cat')).sort()).toEqual(there);
	expect(await mmada('resume', '-q')).toMatchObject({code: 0, stdout: `${path.join(at.folder, 'a-cat-8.png')}\n`});
	expect((await read('a-cat-8.png')).equals(await read('whole.png'))).toBe(true);
	expect(await kept()).toEqual([]);
});

test('of two that resume the same run at once, one at most does', async () => {
	await killAt(2, 0, 'gen', 'a cat', ...tiny(2000));
	const both = await Promise.all([mmada('resume', '-q'), mmada('resume', '-q')]);
	const codes = both.map(({code}) => code).sort();
	expect([
		[0, 66],
		[0, 75],
		[75, 75],
	]).toContainEqual(codes);
	if (codes[0] !== 0) expect(await mmada('resume', '-q')).toMatchObject({code: 0});
	expect((await readdir(at.folder)).sort()).toEqual(['a-cat.json', 'a-cat.png', 'state']);
});

test('a run that ends well leaves nothing behind, one that cannot be written down says so once and goes on', async () => {
	expect((await mmada('gen', 'a cat', '-q', ...tiny(4))).code).toBe(0);
	expect(await kept()).toEqual([]);
	await rm(path.join(at.folder, 'state'), {recursive: true});
	await writeFile(path.join(at.folder, 'state'), 'a file where the folder should be');
	const {code, stdout, stderr} = await mmada('gen', 'a cat', ...tiny(4));
	expect({code, stdout}).toEqual({code: 0, stdout: 'a-cat-2.png\n'});
	expect(stderr.match(/The run continues, but cannot be resumed if it is interrupted/g)).toHaveLength(1);
});

test.each([
	{args: ['resume'], code: 66, says: 'There is no interrupted run to resume.'},
	{args: ['resume', 'abc'], code: 66, says: 'There is no run `abc`.'},
	{args: ['resume', 'a', 'b'], code: 2, says: 'Name one run.'},
	{args: ['runs', 'remove'], code: 2, says: '`mmada runs` has no `remove`.'},
	{args: ['runs', 'prun'], code: 2, says: 'Did you mean `mmada runs prune`?'},
	{args: ['runs', 'rm'], code: 2, says: 'There is no run to remove.'},
])('$args ends with $code and says what to do', async ({args, code, says}) => {
	const outcome = await mmada(...args);
	expect(outcome).toMatchObject({code, stdout: ''});
	expect(outcome.stderr).toContain(says);
});
