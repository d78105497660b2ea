import {execFileSync} from 'node:child_process';
import {link, mkdir, readdir, readFile, rename, rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {type Outcome, runProgram, startProgram} from '../../program.ts';
import {workplace} from '../../workplace.ts';

/* Batches whose folder others have changed, or whose list means ill: each must come to an end, and touch nothing that is not its own. */

const at = workplace();

const quick = () => ['--model', at.tiny, '--threads', '1', '--steps', '4', '--image-steps', '4'];
const mmada = async (...args: string[]): Promise<Outcome> => runProgram(at.folder, args);
const inFolder = (name: string) => path.join(at.folder, name);
const list = async (...lines: readonly object[]) =>
	writeFile(inFolder('jobs.jsonl'), lines.map(line => `${JSON.stringify(line)}\n`).join(''));
const batch = (...args: string[]) => ['batch', 'jobs.jsonl', '-o', 'out', '--seed', '1', ...quick(), ...args];
const three = async () => list({instruction: 'a cat'}, {instruction: 'a bird'}, {instruction: 'a fish'});
const statuses = async () =>
	(await readFile(inFolder('out/results.jsonl'), 'utf8'))
		.trimEnd()
		.split('\n')
		.map(line => (JSON.parse(line) as {status: string}).status);

test('a name that cannot be is found before the first job', async () => {
	await list({instruction: 'a cat'}, {instruction: 'a bird', output: 'x'.repeat(300)}, {instruction: 'a fish'});
	expect(await mmada(...batch())).toMatchObject({code: 65, stdout: '', stderr: expect.stringContaining('line 2: `xxx')});
	expect(await readdir(at.folder)).not.toContain('out');
});

test('a job that cannot be saved fails alone: its folder is a file', async () => {
	await list({instruction: 'a cat'}, {instruction: 'a bird', output: 'set/b.png'}, {instruction: 'a fish'});
	await mkdir(inFolder('out'));
	await writeFile(inFolder('out/set'), 'mine');
	expect(await mmada(...batch('-q'))).toMatchObject({code: 3, stdout: 'out/1-a-cat.png\nout/3-a-fish.png\n'});
	expect(await statuses()).toEqual(['done', 'failed', 'done']);
	await rm(inFolder('out/set'));
	expect(await mmada(...batch('-q', '--continue'))).toMatchObject({code: 0, stdout: 'out/set/b.png\n'});
});

test('a batch whose pictures were deleted goes on, and says so', async () => {
	await three();
	expect(await mmada(...batch('-q'))).toMatchObject({code: 0});
	await rm(inFolder('out/2-a-bird.png'));
	const again = await mmada(...batch('--continue'));
	expect(again).toMatchObject({code: 0, stdout: '', stderr: expect.stringContaining('`out/2-a-bird.png` cannot be read any more')});
	expect(await readdir(inFolder('out'))).not.toContain('2-a-bird.png');
});

test('a damaged line of the journal costs its own job only, and nothing is cut off before it is decided to go on', async () => {
	await three();
	await mmada(...batch('-q'));
	const journal = inFolder('out/.mmada-batch.ndjson');
	const lines = (await readFile(journal, 'utf8')).split('\n');
	lines[2] = lines[2]!.slice(0, 20);
	const damaged = `${lines.join('\n')}{"job":`;
	await writeFile(journal, damaged);
	expect(await mmada(...batch('-q'))).toMatchObject({code: 73, stderr: expect.stringContaining('2 jobs are done')});
	expect(await mmada(...batch('-q', '--continue', '--guidance', '2'))).toMatchObject({code: 65});
	expect(await readFile(journal, 'utf8')).toBe(damaged);
	const before = await readFile(inFolder('out/2-a-bird.png'));
	const again = await mmada(...batch('--continue'));
	expect(again).toMatchObject({
		code: 0,
		stdout: 'out/2-a-bird.png\n',
		stderr: expect.stringContaining('1 line of the journal cannot be read'),
	});
	expect(await readFile(inFolder('out/2-a-bird.png'))).toEqual(before);
	expect(await statuses()).toEqual(['done', 'done', 'done']);
	expect((await readdir(inFolder('out'))).filter(name => name.endsWith('.png'))).toHaveLength(4);
});

test('a journal that was tampered with shows no pictures of elsewhere, and one of endless depth ends nothing', async () => {
	await three();
	await mmada(...batch('-q'));
	await mmada('gen', 'a cat', '-q', '-o', 'private.png', ...quick());
	const journal = inFolder('out/.mmada-batch.ndjson');
	const [head, first, ...others] = (await readFile(journal, 'utf8')).trimEnd().split('\n');
	await rm(inFolder('out/3-a-fish.png'));
	await symlink('../private.png', inFolder('out/3-a-fish.png'));
	const changed = [
		head,
		first?.replace(/"picture":"[^"]*"/, '"picture":"../private.png"'),
		...others,
		`${'['.repeat(1e6)}${']'.repeat(1e6)}`,
	];
	await writeFile(journal, `${changed.join('\n')}\n`);
	const again = await mmada(...batch('--continue'));
	expect(again).toMatchObject({code: 0, stdout: 'out/1-a-cat.png\n'});
	expect(again.stderr).toContain('2 lines of the journal cannot be read');
	expect(again.stderr).toContain('`out/3-a-fish.png` cannot be read any more');
});

test('results go to the file that the batch made, whatever takes its name meanwhile', async () => {
	await list({instruction: 'a cat'}, {instruction: 'a bird', steps: 400, 'image-steps': 400}, {instruction: 'a fish'});
	await writeFile(inFolder('victim'), 'precious');
	const {ended, said} = startProgram(
		at.folder,
		batch('--no-contact-sheet').map(word => (word === at.tiny ? at.slow : word)),
	);
	await said('\n');
	await symlink('../victim', inFolder('out/link'));
	await rename(inFolder('out/link'), inFolder('out/results.jsonl'));
	await ended;
	expect(await readFile(inFolder('victim'), 'utf8')).toBe('precious');
});

test.skipIf(process.platform === 'win32')('pipes and devices in place of files are not waited for', async () => {
	await three();
	expect(await mmada('batch', '/dev/zero', '-o', 'out', ...quick())).toMatchObject({
		code: 65,
		stderr: expect.stringContaining('more than 200 MB'),
	});
	await mkdir(inFolder('out'));
	execFileSync('mkfifo', [inFolder('out/.mmada-batch.ndjson')]);
	expect(await mmada(...batch())).toMatchObject({code: 65, stderr: expect.stringContaining('is no plain file')});
	expect(await mmada(...batch('--force', '-q'))).toMatchObject({code: 0});
	await rm(inFolder('out'), {recursive: true});
	await mkdir(inFolder('out'));
	execFileSync('mkfifo', [inFolder('out/1-a-cat.png'), inFolder('out/results.jsonl')]);
	expect(await mmada(...batch('--force'))).toMatchObject({
		code: 73,
		stderr: expect.stringContaining('`out/results.jsonl` is no plain file'),
	});
	await rm(inFolder('out/results.jsonl'));
	expect(await mmada(...batch('--force'))).toMatchObject({code: 73, stderr: expect.stringContaining('`out/1-a-cat.png` is no plain file')});
});

test('a table in UTF-16, as spreadsheets export text, is read', async () => {
	await writeFile(inFolder('jobs.csv'), Buffer.from('\uFEFFInstruction\tSeed\r\na cat\t7\r\n', 'utf16le'));
	expect(await mmada('batch', 'jobs.csv', '-o', 'out', '-q', ...quick())).toMatchObject({code: 0, stdout: 'out/1-a-cat.png\n'});
});

test('what a hard link shares with elsewhere stays as it was', async () => {
	await three();
	await mkdir(inFolder('out'));
	await writeFile(inFolder('victim'), '');
	await link(inFolder('victim'), inFolder('out/results.jsonl'));
	expect(await mmada(...batch('-q'))).toMatchObject({code: 0});
	expect(await readFile(inFolder('victim'), 'utf8')).toBe('');
});
