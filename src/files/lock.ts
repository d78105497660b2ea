import {lstat, open, readdir, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {codeOf} from './errors.ts';
import {hostOf} from './machine.ts';

/** A process as others can tell it: on which machine, and since when, because ids are used again. */
export type ProcessId = {
	/** Scope of its number: see `machine`. */
	readonly host: string;
	readonly pid: number;
	/** When it started, as its system says it, without dots; empty where none does. */
	readonly born: string;
};

/** This process, and how it sees the others on its machine. */
export type Self = ProcessId & {
	/** When a process of this machine started; undefined when there is none of that id. */
	readonly bornOf: (pid: number) => Promise<string | undefined>;
};

/** A name that one process holds at a time, until disposed or until the process has ended in whatever way. */
export type Lock = AsyncDisposable;

/** The process that holds a lock. */
export type Holder = {readonly by: ProcessId; readonly file: string};

/** A holder on another machine cannot be looked at: it touches its file this often, and counts as gone when it did not for long. */
const beatMs = 15_000;
const silenceMs = 4 * beatMs;
const tries = 6;

/**
Take a lock, or say who has it. Each process puts up a file of its own and then looks for others: of two that come at once both may
step back, but never both proceed. Files of processes that are gone are cleared away.
*/
export async function takeLock(folder: string, name: string, self: Self): Promise<Lock | Holder> {
	for (let attempt = 1; ; attempt++) {
		const file = path.join(folder, fileName(name, self));
		const isMine = await create(file);
		const holder = await findHolder(folder, name, self, isMine ? file : undefined);
		if (isMine && !holder) return hold(file);
		if (isMine) await rm(file, {force: true});
		if (attempt >= tries) return holder ?? {by: self, file};
		// Another one that only came at the same time steps back too: not both again.
		await setTimeout(10 + Math.random() * 20 * attempt);
	}
}

export const isHolder = (lock: Lock | Holder): lock is Holder => 'by' in lock;

/** Whether a file is one of a lock of this name, by its own name. */
export const isLockOf = (entry: string, name: string): boolean =>
	entry.startsWith(`${name}.lock.`) && parseName(entry.slice(`${name}.lock.`.length)) !== undefined;

/** The holder of a lock now. @param except - the caller's own file: the file system's clock is read off it */
export async function findHolder(folder: string, name: string, self: Self, except?: string): Promise<Holder | undefined> {
	const start = `${name}.lock.`;
	for (const entry of await readdir(folder)) {
		const file = path.join(folder, entry);
		const by = entry.startsWith(start) ? parseName(entry.slice(start.length)) : undefined;
		if (!by || file === except) continue;
		const facts = await lstat(file).catch(() => undefined);
		// Let go meanwhile; or no lock at all, since one is a file.
		if (!facts?.isFile()) continue;
		if (by.host === self.host ? await isRunning(by, self) : await isBeating(facts.mtimeMs, except)) return {by, file};
		// The name is unique to one process, so no other can have made it again. If it cannot be removed, it still counts for nothing.
		await rm(file, {force: true}).catch(() => {});
	}
	return undefined;
}

/** Place of a holder, seen from here, to follow `process 12`. */
export function placeOf(by: ProcessId, self: Self): string {
	if (by.host === self.host) return '';
	return hostOf(by.host) === hostOf(self.host) ? ' in another container, or from before this machine started' : ` on ${hostOf(by.host)}`;
}

async function isRunning(by: ProcessId, self: Self): Promise<boolean> {
	const born = await self.bornOf(by.pid);
	return born !== undefined && (born === by.born || born === '' || by.born === '');
}

/** Whether a file was touched a short time ago, by the clock that touches it: those of machines differ. One in the future does not count. */
async function isBeating(touchedMs: number, mine: string | undefined): Promise<boolean> {
	const own = mine === undefined ? undefined : await lstat(mine).catch(() => undefined);
	return Math.abs((own?.mtimeMs ?? Date.now()) - touchedMs) < silenceMs;
}

/** The name holds all the facts, so that the file is there whole or not at all. */
const fileName = (name: string, {host, pid, born}: ProcessId) => `${name}.lock.${encodeURIComponent(host)}.${pid}.${born}`;

function parseName(text: string): ProcessId | undefined {
	const [, host, pid, born] = /^(.+)\.(\d+)\.([^.]*)$/.exec(text) ?? [];
	// Numbers of processes begin at 1.
	if (host === undefined || pid === undefined || born === undefined || Number(pid) === 0) return;
	try {
		return {host: decodeURIComponent(host), pid: Number(pid), born};
	} catch {
		return undefined;
	}
}

/** @returns false when this process has the lock already */
async function create(file: string): Promise<boolean> {
	try {
		await (await open(file, 'wx', 0o600)).close();
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
}

function hold(file: string): Lock {
	// Written to rather than given a time: then the time is that of the file system's own clock.
	const beat = setInterval(() => {
		writeFile(file, '.', {flag: 'r+'}).catch(() => {});
	}, beatMs);
	beat.unref();
	return {
		[Symbol.asyncDispose]: async () => {
			clearInterval(beat);
			await rm(file, {force: true});
		},
	};
}
