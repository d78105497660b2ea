import {spawn} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {setTimeout as wait} from 'node:timers/promises';
import {command} from '../root.ts';

/** Costs of a command, its children included. */
export type Taken = {
	/** The most memory that belongs to no file, in bytes. */
	readonly anonymousBytes: number;
	/** Processor time of all threads, in seconds. */
	readonly cpuSeconds: number;
	readonly seconds: number;
	readonly output: string;
};

/** Characters of what a command says that are kept; its reason for failing comes last. */
const mostSaid = 2000;

/** Run `mmada` with these words and watch it by what Linux tells of processes, ten times a second. @throws Error when it fails */
export async function watchCommand(words: readonly string[], env: Readonly<Record<string, string>>): Promise<Taken> {
	const start = performance.now();
	const child = spawn(process.execPath, [command, ...words], {env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
	let [output, said, code] = ['', '', undefined as number | null | undefined];
	child.stdout.on('data', data => {
		output += String(data);
	});
	child.stderr.on('data', data => {
		said = (said + String(data)).slice(-mostSaid);
	});
	const closed = new Promise<void>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', ended => {
			code = ended;
			resolve();
		});
	});
	let anonymousBytes = 0;
	const seconds = new Map<number, number>();
	while (code === undefined && child.pid !== undefined) {
		const family = await familyOf(child.pid);
		const told = await Promise.all(family.map(factsOf));
		anonymousBytes = Math.max(
			anonymousBytes,
			told.reduce((sum, facts) => sum + facts.anonymousBytes, 0),
		);
		for (const [index, pid] of family.entries()) seconds.set(pid, Math.max(seconds.get(pid) ?? 0, told[index]?.cpuSeconds ?? 0));
		await Promise.race([closed, wait(100)]);
	}
	await closed;
	if (code !== 0)
		throw new Error(
			`ended with ${code}: ${said
				.trim()
				.split(/[\r\n]+/)
				.slice(-2)
				.join(' ')}`,
		);
	const cpuSeconds = [...seconds.values()].reduce((sum, value) => sum + value, 0);
	return {anonymousBytes, cpuSeconds, seconds: (performance.now() - start) / 1000, output};
}

/** A process and all that it has started, down to the last. */
async function familyOf(pid: number): Promise<number[]> {
	const names = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name));
	const parents = new Map<number, number>();
	for (const name of names) {
		const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
		parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]));
	}
	const family = new Set([pid]);
	// Numbers of processes wrap around: a child may have a lower one than its parent.
	for (let known = 0; known < family.size; ) {
		known = family.size;
		for (const [id, parent] of parents) if (family.has(parent)) family.add(id);
	}
	return [...family];
}

const ticksPerSecond = 100;

async function factsOf(pid: number): Promise<{anonymousBytes: number; cpuSeconds: number}> {
	const [status, stat] = await Promise.all(['status', 'stat'].map(name => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')));
	const anonymousBytes = Number(/^RssAnon:\s+(\d+) kB/m.exec(status ?? '')?.[1] ?? 0) * 1024;
	// Behind the name, which may hold spaces: the 12th and 13th field are its time and the system's on its behalf.
	const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
	return {anonymousBytes, cpuSeconds: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond};
}
