import {createHash, randomUUID} from 'node:crypto';
import {lstat, readdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {kill, pid} from 'node:process';
import {codeOf} from './errors.ts';
import {machine} from './machine.ts';

/** This machine, in few letters: on a shared disk another one's process numbers mean nothing. */
const here = createHash('sha256').update(machine()).digest('hex').slice(0, 8);
/** Tells this process from an earlier one of the same number. */
const thisProcess = randomUUID().slice(0, 8);
const pattern = /^\.mmada-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-[0-9a-f-]+\.tmp$/;

/** A new name in the folder for a file that is not whole yet. It says whose it is, so that it can be cleared away after a crash. */
export const temporaryIn = (folder: string): string => path.join(folder, `.mmada-${here}-${pid}-${thisProcess}-${randomUUID()}.tmp`);

/** A lock in the folder for a name there. */
export const lockFor = (file: string): string => path.join(path.dirname(file), `.mmada-${path.basename(file)}.lock`);

/** A lock is held for an instant: one as old as this was left by a crash. */
const oldLockMs = 60_000;
/** Longer than any save takes on any machine. */
const oldTemporaryMs = 24 * 3_600_000;

/** Clear away unfinished files of ended processes in the folder. Best effort: a failure is ignored. */
export async function sweepTemporaries(folder: string, nowMs: number): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		const file = path.join(folder, name);
		if (await isLeftOver(file, name, nowMs)) await rm(file, {force: true}).catch(() => {});
	}
}

async function isLeftOver(file: string, name: string, nowMs: number): Promise<boolean> {
	if (/^\.mmada-.*\.lock$/s.test(name)) return (await ageMs(file, nowMs)) > oldLockMs;
	const [, where, owner = '', which] = pattern.exec(name) ?? [];
	// Numbers of processes begin at 1.
	if (where === undefined || Number(owner) === 0) return false;
	if (where !== here) return (await ageMs(file, nowMs)) > oldTemporaryMs;
	return Number(owner) === pid ? which !== thisProcess : !isRunning(Number(owner));
}

async function ageMs(file: string, nowMs: number): Promise<number> {
	const facts = await lstat(file).catch(() => undefined);
	return facts ? nowMs - facts.mtimeMs : 0;
}

function isRunning(owner: number): boolean {
	try {
		kill(owner, 0);
		return true;
	} catch (error) {
		return codeOf(error) !== 'ESRCH';
	}
}
