import {spawn} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {openEngine} from '../dist/run/engine-process.js';

const command = path.join(import.meta.dirname, '..', 'bin', 'mmada.js');
const instruction = 'a red balloon above a small blue house at night';
const megabyte = 2 ** 20;

/** Resident bytes of a process and its children, by process; pages that two share count twice. Linux only. @param {number} pid */
async function residentBytes(pid) {
	const found = new Map();
	const names = await readdir('/proc').catch(() => []);
	const parents = new Map();
	for (const name of names.filter(entry => /^\d+$/.test(entry))) {
		const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
		const number = field => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);
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
		const closed = new Promise((resolve, reject) => {
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
Many short runs in one engine: its memory after a quarter of them and at the end, in MB.
@param {{readonly folder: string, readonly threads: number, readonly runs: number}} options
*/
export async function measureLeak({folder, threads, runs}) {
	const openedAt = performance.now();
	const engine = openEngine({modelFolder: folder, device: 'cpu', threads});
	try {
		await engine.opened();
		const openedMs = performance.now() - openedAt;
		let firstRunMs = Number.NaN;
		let settledMb = Number.NaN;
		for (let seed = 0; seed < runs; seed++) {
			const start = performance.now();
			const run = engine.run({task: 'gen', instruction, seed, previews: true, previewEveryMs: 0, settings: {steps: 6, imageSteps: 6}});
			for await (const _ of run.events);
			if (seed === 0) firstRunMs = performance.now() - start;
			if (seed + 1 === Math.ceil(runs / 4)) settledMb = await engineMb();
		}
		return {runs, openedMs, firstRunMs, settledMb, endMb: await engineMb()};
	} finally {
		await engine[Symbol.asyncDispose]();
	}
}

/** Of the children of this process the largest is the engine. */
async function engineMb() {
	const all = await residentBytes(process.pid);
	all.delete(process.pid);
	return Math.max(...all.values()) / megabyte;
}
