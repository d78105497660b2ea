import {lstat, readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {asUserError, codeOf} from '../files/errors.ts';
import {findHolder, type Holder, isHolder, type Lock, placeOf, type Self, takeLock} from '../files/lock.ts';
import {isProven, isRemovedName, isRunName, lockName, logName, removeFiles, removeRun} from './run-folder.ts';

/** A run that is kept, as its folder tells it. */
export type KeptRun = {
	readonly id: string;
	readonly folder: string;
	/** When something was last written down, in milliseconds since 1970. */
	readonly touchedMs: number;
	/** Size of all its files. */
	readonly bytes: number;
	/** The process that runs it now. */
	readonly holder: Holder | undefined;
};

/** Limits of the interrupted runs that are kept. */
export type Limits = {
	/** Milliseconds since a run stopped. */
	readonly ageMs: number;
	/** Bytes of all of them together. */
	readonly bytes: number;
};

/** A folder without a log is one that just comes to be, or what was left of one. */
const beginningMs = 3_600_000;

/** The runs that are kept, the latest first. */
export async function listRuns(runs: string, self: Self): Promise<KeptRun[]> {
	const names = await readdir(runs).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
		throw asUserError(error, runs, 'name another folder with MMADA_STATE_DIR');
	});
	const kept = await Promise.all(names.filter(isRunName).map(async id => lookAt(path.join(runs, id), id, self)));
	return kept.filter(run => run !== undefined).sort((a, b) => b.touchedMs - a.touchedMs);
}

async function lookAt(folder: string, id: string, self: Self): Promise<KeptRun | undefined> {
	try {
		const {mtimeMs: touchedMs} = await lstat(path.join(folder, logName));
		const holder = await findHolder(folder, lockName, self);
		const sizes = await Promise.all((await readdir(folder)).map(async name => (await lstat(path.join(folder, name))).size));
		return {id, folder, touchedMs, bytes: sizes.reduce((sum, size) => sum + size, 0), holder};
	} catch (error) {
		// Removed while we looked, or not begun yet; or another user's, after `sudo mmada`.
		if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return;
		throw error;
	}
}

/**
The run to resume: the one whose id begins so, or the latest that no process runs.
@throws UserError: 66 when there is none, 2 when several begin so
*/
export function chooseRun(runs: readonly KeptRun[], id?: string): KeptRun {
	if (id === undefined) {
		const latest = runs.find(({holder}) => !holder);
		if (latest) return latest;
		throw new UserError(
			runs.length > 0 ? 'No interrupted run to resume: the runs listed are still running.' : 'There is no interrupted run to resume.',
			{
				hint: runs.length > 0 ? 'See `mmada runs`.' : 'Runs that were interrupted are kept; `mmada runs` lists them.',
				exitCode: exitCodes.noInput,
			},
		);
	}
	const found = id === '' ? [] : runs.filter(run => run.id.startsWith(id));
	const [only] = found;
	if (only && found.length === 1) return only;
	throw new UserError(only ? `Several runs begin with \`${id}\`.` : `There is no run \`${id}\`.`, {
		hint: only ? `Give one of these: ${found.map(run => run.id).join(', ')}.` : 'See `mmada runs`.',
		exitCode: only ? exitCodes.usage : exitCodes.noInput,
	});
}

/** Take a run for oneself. @throws UserError: 75 when another process has it, 66 when it is gone */
export async function lockRun(folder: string, self: Self): Promise<Lock> {
	const id = path.basename(folder);
	const lock = await takeLock(folder, lockName, self).catch((cause: unknown) => {
		if (codeOf(cause) !== 'ENOENT') throw cause;
		throw new UserError(`The run ${id} is not there any more.`, {hint: 'It was finished or removed.', exitCode: exitCodes.noInput, cause});
	});
	if (!isHolder(lock)) return lock;
	throw heldBy(`The run ${id}`, lock, self);
}

/** The error (75) of a run that another process has. */
export function heldBy(what: string, {by, file}: Holder, self: Self): UserError {
	const isHere = by.host === self.host;
	return new UserError(`${what} is under way in process ${by.pid}${placeOf(by, self)}.`, {
		hint: isHere ? 'Wait for it, or end it first.' : `Wait for it; when it is gone, this shows within a minute (\`${file}\`).`,
		exitCode: exitCodes.tryAgain,
	});
}

/** Remove a run. @throws UserError (75) while another process has it */
export async function discardRun({folder}: KeptRun, self: Self): Promise<void> {
	await using _lock = await lockRun(folder, self);
	await removeRun(folder);
}

/** Remove the stopped runs beyond the limits, the oldest first, and what removals have left. @returns how many, and their size */
export async function pruneRuns(runs: string, limits: Limits, self: Self): Promise<{readonly count: number; readonly bytes: number}> {
	const nowMs = Date.now();
	await clearLeftovers(runs, nowMs);
	const removed = {count: 0, bytes: 0};
	let keptBytes = 0;
	for (const run of await listRuns(runs, self)) {
		if (run.holder) continue;
		// A folder that cannot be proved to be a run of this program is not removed unasked.
		if (!(await isProven(run.folder))) continue;
		const isKept = nowMs - run.touchedMs < limits.ageMs && keptBytes + run.bytes <= limits.bytes;
		// Another process may have just resumed it: then it stays.
		if (isKept || !(await isDone(discardRun(run, self)))) {
			keptBytes += run.bytes;
		} else {
			removed.count++;
			removed.bytes += run.bytes;
		}
	}
	return removed;
}

/** Leftovers of a start or a removal that was killed: under a name that only those give, with nothing in it but their own files. */
async function clearLeftovers(runs: string, nowMs: number): Promise<void> {
	for (const name of await readdir(runs).catch(() => [])) {
		if (!isRunName(name) && !isRemovedName(name)) continue;
		const folder = path.join(runs, name);
		const facts = await lstat(folder).catch(() => undefined);
		if (!facts?.isDirectory() || nowMs - facts.mtimeMs < beginningMs) continue;
		const isLeft = isRemovedName(name) || ((await isProven(folder)) && !(await isDone(stat(path.join(folder, logName)))));
		if (isLeft) await removeFiles(folder).catch(() => {});
	}
}

const isDone = (work: Promise<unknown>): Promise<boolean> =>
	work.then(
		() => true,
		() => false,
	);
