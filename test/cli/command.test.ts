import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {readRgb} from '../../src/picture/codec.ts';
import {readPngText} from '../../src/picture/png-text.ts';
import {shellCode} from './shell-code.ts';
import {workplace} from './workplace.ts';

const program = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));
const at = workplace();

type Outcome = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

function start(...args: string[]) {
	const child = spawn(process.execPath, [program, ...args], {cwd: at.folder, stdio: ['ignore', 'pipe', 'pipe']});
	let stdout = '';
	let stderr = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const ended = once(child, 'close').then((ending): Outcome => ({code: shellCode(ending), stdout, stderr}));
	return {child, ended, stderr: () => stderr};
}

const mmada = async (...args: string[]): Promise<Outcome> => start(...args).ended;
const endless = () => ['--model', at.slow, '--steps', '4000', '--image-steps', '4000', '--threads', '1'];
const quick = () => ['--model', at.tiny, '--steps', '4', '--image-steps', '4', '--threads', '1'];

test('gen saves picture and transcript, and says where on stdout and nothing else', async () => {
	const {code, stdout, stderr} = await mmada('gen', 'a red cat at night', '--seed', '7', ...quick());
	expect({code, stdout}).toEqual({code: 0, stdout: 'a-red-cat-at-night.png\n'});
	expect(stderr).toMatch(/^tiny on cpu · seed 7\n/);
	expect(stderr).toMatch(/\ndone: step 4\/4 · text 100 % · image 100 % · /);
	expect((await readdir(at.folder)).sort()).toEqual(['a-red-cat-at-night.json', 'a-red-cat-at-night.png']);
	const png = path.join(at.folder, 'a-red-cat-at-night.png');
	expect(await readRgb(png)).toMatchObject({width: 144, height: 144});
	expect(readPngText(await readFile(png))).toMatchObject({Description: 'a red cat at night', Software: 'mmada 0.1.0'});
});

test('the same seed makes the same picture, under a name of its own', async () => {
	const first = await mmada('gen', 'a cat', '--seed', '3', '--quiet', ...quick());
	const second = await mmada('gen', 'a', 'cat', '--seed', '3', '--quiet', ...quick());
	expect([first, second]).toEqual([
		{code: 0, stdout: 'a-cat.png\n', stderr: ''},
		{code: 0, stdout: 'a-cat-2.png\n', stderr: ''},
	]);
	expect((await readFile(path.join(at.folder, 'a-cat.png'))).equals(await readFile(path.join(at.folder, 'a-cat-2.png')))).toBe(true);
});

test('an edit starts from a picture, and its transcript keeps it', async () => {
	await mmada('gen', 'a cat', '--seed', '3', '-q', '-o', 'cat.png', ...quick());
	const {code, stdout} = await mmada('edit', 'cat.png', 'make it red', '--json', '-o', 'out.png', ...quick());
	expect(code).toBe(0);
	expect(JSON.parse(stdout)).toMatchObject({picture: 'out.png', transcript: 'out.json', task: 'edit', end: 'complete', step: 4});
	const transcript: unknown = JSON.parse(await readFile(path.join(at.folder, 'out.json'), 'utf8'));
	expect(transcript).toMatchObject({input: {name: 'cat.png'}});
});

test('a name that is taken is not overwritten but with --force', async () => {
	await mmada('gen', 'a cat', '-q', '-o', 'x', ...quick());
	const before = await stat(path.join(at.folder, 'x.png'));
	const second = await mmada('gen', 'a cat', '-o', 'x.png', ...quick());
	expect(second).toMatchObject({code: 73, stdout: ''});
	expect((await readdir(at.folder)).sort()).toEqual(['x.json', 'x.png']);
	expect((await stat(path.join(at.folder, 'x.png'))).ino).toBe(before.ino);
	expect((await mmada('gen', 'a cat', '-q', '-o', 'x.png', '--force', ...quick())).stdout).toBe('x.png\n');
	expect((await stat(path.join(at.folder, 'x.png'))).ino).not.toBe(before.ino);
});

test('--events prints each event as a line of JSON, and where the files are', async () => {
	const {code, stdout} = await mmada('gen', 'a cat', '--events', '-q', ...quick());
	const events = stdout
		.trimEnd()
		.split('\n')
		.map((line): {type?: string} => JSON.parse(line));
	expect(code).toBe(0);
	expect(events[0]?.type).toBe('started');
	expect(events.filter(({type}) => type === 'step')).toHaveLength(4);
	expect(events.slice(-2)).toMatchObject([{type: 'finished'}, {type: 'saved', picture: 'a-cat.png', transcript: 'a-cat.json'}]);
});

test('replay prints the same lines as the run did, without its model', async () => {
	const run = await mmada('gen', 'a cat', ...quick());
	const replay = await mmada('replay', 'a-cat.json');
	expect(replay).toEqual({code: 0, stdout: '', stderr: run.stderr});
});

