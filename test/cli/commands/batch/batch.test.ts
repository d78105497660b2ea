import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {readRgb} from '../../../../src/picture/codec.ts';
import {isTorture, trials} from '../../../torture.ts';
import {type Outcome, runProgram, startProgram} from '../../program.ts';
import {shellCode} from '../../shell-code.ts';
import {workplace} from '../../workplace.ts';
import {contentsOf} from './contents.ts';

const at = workplace();

const quick = () => ['--model', at.tiny, '--threads', '1', '--steps', '4', '--image-steps', '4'];
const mmada = async (...args: string[]): Promise<Outcome> => runProgram(at.folder, args);
const list = async (...lines: readonly object[]) =>
	writeFile(path.join(at.folder, 'jobs.jsonl'), lines.map(line => `${JSON.stringify(line)}\n`).join(''));
/** Half of a picture, whose beginning says all that a look at it needs. */
async function damaged(from: string): Promise<void> {
	const bytes = await readFile(path.join(at.folder, from));
	await writeFile(path.join(at.folder, 'damaged.png'), bytes.subarray(0, bytes.length / 2));
}
const files = async (name: string) => (await readdir(path.join(at.folder, name), {recursive: true})).sort();

type Result = {readonly job: number; readonly status: string; readonly [field: string]: unknown};

async function results(name: string, file = 'results.jsonl'): Promise<Result[]> {
	const text = await readFile(path.join(at.folder, name, file), 'utf8');
	return text
		.trimEnd()
		.split('\n')
		.map((line): Result => JSON.parse(line));
}

const contents = async (name: string) => contentsOf(path.join(at.folder, name));

test('jobs are done in their order, what fails is told, and the others go on', async () => {
	await mmada('gen', 'a cat', '--seed', '3', '-q', '-o', 'cat.png', ...quick());
	await list(
		{instruction: 'a red cat at night', seed: 7},
		{instruction: 'make it blue', image: 'cat.png', steps: 6},
		{instruction: 'make it red', image: 'damaged.png'},
		{instruction: 'make it green', image: '#3'},
		{instruction: 'a bird', output: 'birds/one.webp'},
	);
	await damaged('cat.png');
	const {code, stdout, stderr} = await mmada('batch', 'jobs.jsonl', '-o', 'out', '--seed', '100', ...quick());
	expect(code).toBe(3);
	expect(stdout).toBe('out/1-a-red-cat-at-night.png\nout/2-make-it-blue.png\nout/birds/one.webp\n');
	expect(stderr).toContain('job 3 (line 3) failed: ');
	expect(stderr).toContain('job 4 (line 4) failed: Job 3, whose picture it starts from, failed.');
	expect(stderr).toMatch(/3 of 5 jobs done in .*; see out\/results\.jsonl, out\/contact-sheet\.png\n$/);
	expect(await results('out')).toMatchObject([
		{job: 1, status: 'done', task: 'gen', seed: 7, picture: '1-a-red-cat-at-night.png', transcript: '1-a-red-cat-at-night.json'},
		{job: 2, status: 'done', task: 'edit', seed: 101, picture: '2-make-it-blue.png', reasoning: expect.any(String)},
		{job: 3, status: 'failed', exitCode: 65, line: 3, hint: expect.any(String)},
		{job: 4, status: 'failed', exitCode: 66, image: '#3'},
		{job: 5, status: 'done', seed: 104, picture: 'birds/one.webp'},
	]);
	await mmada('gen', 'a red cat at night', '--seed', '7', '-q', '-o', 'alone.png', ...quick());
	const picture = async (name: string) => readFile(path.join(at.folder, name));
	expect((await picture('out/1-a-red-cat-at-night.png')).equals(await picture('alone.png'))).toBe(true);
	// Three pictures of 288 px and a gap around each.
	expect(await readRgb(path.join(at.folder, 'out/contact-sheet.png'))).toMatchObject({width: 3 * 304 + 16});
	expect(await files('out')).toEqual(
		['.mmada-batch.ndjson', '1-a-red-cat-at-night.json', '1-a-red-cat-at-night.png', '2-make-it-blue.json', '2-make-it-blue.png'].concat([
			'birds',
			'birds/one.json',
			'birds/one.webp',
			'contact-sheet.png',
			'results.jsonl',
		]),
	);
});

