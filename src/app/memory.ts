import {readFile} from 'node:fs/promises';
import {freemem} from 'node:os';

/** Bytes that a program can take now: what the system could free counts, and so does a container's limit. */
export async function freeMemory(): Promise<number> {
	const [facts, limit, used] = await Promise.all([
		readFile('/proc/meminfo', 'utf8').catch(() => ''),
		numberIn('/sys/fs/cgroup/memory.max'),
		numberIn('/sys/fs/cgroup/memory.current'),
	]);
	const available = Number(/^MemAvailable:\s+(\d+) kB/m.exec(facts)?.[1] ?? Number.NaN) * 1024;
	const free = Number.isNaN(available) ? freemem() : available;
	return limit === undefined || used === undefined ? free : Math.min(free, Math.max(0, limit - used));
}

async function numberIn(file: string): Promise<number | undefined> {
	const text = await readFile(file, 'utf8').catch(() => '');
	return /^\d+\s*$/.test(text) ? Number(text) : undefined;
}