test('replay saves films beside the transcript, or where -o says, and prints their paths', async () => {
	await mmada('gen', 'a cat', '-q', ...quick());
	expect(await mmada('replay', 'a-cat.json', '--gif', '--png-strip', '-q')).toEqual({
		code: 0,
		stdout: 'a-cat.gif\na-cat.strip.png\n',
		stderr: '',
	});
	expect((await mmada('replay', 'a-cat.json', '-o', 'film.webp', '-q')).stdout).toBe('film.webp\n');
	expect((await mmada('replay', 'a-cat.json', '--png-strip', '-o', 'moments.png', '-q')).stdout).toBe('moments.png\n');
	expect((await mmada('replay', 'a-cat.json', '--gif', '-q')).stdout).toBe('a-cat-2.gif\n');
	expect(await mmada('replay', 'a-cat.json', '--gif', '-o', 'nowhere/')).toMatchObject({code: 73, stdout: ''});
	expect(await mmada('replay', 'a-cat.json', '-o', 'film.mp4')).toMatchObject({code: 2, stdout: ''});
	expect(await mmada('replay', 'a-cat.json', '--gif', '--json')).toMatchObject({code: 2, stdout: ''});
});

test('Ctrl-C keeps the partial picture and its transcript, and ends with 130', async () => {
	const {child, ended, stderr} = start('gen', 'a cat', ...endless());
	while (!stderr().includes('step 1/4000')) await once(child.stderr, 'data');
	child.kill('SIGINT');
	const {code, stdout, stderr: text} = await ended;
	expect({code, stdout}).toEqual({code: 130, stdout: 'a-cat.png\n'});
	expect(text).toContain('stopping after this step');
	expect(text).toContain('\nstopped: step ');
	expect(await mmada('replay', 'a-cat.json')).toMatchObject({code: 0});
});