test('what there is to say about jobs is counted at the end, with their numbers', async () => {
	await list({instruction: 'a red cat'}, {instruction: 'a qwrtzpsd cat'}, {instruction: 'a red bird'}, {instruction: 'a qwrtzpsd bird'});
	const {code, stderr} = await mmada('batch', 'jobs.jsonl', '-o', 'out', ...quick());
	expect(code).toBe(0);
	const noticed = (await results('out')).filter(({notices}) => Array.isArray(notices) && notices.length > 0).map(({job}) => job);
	expect(noticed).toEqual([2, 4]);
	expect(stderr).toContain('2 jobs have notices (2, 4): see `notices` in out/results.jsonl\n');
});

test('a killed batch ends with each job once and the same bytes as one that was not disturbed', {timeout: 3_600_000}, async () => {
	const [jobs, kills] = isTorture ? [200, 50] : [8, 2];
	const line = (index: number) => {
		if (index % 10 === 9) return {instruction: 'make it blue', image: 'cat.png'};
		// The one before, which is itself a change of another in one of two cases.
		if (index % 4 > 1) return {instruction: 'make it red', image: `#${index}`};
		return {instruction: `a ${index % 2 ? 'cat' : 'bird'}`};
	};
	await mmada('gen', 'a cat', '--seed', '3', '-q', '-o', 'cat.png', ...quick());
	await list(...Array.from({length: jobs}, (_, index) => line(index)));
	const args = ['batch', 'jobs.jsonl', '--seed', '5', '-q', '--model', at.tiny, '--threads', '1', '--steps', '12', '--image-steps', '12'];
	expect(await mmada(...args, '-o', 'whole')).toMatchObject({code: 0});
	/** Start the batch so many times and kill it each time; false if it was done before a kill came. */
	const killOften = async (random: () => number): Promise<boolean> => {
		await rm(path.join(at.folder, 'killed'), {recursive: true, force: true});
		let left = jobs;
		for (let kill = 0; kill < kills; kill++) {
			// However many engines begin it, any other number may continue it.
			const workers = String(1 + Math.floor(random() * 3));
			const {child, ended, said} = startProgram(at.folder, [...args, '-o', 'killed', '--continue', '--workers', workers]);
			// At a random moment of a random job, such that there is work left for every kill.
			const many = Math.floor((random() * 2 * left) / (kills - kill + 1));
			if (many === 0) await setTimeout(random() * 1500);
			else await said('\n', many);
			await setTimeout(random() * 60);
			child.kill('SIGKILL');
			const {code, stdout} = await ended;
			if (code !== shellCode([null, 'SIGKILL'])) return false;
			left -= stdout.split('\n').length - 1;
		}
		return true;
	};
	for await (const {number, random} of trials('kill-batch', {few: 1, many: 1})) {
		// On a fast machine a kill may come too late: such a try is none.
		let tries = 0;
		while (!(await killOften(random))) expect(++tries, 'kills came too late again and again').toBeLessThan(20);
		expect(await mmada(...args, '-o', 'killed', '--continue')).toMatchObject({code: 0, stderr: ''});
		expect((await results('killed')).map(({job, status}) => [job, status])).toEqual(
			Array.from({length: jobs}, (_, index) => [index + 1, 'done']),
		);
		expect(await contents('killed'), `try ${number}`).toEqual(await contents('whole'));
	}
});

test('several engines make what one makes: the same bytes, told in the same order, what fails included', async () => {
	await list(
		{instruction: 'a cat', steps: 60, 'image-steps': 60},
		{instruction: 'make it red', image: 'damaged.png'},
		{instruction: 'make it blue', image: '#1'},
		{instruction: 'make it green', image: '#3'},
		...['a bird', 'a fish', 'a dog', 'a cat', 'a kite'].map(instruction => ({instruction})),
	);
	await mmada('gen', 'a cat', '--seed', '3', '-q', '-o', 'cat.png', ...quick());
	await damaged('cat.png');
	const args = ['batch', 'jobs.jsonl', '--seed', '9', '-q', ...quick()];
	const one = await mmada(...args, '-o', 'one');
	const three = await mmada(...args, '-o', 'three', '--workers', '3');
	expect(three.code).toBe(3);
	expect(three.stdout).toBe(one.stdout.replaceAll('one/', 'three/'));
	expect(await contents('three')).toEqual(await contents('one'));
	expect((await files('three')).filter(name => name.startsWith('.'))).toEqual(['.mmada-batch.ndjson']);
	expect(await mmada(...args, '-o', 'four', '--workers', 'many')).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('--workers must be auto or a whole number from 1 to 64, not `many`.'),
	});
});

