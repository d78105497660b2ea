import {createHash, randomUUID} from 'node:crypto';
import {readdir, rm, stat} from 'node:fs/promises';
import {hostname} from 'node:os';
import path from 'node:path';
import {kill, pid} from 'node:process';
import {codeOf} from './errors.ts';

/** This machine, in few letters: on a shared disk another one's process numbers mean nothing. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
/** Tells this process from an earlier one of the same number. */
const thisProcess = randomUUID().slice(0, 8);
const pattern = /^\.mmada-([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-[0-9a-f-]+\.tmp$/;

/** A new name in the folder for a file that is not whole yet. It says whose it is, so that it can be cleared away after a crash. */
export const temporaryIn = (folder: string): string => path.join(folder, `.mmada-${machine}-${pid}-${thisProcess}-${randomUUID()}.tmp`);

/** A lock in the folder for a name there. */
export const lockFor = (file: string): string => path.join(path.dirname(file), `.mmada-${path.basename(file)}.lock`);

/** A lock is held for an instant: one as old as this was left by a crash. */
const oldLockMs = 60_000;

/** Clear away what processes of this machine that are no more left unfinished in the folder. Failing to is nobody's harm. */
export async function sweepTemporaries(folder: string, nowMs: number): Promise<void> {
	for (const name of await readdir(folder).catch(() => [])) {
		const file = path.join(folder, name);
		const isOld = /^\.mmada-.*\.lock$/s.test(name) && (await ageMs(file, nowMs)) > oldLockMs;
		if (isOld || isAbandoned(name)) await rm(file, {force: true}).catch(() => {});
	}
}

const ageMs = async (file: string, nowMs: number): Promise<number> => {
	const facts = await stat(file).catch(() => undefined);
	return facts ? nowMs - facts.mtimeMs : 0;
};

function isAbandoned(name: string): boolean {
	const [, where, owner = '', which] = pattern.exec(name) ?? [];
	if (where !== machine) return false;
	return Number(owner) === pid ? which !== thisProcess : !isRunning(Number(owner));
}

function isRunning(owner: number): boolean {
	try {
		kill(owner, 0);
		return true;
	} catch (error) {
		return codeOf(error) !== 'ESRCH';
	}
}
