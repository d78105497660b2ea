import {randomUUID} from 'node:crypto';
import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {exitCodes, UserError} from '../errors.ts';
import {codeOf, faultOf} from '../files/errors.ts';
import {findHolder, type Holder, isHolder, type Lock, placeOf, type Self, takeLock} from '../files/lock.ts';

/** A model's name in the name of a lock: without the dots that a lock's own name has, and alike where letters are. */
const encoded = (name: string): string => name.toLowerCase().replaceAll('.', '%');

/**
Take a name among the models for oneself: to make what will have it, or to remove what has it. @throws UserError (75) while another
process has it
*/
export async function lockName(modelsFolder: string, name: string, self: Self): Promise<Lock> {
	const lock = await takeLock(modelsFolder, `.name-${encoded(name)}`, self);
	if (!isHolder(lock)) return lock;
	throw busy(`The model \`${name}\` is just being made or removed`, lock, self);
}

/** The process that makes or removes the model of a name now. */
export const findMaker = (modelsFolder: string, name: string, self: Self): Promise<Holder | undefined> =>
	findHolder(modelsFolder, `.name-${encoded(name)}`, self);

/** Wait until no process makes or removes the model of a name. @param onWait - told once which process it waits for */
export async function waitForMaker(
	modelsFolder: string,
	name: string,
	self: Self,
	{signal, onWait}: {readonly signal: AbortSignal; readonly onWait: (holder: Holder) => void},
): Promise<void> {
	for (let isFirst = true; ; isFirst = false) {
		const holder = await findMaker(modelsFolder, name, self).catch((error: unknown) => {
			// No models yet, and no folder for them.
			if (codeOf(error) === 'ENOENT') return undefined;
			throw error;
		});
		if (!holder) return;
		if (isFirst) onWait(holder);
		await setTimeout(waitMs, undefined, {signal});
	}
}
const waitMs = 500;

/**
Say that a model is in use until the returned value is disposed, so that it is not removed meanwhile. Models elsewhere, and those in a
folder that cannot be written, are not locked. @throws UserError (69) when it has just been removed
*/
export async function holdModel(folder: string, modelsFolder: string | undefined, self: Self): Promise<AsyncDisposable> {
	if (path.dirname(folder) !== modelsFolder) return {[Symbol.asyncDispose]: async () => {}};
	const name = path.basename(folder);
	const lock = await takeLock(modelsFolder, `${lockStart(name)}${randomUUID()}`, self).catch((error: unknown) => {
		if (faultOf(error) !== undefined) return undefined;
		throw error;
	});
	// A removal looks for users once the model is out of reach: of the two processes, one sees the other.
	const isThere = await stat(folder).then(
		() => true,
		() => false,
	);
	const use = lock === undefined || isHolder(lock) ? {[Symbol.asyncDispose]: async () => {}} : lock;
	if (isThere) return use;
	await use[Symbol.asyncDispose]();
	throw new UserError(`The model \`${name}\` has just been removed.`, {hint: 'See `mmada models list`.', exitCode: exitCodes.unavailable});
}

const usePattern = /^(\.use-.*-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.lock\./;

/** Clear away what processes that are gone have left of their locks. */
export async function clearLocks(modelsFolder: string, self: Self): Promise<void> {
	for (const entry of await readdir(modelsFolder).catch(() => [])) {
		const [, lock] = usePattern.exec(entry) ?? /^(\.name-.*?)\.lock\./.exec(entry) ?? [];
		if (lock !== undefined) await findHolder(modelsFolder, lock, self);
	}
}

/** The process that uses a model now. */
export async function findUser(modelsFolder: string, name: string, self: Self): Promise<Holder | undefined> {
	for (const entry of await readdir(modelsFolder)) {
		const [, lock] = usePattern.exec(entry) ?? [];
		if (!lock?.startsWith(lockStart(name)) || lock.length !== lockStart(name).length + 36) continue;
		const holder = await findHolder(modelsFolder, lock, self);
		if (holder) return holder;
	}
	return undefined;
}

const lockStart = (name: string) => `.use-${encoded(name)}-`;

/** Check that no process uses the model. @throws UserError (75) if one does */
export async function checkUnused(modelsFolder: string, name: string, self: Self): Promise<void> {
	const user = await findUser(modelsFolder, name, self);
	if (user) throw busy(`The model \`${name}\` is in use`, user, self);
}

function busy(what: string, {by, file}: Holder, self: Self): UserError {
	const isHere = by.host === self.host;
	return new UserError(`${what}, by process ${by.pid}${placeOf(by, self)}.`, {
		hint: isHere ? 'Wait for it, or end it first.' : `Wait for it; when it is gone, this shows within a minute (\`${file}\`).`,
		exitCode: exitCodes.tryAgain,
	});
}