test('Ctrl-C stops all engines, and one engine continues what each was doing', async () => {
	await list(...['a', 'b', 'c'].map(instruction => ({instruction, steps: 400, 'image-steps': 400})));
	const args = ['batch', 'jobs.jsonl', '-o', 'out', '--seed', '1', '--model', at.slow, '--threads', '1'];
	const {child, ended, told} = startProgram(at.folder, [...args, '--workers', '2']);
	await told('2 at a time');
	child.kill('SIGINT');
	expect(await ended).toMatchObject({code: 130, stderr: expect.stringContaining('Stopped: 0 of 3 jobs are done.')});
	const left = (await files('out')).filter(name => name.endsWith('log.ndjson'));
	expect(left.length).toBeGreaterThan(0);
	expect(await mmada(...args, '-q', '--continue')).toMatchObject({code: 0, stdout: 'out/1-a.png\nout/2-b.png\nout/3-c.png\n'});
	for (const name of ['1-a', '2-b', '3-c']) {
		const transcript = JSON.parse(await readFile(path.join(at.folder, `out/${name}.json`), 'utf8')) as {
			run: {type: string; step?: number}[];
		};
		const steps = transcript.run.flatMap(({type, step}) => (type === 'step' ? [step] : []));
		expect(steps).toEqual(Array.from({length: 400}, (_, index) => index + 1));
	}
});

test('shards together make what one batch makes, each with files of its own', async () => {
	await list(...['a', 'b', 'c', 'd', 'e'].map(instruction => ({instruction})));
	const args = ['batch', 'jobs.jsonl', '--seed', '9', '-q', ...quick()];
	await mmada(...args, '-o', 'whole');
	const parts = await Promise.all([1, 2].map(async part => mmada(...args, '-o', 'parts', '--shard', `${part}/2`)));
	expect(parts.map(({code}) => code)).toEqual([0, 0]);
	expect((await results('parts', 'results-1-of-2.jsonl')).map(({job}) => job)).toEqual([1, 3, 5]);
	expect((await results('parts', 'results-2-of-2.jsonl')).map(({job}) => job)).toEqual([2, 4]);
	const pictures = (all: Record<string, string>) => Object.entries(all).filter(([name]) => /^\d/.test(name));
	expect(pictures(await contents('parts'))).toEqual(pictures(await contents('whole')));
});

test('what is there is left out, replaced, or in the way', async () => {
	await list({instruction: 'a cat'}, {instruction: 'a bird'});
	await mkdir(path.join(at.folder, 'out'));
	await writeFile(path.join(at.folder, 'out/1-a-cat.png'), 'mine');
	const args = ['batch', 'jobs.jsonl', '-o', 'out', '--no-contact-sheet', ...quick()];
	expect(await mmada(...args)).toMatchObject({
		code: 73,
		stdout: '',
		stderr: expect.stringContaining('`out/1-a-cat.png` is there already.'),
	});
	expect(await mmada(...args, '--skip-existing')).toMatchObject({code: 0, stdout: 'out/2-a-bird.png\n'});
	expect(await results('out')).toMatchObject([{status: 'existing', picture: '1-a-cat.png'}, {status: 'done'}]);
	expect(await readFile(path.join(at.folder, 'out/1-a-cat.png'), 'utf8')).toBe('mine');
	expect(await mmada(...args)).toMatchObject({code: 73, stderr: expect.stringContaining('2 jobs are done')});
	expect(await mmada(...args, '--force')).toMatchObject({code: 0, stdout: 'out/1-a-cat.png\nout/2-a-bird.png\n'});
});

test('what failed is done again, what is done is not, and other jobs are another batch', async () => {
	await list({instruction: 'a cat'}, {instruction: 'make it red', image: 'cat.png'});
	const args = ['batch', 'jobs.jsonl', '-o', 'out', '-q', ...quick()];
	await mmada('gen', 'a cat', '-q', '-o', 'whole.png', ...quick());
	const whole = await readFile(path.join(at.folder, 'whole.png'));
	await writeFile(path.join(at.folder, 'cat.png'), whole.subarray(0, whole.length / 2));
	expect(await mmada(...args)).toMatchObject({code: 3, stdout: 'out/1-a-cat.png\n'});
	const [first] = await results('out');
	await writeFile(path.join(at.folder, 'cat.png'), whole);
	expect(await mmada(...args, '--continue')).toEqual({code: 0, stdout: 'out/2-make-it-red.png\n', stderr: ''});
	expect(await results('out')).toMatchObject([first, {job: 2, status: 'done', seed: Number(first?.seed) + 1}]);
	await list({instruction: 'a cat'}, {instruction: 'a bird'});
	expect(await mmada(...args, '--continue')).toMatchObject({code: 65, stderr: expect.stringContaining('has other jobs or settings')});
});

