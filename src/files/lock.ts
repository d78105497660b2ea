import {open, readdir, rm, stat, utimes} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {codeOf} from './errors.ts';

/** A process as others can tell it: on which machine, and since when, because ids are used again. */
export type ProcessId = {
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

/** Whoever holds a lock that was refused. */
export type Holder = {readonly by: ProcessId; readonly file: string};

/** A holder on another machine cannot be looked at: it touches its file this often, and counts as gone when it did not for long. */
const beatMs = 15_000;
const silenceMs = 4 * beatMs;
const tries = 6;

/**
Take a lock, or say who has it. Each process puts up a file of its own and then looks for others: of two that come at once both may
step back, never may both go on. Files of processes that are gone are cleared away.
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

/** Who holds a lock now. */
export async function findHolder(folder: string, name: string, self: Self, except?: string): Promise<Holder | undefined> {
	const start = `${name}.lock.`;
	for (const entry of await readdir(folder)) {
		const file = path.join(folder, entry);
		const by = entry.startsWith(start) ? parseName(entry.slice(start.length)) : undefined;
		if (!by || file === except) continue;
		if (await isLive(by, file, self)) return {by, file};
		// The name tells one process of all: nobody else can have put it up again.
		await rm(file, {force: true});
	}
	return undefined;
}

async function isLive(by: ProcessId, file: string, self: Self): Promise<boolean> {
	if (by.host !== self.host) {
		const facts = await stat(file).catch(() => undefined);
		return facts !== undefined && Date.now() - facts.mtimeMs < silenceMs;
	}
	const born = await self.bornOf(by.pid);
	return born !== undefined && (born === by.born || born === '' || by.born === '');
}

/** All that is to be known stands in the name, so that the file is there whole or not at all. */
const fileName = (name: string, {host, pid, born}: ProcessId) => `${name}.lock.${encodeURIComponent(host)}.${pid}.${born}`;

function parseName(text: string): ProcessId | undefined {
	const [, host, pid, born] = /^(.+)\.(\d+)\.([^.]*)$/.exec(text) ?? [];
	if (host === undefined || pid === undefined || born === undefined) return;
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
	const beat = setInterval(() => {
		const now = new Date();
		utimes(file, now, now).catch(() => {});
	}, beatMs);
	beat.unref();
	return {
		[Symbol.asyncDispose]: async () => {
			clearInterval(beat);
			await rm(file, {force: true});
		},
	};
}
