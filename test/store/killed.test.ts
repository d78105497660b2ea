import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {link, mkdir, mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {tinyShape, writeTinyStorybook} from '../model/tiny-storybook.ts';
import {trials} from '../torture.ts';

/*
`models import`, `convert` and `rm`, killed at one of the calls that change a folder, or with a disk that is full from then on: the original
keeps every byte, and the next try ends well. Needs strace, which stops at a call.
*/
const hasStrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;
const program = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));

const changing = 'unlink,unlinkat,rmdir,rename,renameat,renameat2,ftruncate,fsync,fdatasync,mkdir,mkdirat,link,linkat,pwrite64';
const filling = 'pwrite64,mkdir,mkdirat,link,linkat,copy_file_range,ftruncate,fsync,fdatasync,rename,renameat,renameat2';

let root = '';
let original = '';
/** A data folder with it, twice. */
let stored = '';
/** Digest of every file of the original. */
let before = '';
beforeAll(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'mmada killed '));
	[original, stored] = [path.join(root, 'original'), path.join(root, 'stored')];
	await writeTinyStorybook(original, {...tinyShape, mlpWidth: 64});
	before = await digestOf(original);
	await run(stored, ['import', 'original', '--name', 'one']);
	await run(stored, ['import', 'original', '--name', 'two']);
});
afterAll(async () => rm(root, {recursive: true}));

async function digestOf(folder: string): Promise<string> {
	const hash = createHash('sha256');
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const files = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
	for (const file of files.sort()) hash.update(file.slice(folder.length)).update(await readFile(file));
	return hash.digest('hex');
}

/** Run the program, under strace if told so. */
async function run(data: string, args: readonly string[], strace: readonly string[] = []) {
	const words = [process.execPath, program, 'models', ...args];
	const [command = '', ...rest] = strace.length > 0 ? ['strace', '-f', '-qq', ...strace, ...words] : words;
	// One thread for the file system, so that its calls come in one order and are counted together.
	const env = {...process.env, MMADA_DATA_DIR: data, UV_THREADPOOL_SIZE: '1'};
	const child = spawn(command, rest, {cwd: root, env, stdio: ['ignore', 'ignore', 'pipe']});
	let stderr = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
	return {code, signal, stderr};
}

/** What is tried: on models `one`, and for `rm` also `two`, which are there. The last word is the name that it is about. */
const commands = [
	{args: ['import', 'original', '--name', 'new'], there: []},
	{args: ['convert', 'one', '--type', 'int8', '--name', 'new'], there: ['one']},
	{args: ['convert', 'original', '--type', 'f16', '--name', 'new'], there: []},
	{args: ['rm', 'two'], there: ['one', 'two']},
] as const;

/** Number of calls of a kind that a command makes when it is not stopped. */
const counts = new Map<string, number>();
async function countOf(number: number, calls: string): Promise<number> {
	const key = `${number} ${calls}`;
	const known = counts.get(key);
	if (known !== undefined) return known;
	const log = path.join(root, 'calls.log');
	const data = await prepare(number);
	await run(data, commands[number]!.args, ['-o', log, '-e', `trace=${calls}`]);
	const count = (await readFile(log, 'utf8')).split('\n').filter(line => /^\d+ +\w+\(/.test(line)).length;
	counts.set(key, count);
	return count;
}

/** A new data folder with the models that a command starts from: brought in once, their files the original's own as after an import. */
async function prepare(number: number): Promise<string> {
	const data = await mkdtemp(path.join(root, 'data-'));
	await mkdir(path.join(data, 'models'));
	for (const name of commands[number]!.there) execFileSync('cp', ['-al', path.join(stored, 'models', name), path.join(data, 'models')]);
	return data;
}

test('what a conversion of an earlier version left, with links to the original among it, is never written through', async () => {
	const data = await mkdtemp(path.join(root, 'data-'));
	const models = path.join(data, 'models');
	for (const begun of ['.converting-new', '.unfinished-new']) {
		const left = path.join(models, begun);
		await mkdir(path.join(left, 'vqvae'), {recursive: true});
		for (const name of await readdir(original)) if (name !== 'vqvae') await link(path.join(original, name), path.join(left, name));
	}
	const args = ['convert', 'original', '--type', 'int8', '--name', 'new'];
	expect(await run(data, args)).toMatchObject({code: 73, stderr: expect.stringContaining('stands in the way, and mmada did not make it')});
	expect(await digestOf(original)).toBe(before);
	await rm(path.join(models, '.unfinished-new'), {recursive: true});
	expect(await run(data, args)).toMatchObject({code: 0});
	expect(await digestOf(original)).toBe(before);
	expect((await run(data, ['list'])).stderr).toBe('new is not finished: ask for it again to continue, or remove it\n');
});

test('two conversions to one name at once: one is done, whole, and the other is told', async () => {
	const data = await mkdtemp(path.join(root, 'data-'));
	const outcomes = await Promise.all(
		['int8', 'int4', 'f16'].map(async type => run(data, ['convert', 'original', '--type', type, '--name', 'new'])),
	);
	const codes = outcomes.map(({code}) => code).sort();
	// Who comes when the first one is done finds the name taken.
	expect([0, ...codes.slice(1).map(code => (code === 73 ? 75 : code))]).toEqual([codes[0], 75, 75]);
	expect(await readdir(path.join(data, 'models'))).toEqual(['new']);
	expect(await run(data, ['verify', 'new'])).toMatchObject({code: 0});
});

test.skipIf(!hasStrace)(
	'killed or without space at any call, the original stays and the next try ends well (needs strace)',
	{
		timeout: 7_200_000,
	},
	async () => {
		for await (const {number, random} of trials('models-killed', {few: 4, many: 400})) {
			const which = (number - 1) % commands.length;
			const {args, there} = commands[which]!;
			const isRemoval = args[0] === 'rm';
			const isKilled = isRemoval || random() < 0.6;
			const calls = isKilled ? changing : filling;
			const count = await countOf(which, calls);
			expect(count).toBeGreaterThan(2);
			const at = 1 + Math.floor(random() * count);
			const said = `${args.join(' ')}, ${isKilled ? 'killed' : 'full'} at call ${at} of ${count}`;

			const data = await prepare(which);
			const what = isKilled ? 'signal=KILL' : 'error=ENOSPC';
			const inject = ['-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${calls}:${what}:when=${at}${isKilled ? '' : '+'}`];
			const stopped = await run(data, args, inject);
			if (!isKilled) {
				// Weights that cannot be linked are copied: what cannot be done at all is told, in one sentence.
				expect([0, 74], `${said}: ${stopped.stderr}`).toContain(stopped.code);
				if (stopped.code === 74) expect(stopped.stderr, said).toMatch(/^The disk of `.*` is full\.\n/m);
			}
			expect(await digestOf(original), said).toBe(before);

			const name = args.at(-1)!;
			const again = await run(data, args);
			const isDone = isRemoval ? 69 : 73;
			expect([0, isDone], `${said}, and again: ${again.stderr}`).toContain(again.code);
			expect(await digestOf(original), said).toBe(before);
			const models = path.join(data, 'models');
			const left = isRemoval ? there.filter(model => model !== name) : [...there, name];
			expect((await readdir(models)).sort(), said).toEqual([...left].sort());
			for (const model of left) expect(await run(data, ['verify', model]), said).toMatchObject({code: 0, stderr: ''});
			await rm(data, {recursive: true});
		}
	},
);