test('Ctrl-C stops a batch in the middle of a job, and it continues from there; meanwhile no other process has it', async () => {
	await list({instruction: 'a cat', steps: 400, 'image-steps': 400}, {instruction: 'a bird'});
	const args = [
		'batch',
		'jobs.jsonl',
		'-o',
		'out',
		'--seed',
		'1',
		'--model',
		at.slow,
		'--threads',
		'1',
		'--steps',
		'4',
		'--image-steps',
		'4',
	];
	const {child, ended, told} = startProgram(at.folder, args);
	await told('step ');
	child.kill('SIGSTOP');
	expect(await mmada(...args, '--continue')).toMatchObject({code: 75, stderr: expect.stringContaining(`process ${child.pid}`)});
	child.kill('SIGINT');
	child.kill('SIGCONT');
	expect(await ended).toMatchObject({code: 130, stdout: '', stderr: expect.stringContaining('Stopped: 0 of 2 jobs are done.')});
	expect(await files('out')).toContain('.mmada-batch.job/log.ndjson');
	expect(await mmada(...args, '--continue', '--json')).toMatchObject({code: 0, stdout: expect.stringContaining('"done": 2')});
	const transcript = JSON.parse(await readFile(path.join(at.folder, 'out/1-a-cat.json'), 'utf8')) as {run: {type: string; step?: number}[]};
	const steps = transcript.run.flatMap(({type, step}) => (type === 'step' ? [step] : []));
	expect(steps).toEqual(Array.from({length: 400}, (_, index) => index + 1));
});

test('what can be known beforehand is: pictures, masks and words of every job are checked before the first', async () => {
	await mmada('gen', 'a cat', '--seed', '3', '-q', '-o', 'cat.png', ...quick());
	await writeFile(path.join(at.folder, 'text.png'), 'no picture');
	const jobs = [
		{instruction: 'a cat'},
		{instruction: 'make it red', image: 'missing.png'},
		{instruction: 'make it red', image: 'text.png'},
		{instruction: 'a giraffe', strict: true},
		{instruction: 'make it red', image: 'cat.png', 'mask-box': '4000,0,9,9'},
	];
	const args = ['batch', 'jobs.jsonl', '-o', 'out', ...quick()];
	await list(...jobs, {instruction: 'make it red', image: '#9'});
	expect(await mmada(...args)).toMatchObject({
		code: 65,
		stderr: expect.stringContaining('1 of 6 jobs cannot be done: line 6: `#9` is no job'),
	});
	await list(...jobs);
	const {code, stdout, stderr} = await mmada(...args);
	expect({code, stdout}).toEqual({code: 65, stdout: ''});
	for (const part of [
		'4 of 5 jobs',
		'line 2: Cannot read the image',
		'line 3: ',
		'line 4: tiny does not know "giraffe"',
		'line 5: The box begins at 4000,0',
	])
		expect(stderr).toContain(part);
	expect(await readdir(at.folder)).not.toContain('out');
});

test('the example of docs/batch.md is true', async () => {
	const page = await readFile(new URL('../../../../docs/batch.md', import.meta.url), 'utf8');
	const [, jobs = '', commands = ''] = /```\n(\{[^`]*)```\n+```\n([^`]*)```/.exec(page) ?? [];
	const [first = '', again = ''] = commands.trim().split('\n');
	await writeFile(path.join(at.folder, 'jobs.jsonl'), jobs);
	const run = async (line: string) => mmada(...line.replace(/^mmada /, '').split(' '), ...quick());
	expect(await run(first)).toMatchObject({code: 0, stdout: expect.stringMatching(/^pictures\/1-.*\npictures\/winter\.png\n$/)});
	expect(await run(again)).toMatchObject({code: 0, stdout: ''});
});

test('a list comes from stdin too, and a bad one is refused before anything is written', async () => {
	const piped = await runProgram(at.folder, ['batch', '-', '-q', ...quick()], {input: 'instruction,seed\n"a cat, a bird",1\n'});
	expect(piped).toEqual({code: 0, stdout: 'batch/1-a-cat-a-bird.png\n', stderr: ''});
	const bad = await runProgram(at.folder, ['batch', '-', '-o', 'none', ...quick()], {
		input: '{"instruction": "a"}\n{"instruction": "b", "sede": 1}\n',
	});
	expect(bad).toMatchObject({
		code: 65,
		stdout: '',
		stderr: expect.stringContaining('line 2: there is no field `sede` (did you mean `seed`?)'),
	});
	expect(await mmada('batch', 'nothing.jsonl', ...quick())).toMatchObject({code: 66, stdout: ''});
	expect((await readdir(at.folder)).sort()).toEqual(['batch']);
});
