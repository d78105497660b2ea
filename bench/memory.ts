import {spawn} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {openEngine} from '../src/engine/engine.ts';
import {command} from './root.ts';

const instruction = 'a red balloon above a small blue house at night';
const megabyte = 2 ** 20;

/** Resident bytes of a process and its children, by process; pages that two share count twice. Linux only. */
async function residentBytes(pid: number): Promise<Map<number, number>> {
	const found = new Map<number, number>();
	const names = await readdir('/proc').catch(() => []);
	const parents = new Map<number, {readonly parent: number; readonly bytes: number}>();
	for (const name of names.filter(entry => /^\d+$/.test(entry))) {
		const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
		const number = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);
		parents.set(Number(name), {parent: number('PPid'), bytes: number('VmRSS') * 1024});
	}
	for (const [id, {parent, bytes}] of parents) if ((id === pid || parent === pid) && !Number.isNaN(bytes)) found.set(id, bytes);
	return found;
}

/** The most memory that a default run took, command and engine together, in MB; undefined where the system does not tell. */
export async function measurePeak() {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));
	try {
		const child = spawn(process.execPath, [command, 'gen', instruction, '--seed', '1', '-o', folder], {stdio: 'ignore'});
		let isRunning = true;
		const closed = new Promise<number | null>((resolve, reject) => {
			child.on('error', reject);
			child.on('close', resolve);
		}).finally(() => {
			isRunning = false;
		});
		let peak = 0;
		while (isRunning && child.pid !== undefined) {
			const now = await residentBytes(child.pid);
			peak = Math.max(
				peak,
				[...now.values()].reduce((sum, bytes) => sum + bytes, 0),
			);
			await wait(10);
		}
		if ((await closed) !== 0) throw new Error('The command failed.');
		return peak === 0 ? undefined : peak / megabyte;
	} finally {
		await rm(folder, {recursive: true});
	}
}

/**
Runs in one engine that are compared, counted from 0, the last one left out: the first ones fill its allocators. What a run leaves is
collected when some 20 MB of it are there, which takes up to 180 of these runs: of each window the least counts, not what waits to be collected.
*/
const windows: Readonly<Record<'early' | 'late', readonly [from: number, to: number]>> = {early: [50, 200], late: [250, 400]};
/** The most that an engine may grow between the two (MB): a twentieth for each of the runs from one to the other. */
export const leakLimitMb = 10;

/** 400 short runs in one engine: how much memory it has after a run, as the least of two windows, in MB. */
export async function measureLeak({folder, threads}: {readonly folder: string; readonly threads: number}) {
	const openedAt = performance.now();
	await using engine = openEngine({modelFolder: folder, device: 'cpu', threads});
	await engine.opened();
	const openedMs = performance.now() - openedAt;
	let firstRunMs = Number.NaN;
	const megabytes: number[] = [];
	for (let seed = 0; seed < windows.late[1]; seed++) {
		const start = performance.now();
		const run = engine.run({task: 'gen', instruction, seed, previews: true, previewEveryMs: 0, settings: {steps: 6, imageSteps: 6}});
		for await (const _ of run.events);
		if (seed === 0) firstRunMs = performance.now() - start;
		megabytes.push(await engineMb());
	}
	const least = ([from, to]: readonly [number, number]) => Math.min(...megabytes.slice(from, to));
	const [earlyMb, lateMb] = [least(windows.early), least(windows.late)];
	return {windows, openedMs, firstRunMs, earlyMb, lateMb, growthMb: lateMb - earlyMb};
}

/** Memory of the engine: the largest of this process's children. */
async function engineMb() {
	const all = await residentBytes(process.pid);
	all.delete(process.pid);
	return Math.max(...all.values()) / megabyte;
}