/** Processes that a process started (Linux). */
const childrenOf = async (pid: number | undefined): Promise<readonly number[]> =>
	(await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')).split(' ').filter(Boolean).map(Number);

/** The engine of a command, once it runs a program of its own: until then its caller waits for it, and to stop it would stop both (Linux). */
async function engineOf(pid: number | undefined): Promise<number> {
	const programOf = (id: number | undefined) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
	for (;;) {
		const [engine] = await childrenOf(pid);
		const own = engine === undefined ? '' : await programOf(engine);
		if (engine !== undefined && own !== '' && own !== (await programOf(pid))) return engine;
		await setTimeout(2);
	}
}

test.skipIf(process.platform !== 'linux').each([
	['a drawing', ['gen', 'a cat'], "Run it again: mmada gen 'a cat' --model "],
	['several drawings', ['gen', 'a cat', '-n', '2'], "Run it again: mmada gen 'a cat' -n 2 --model "],
	['a batch', ['batch', 'jobs.txt', '-o', 'out'], 'Stopped: 0 of 2 jobs are done. To continue, give the same command with --continue.'],
])(
	'Ctrl-C while the model is loading ends at once, leaves no picture, and says how to go on: %s (Linux: finds the engine)',
	async (_, args, said) => {
		await writeFile(path.join(at.folder, 'jobs.txt'), 'a cat\na dog\n');
		const {child, ended} = start(...args, ...endless());
		const engine = await engineOf(child.pid);
		// It never comes to be loaded: a caller that waited for it would wait without end.
		process.kill(engine, 'SIGSTOP');
		await setTimeout(300);
		child.kill('SIGINT');
		const {code, stdout, stderr} = await ended;
		expect({code, stdout}).toEqual({code: 130, stdout: ''});
		expect(stderr).toContain(said);
		expect(stderr).not.toContain('another program');
		const left = (await readdir(at.folder, {recursive: true})).filter(name => /\.(?:png|json|tmp)$/.test(name));
		expect(left).toEqual([]);
	},
);

test.skipIf(process.platform !== 'linux')(
	'a second Ctrl-C leaves at once, though the engine does not answer (Linux: stops it by its id)',
	async () => {
		const {child, ended, stderr} = start('gen', 'a cat', ...endless());
		while (!stderr().includes('step 1/4000')) await once(child.stderr, 'data');
		const engine = Number(await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'));
		process.kill(engine, 'SIGSTOP');
		child.kill('SIGINT');
		while (!stderr().includes('stopping after this step; Ctrl-C again leaves at once')) await once(child.stderr, 'data');
		await setTimeout(300);
		child.kill('SIGINT');
		// A caller that waited for the engine would wait without end.
		const {code, stdout} = await ended;
		expect({code, stdout, files: await readdir(at.folder)}).toEqual({code: 130, stdout: '', files: []});
		expect(() => process.kill(engine, 0)).toThrow('ESRCH');
	},
);

test.skipIf(process.platform !== 'linux')(
	'after SIGTERM an engine that does not answer has some seconds and no more (Linux: stops it by its id)',
	async () => {
		const {child, ended, stderr} = start('gen', 'a cat', ...endless());
		while (!stderr().includes('step 1/4000')) await once(child.stderr, 'data');
		const engine = Number(await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'));
		process.kill(engine, 'SIGSTOP');
		child.kill('SIGTERM');
		const {code, stdout, stderr: said} = await ended;
		expect({code, stdout, files: await readdir(at.folder)}).toEqual({code: 143, stdout: '', files: []});
		expect(said).toMatch(/Left at once: nothing was saved\.\nGo on from step \d+: mmada resume \w+\n$/);
		expect(() => process.kill(engine, 0)).toThrow('ESRCH');
	},
);

test.each([
	{args: ['gen'], code: 2, says: 'There is no instruction.'},
	{args: ['gen', 'a cat', '--sead', '4'], code: 2, says: 'Did you mean `--seed`?'},
	{
		args: ['gen', 'a cat', '--seed', '9007199254740992'],
		code: 2,
		says: '--seed must be a whole number from 0 to 9007199254740991, not `9007199254740992`.',
	},
	{args: ['gen', 'a cat', '-o', 'x.gif'], code: 2, says: 'Try: --output x.gif.png'},
	{args: ['gne', 'a cat'], code: 2, says: 'Did you mean `mmada gen`?'},
	{args: ['gen', 'a cat', '-o', 'nowhere/x.png'], code: 73, says: 'The folder `nowhere` does not exist.'},
	{args: ['gen', 'a cat', '--model', 'nowhere'], code: 69, says: 'There is no model `nowhere`'},
	{args: ['replay', 'nothing.json'], code: 66, says: 'Cannot read the picture or transcript `nothing.json`.'},
])('$args ends with $code and says what to do', async ({args, code, says}) => {
	const outcome = await mmada(...args);
	expect(outcome).toMatchObject({code, stdout: ''});
	expect(outcome.stderr).toContain(says);
	expect(await readdir(at.folder)).toEqual([]);
});

test('a picture that is missing is 66, one that is none is 65, before the model is asked', async () => {
	expect(await mmada('edit', 'none.png', 'make it red', ...quick())).toMatchObject({code: 66});
	expect(await mmada('edit', path.join(at.tiny, 'config.json'), 'make it red', ...quick())).toMatchObject({code: 65});
});

test('words that the model does not know are told, and refused with --strict', async () => {
	expect((await mmada('gen', 'a giraffe', ...quick())).stderr).toContain('tiny does not know "giraffe"');
	expect(await mmada('gen', 'a giraffe', '--strict', ...quick())).toMatchObject({code: 65, stdout: ''});
});

test('-n makes a picture of each seed, and a sheet of all', async () => {
	const names = ['a-cat-7.png', 'a-cat-8.png', 'a-cat-sheet.png'];
	const {code, stdout, stderr} = await mmada('gen', 'a cat', '-n', '2', '--seed', '7', ...quick());
	expect({code, stdout}).toEqual({code: 0, stdout: `${names.join('\n')}\n`});
	expect(stderr.match(/seed \d+|done: step 4\/4/g)).toEqual([7, 8].flatMap(seed => [`seed ${seed}`, 'done: step 4/4']));
	expect((await readdir(at.folder)).filter(name => name.endsWith('.png')).sort()).toEqual(names);
	expect(await readRgb(path.join(at.folder, 'a-cat-sheet.png'))).toMatchObject({width: 16 + 2 * (288 + 16)});
	// Words of several pictures are drawn with chance.
	await mmada('gen', 'a cat', '--seed', '8', '--text-temperature', '0.5', '-q', '-o', 'alone.png', ...quick());
	const [one, other] = await Promise.all(['alone.png', 'a-cat-8.png'].map(async name => readRgb(path.join(at.folder, name))));
	expect(Buffer.compare(one?.rgb ?? Buffer.alloc(0), other?.rgb ?? Buffer.alloc(1))).toBe(0);
});

test('-n with --json tells of every picture in one object', async () => {
	const {stdout} = await mmada('gen', 'a cat', '-n', '2', '--seed', '1', '--json', ...quick());
	expect(JSON.parse(stdout)).toMatchObject({
		sheet: 'a-cat-sheet.png',
		variations: [
			{picture: 'a-cat-1.png', seed: 1},
			{picture: 'a-cat-2.png', seed: 2},
		],
	});
});

test('without a terminal to ask at, a prompt says so, and mmada alone shows the help', async () => {
	expect(await mmada()).toEqual({...(await mmada('--help')), code: 0});
	const refused = {
		code: 2,
		stdout: '',
		stderr: 'A prompt needs a terminal, of 20 columns and 6 rows at least.\nWithout one: mmada gen "a cat in the snow"\n',
	};
	expect(await mmada('gen', 'a cat', '-i', ...quick())).toEqual(refused);
	expect(await mmada('gen', '--interactive')).toEqual(refused);
	expect(await mmada('--model', at.tiny)).toEqual(refused);
	expect(await mmada('--events')).toMatchObject({code: 2, stderr: expect.stringContaining('There is no flag `--events` here.')});
});

test('help and version go to stdout', async () => {
	expect(await mmada('--version')).toEqual({code: 0, stdout: '0.1.0\n', stderr: ''});
	const help = await mmada('--help');
	expect(help).toMatchObject({code: 0, stderr: ''});
	for (const name of ['gen', 'edit', 'replay']) {
		expect(help.stdout).toContain(`mmada ${name} `);
		expect((await mmada(name, '--help')).stdout).toContain(`mmada ${name} `);
	}
});
