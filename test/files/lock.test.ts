import {mkdir, readdir, utimes, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {findHolder, isHolder, placeOf, type Self, takeLock} from '../../src/files/lock.ts';
import {temporaryFolder} from '../model/recipe.ts';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
	temporary = await temporaryFolder();
});
afterEach(() => temporary[Symbol.asyncDispose]());

/** Processes of one machine: those of `living` run, each since `born-<pid>`. */
const processOf = (pid: number, living: ReadonlySet<number>): Self => ({
	host: 'here',
	pid,
	born: `born-${pid}`,
	bornOf: async other => (living.has(other) ? `born-${other}` : undefined),
});

test('one process has it at a time, and who comes later learns who', async () => {
	const living = new Set([1, 2]);
	const first = await takeLock(temporary.folder, 'run', processOf(1, living));
	expect(isHolder(first)).toBe(false);
	const refused = await takeLock(temporary.folder, 'run', processOf(2, living));
	expect(refused).toMatchObject({by: {host: 'here', pid: 1, born: 'born-1'}});
	expect(await takeLock(temporary.folder, 'run', processOf(1, living))).toMatchObject({by: {pid: 1}});
	if (!isHolder(first)) await first[Symbol.asyncDispose]();
	expect(isHolder(await takeLock(temporary.folder, 'run', processOf(2, living)))).toBe(false);
});

test('locks of other names do not count', async () => {
	const self = processOf(1, new Set([1]));
	await takeLock(temporary.folder, 'run', self);
	expect(isHolder(await takeLock(temporary.folder, 'batch', self))).toBe(false);
});

test.each([
	{who: 'a process that is gone', living: [2], born: 'born-1'},
	{who: 'a process whose id is another one now', living: [1, 2], born: 'earlier'},
])('what $who left is cleared away', async ({living, born}) => {
	await writeFile(path.join(temporary.folder, `run.lock.here.1.${born}`), '');
	expect(isHolder(await takeLock(temporary.folder, 'run', processOf(2, new Set(living))))).toBe(false);
	expect(await readdir(temporary.folder)).toEqual(['run.lock.here.2.born-2']);
});

test('a process of another machine counts for as long as it touches its file', async () => {
	const file = path.join(temporary.folder, 'run.lock.other.example.org.1.x');
	const self = processOf(2, new Set([2]));
	await writeFile(file, '');
	expect(await findHolder(temporary.folder, 'run', self)).toEqual({by: {host: 'other.example.org', pid: 1, born: 'x'}, file});
	const longAgo = new Date(Date.now() - 61_000);
	await utimes(file, longAgo, longAgo);
	expect(await findHolder(temporary.folder, 'run', self)).toBeUndefined();
});

test('one of another container of this machine counts like one of another machine, whatever its number means here', async () => {
	const file = path.join(temporary.folder, 'run.lock.here%2Fboot-2.1.born-9');
	await writeFile(file, '');
	const self = {...processOf(1, new Set([1])), host: 'here/boot-1'};
	const holder = await takeLock(temporary.folder, 'run', self);
	expect(holder).toEqual({by: {host: 'here/boot-2', pid: 1, born: 'born-9'}, file});
	expect(isHolder(holder) && placeOf(holder.by, self)).toBe(' in another container, or from before this machine started');
	expect(placeOf({host: 'there/boot-3', pid: 1, born: ''}, self)).toBe(' on there');
});

test('a lock that no process can have made holds none back: a time to come, process 0, a folder', async () => {
	const future = path.join(temporary.folder, 'run.lock.other.7.x');
	await writeFile(future, '');
	const nextYear = new Date(Date.now() + 365 * 24 * 3_600_000);
	await utimes(future, nextYear, nextYear);
	await writeFile(path.join(temporary.folder, 'run.lock.here.0.'), '');
	await mkdir(path.join(temporary.folder, 'run.lock.here.1.born-1'));
	expect(isHolder(await takeLock(temporary.folder, 'run', processOf(2, new Set([1, 2]))))).toBe(false);
});

test('of many that come at once, never two have it, and in the end each had', async () => {
	const pids = Array.from({length: 8}, (_, index) => index + 1);
	const living = new Set(pids);
	let holders = 0;
	const had: number[] = [];
	const want = async (pid: number) => {
		for (;;) {
			const lock = await takeLock(temporary.folder, 'run', processOf(pid, living));
			if (isHolder(lock)) continue;
			expect(++holders).toBe(1);
			await setTimeout(2);
			had.push(pid);
			holders--;
			await lock[Symbol.asyncDispose]();
			return;
		}
	};
	await Promise.all(pids.map(want));
	expect(had.sort()).toEqual(pids);
	expect(await readdir(temporary.folder)).toEqual([]);
});
