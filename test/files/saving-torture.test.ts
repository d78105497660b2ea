import {type ChildProcess, fork} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {access, constants, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {sweepTemporaries} from '../../src/files/temporaries.ts';
import {trials} from '../torture.ts';

const saver = fileURLToPath(new URL('fixtures/saver.mjs', import.meta.url));
/** Names that are raced for in one try: asking the two processes takes longer than saving. */
const names = 20;
let root = '';
beforeAll(async () => {
	// Names are what this is about: a disk in memory does not make each try wait for its sync.
	const fast = await access('/dev/shm', constants.W_OK).then(
		() => '/dev/shm',
		() => tmpdir(),
	);
	root = await mkdtemp(path.join(fast, 'mmada saving '));
});
afterAll(async () => rm(root, {recursive: true}));

/** The text of a file that the saver wrote whole. */
async function wholeText(file: string): Promise<string> {
	const bytes = await readFile(file, 'utf8');
	const text = bytes.slice(64);
	expect(bytes.slice(0, 64), `${file} is not whole`).toBe(createHash('sha256').update(text).digest('hex'));
	return text;
}

test('killed at any moment of saving, no file is in parts, and the next run clears up', {timeout: 3_600_000}, async () => {
	for await (const {number, random} of trials('kill-while-saving', {few: 5, many: 1000})) {
		const folder = await mkdtemp(path.join(root, 'kill '));
		const child = fork(saver, [folder], {execArgv: []});
		await once(child, 'message');
		await setTimeout(random() * 40);
		child.kill('SIGKILL');
		await once(child, 'exit');
		for (const name of await readdir(folder)) if (!name.startsWith('.mmada-')) await wholeText(path.join(folder, name));
		await sweepTemporaries(folder, Date.now());
		expect(
			(await readdir(folder)).filter(name => name.startsWith('.')),
			`try ${number}`,
		).toEqual([]);
		await rm(folder, {recursive: true});
	}
});

test('two processes that save under one name at once get one each, and nothing that was there is replaced', {
	timeout: 3_600_000,
}, async () => {
	const savers = [fork(saver, [], {execArgv: []}), fork(saver, [], {execArgv: []})];
	try {
		for await (const {number, random} of trials('race-for-names', {few: 4, many: 10_000 / names})) {
			const folder = await mkdtemp(path.join(root, 'race '));
			const stems = Array.from({length: names}, (_, index) => `x${index}`);
			const taken = stems
				.map(stem => `${stem}${['', '.png', '.json', '.md'][Math.floor(random() * 4)]}`)
				.filter(name => name.includes('.'));
			for (const name of taken) await writeFile(path.join(folder, name), 'mine');
			const saved = await Promise.all(savers.map((child, index) => ask(child, {folder, stems, text: `try ${number} of ${index}`})));
			for (const [index, results] of saved.entries()) {
				for (const file of results.flat()) expect(await wholeText(file)).toBe(`try ${number} of ${index}`);
			}
			for (const name of taken) expect(await readFile(path.join(folder, name), 'utf8')).toBe('mine');
			expect(await readdir(folder)).toHaveLength(names * savers.length * 3 + taken.length);
			await rm(folder, {recursive: true});
		}
	} finally {
		for (const child of savers) child.disconnect();
	}
});

/** @returns the files of each name */
async function ask(child: ChildProcess, question: {readonly folder: string; readonly stems: readonly string[]; readonly text: string}) {
	const answer = once(child, 'message');
	child.send(question);
	const [files] = (await answer) as [string[][]];
	return files;
}

test('what a living process is writing is left alone', async () => {
	const folder = await mkdtemp(path.join(root, 'alive '));
	const child = fork(saver, [folder], {execArgv: []});
	await once(child, 'message');
	child.kill('SIGSTOP');
	// A system call that has begun still ends.
	await setTimeout(300);
	const before = await readdir(folder);
	await sweepTemporaries(folder, Date.now());
	expect(await readdir(folder)).toEqual(before);
	child.kill('SIGKILL');
	await once(child, 'exit');
	await sweepTemporaries(folder, Date.now());
	expect((await readdir(folder)).filter(name => name.startsWith('.'))).toEqual([]);
});

test('a lock that a crash left is cleared away, a new one is not', async () => {
	const folder = await mkdtemp(path.join(root, 'lock '));
	const lock = '.mmada-a cat.png.lock';
	await writeFile(path.join(folder, lock), '');
	await sweepTemporaries(folder, Date.now());
	expect(await readdir(folder)).toEqual([lock]);
	await sweepTemporaries(folder, Date.now() + 61_000);
	expect(await readdir(folder)).toEqual([]);
});
