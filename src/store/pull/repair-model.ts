import {rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {syncFolder} from '../../files/sync.ts';
import {shellWord} from '../../shell-word.ts';
import {lockName} from '../in-use.ts';
import {readRecord} from '../record.ts';
import {countProgress} from './progress.ts';
import {fetchWhole, isListed, makeOwnFolder, type PullOptions, partsName} from './pull-model.ts';
import {type PullPlan, planBytes} from './pull-plan.ts';

export type RepairOptions = Omit<PullOptions, 'check' | 'connection'> & {
	/** Asked for only when something is to be fetched. */
	readonly connect: () => Promise<PullOptions['connection']>;
};

/**
Read all files of a model that was pulled, and fetch those that are missing or changed again, from the same commit.
@returns the files that were fetched, by their paths with `/`
@throws UserError: 65 for a model that was not pulled, 75 while another process is at it; and as `pullModel` does
*/
export async function repairModel(folder: string, options: RepairOptions): Promise<string[]> {
	const {name, modelsFolder, self} = options;
	const plan = (await readRecord(folder))?.pulled;
	if (!plan) throw notPulled(name);
	await using _lock = await lockName(modelsFolder, name, self);
	const wrong = await findWrong(plan, folder, options);
	if (wrong.length === 0) return [];
	await using connection = await options.connect();
	const counted = countProgress(wrong.reduce((sum, file) => sum + (plan.files[file]?.bytes ?? 0), 0));
	for (const file of wrong) {
		const remote = plan.files[file]!;
		const target = path.join(folder, ...file.split('/'));
		const {whole, kept} = await fetchWhole(remote, folder, {
			...options,
			connection,
			tell(bytes, isFetched) {
				counted.set(file, bytes, isFetched);
				options.onProgress?.(counted.progress(), file);
			},
			onFile: how => options.onFile?.(file, how),
		});
		await kept;
		await makeOwnFolder(folder, path.dirname(target));
		await rename(whole, target);
		await syncFolder(path.dirname(target));
	}
	await rm(path.join(folder, partsName), {recursive: true, force: true});
	return wrong;
}

async function findWrong(plan: PullPlan, folder: string, {signal, onProgress}: RepairOptions): Promise<string[]> {
	const counted = countProgress(planBytes(plan));
	const wrong: string[] = [];
	for (const [file, remote] of Object.entries(plan.files)) {
		const onRead = (read: number) => {
			counted.set(file, read, false);
			onProgress?.(counted.progress(), file);
		};
		const isRight = await isListed(folder, path.join(...file.split('/')), remote, {signal, onRead}).catch((error: unknown) => {
			// Gone, or something else in its place.
			if (error instanceof UserError) return false;
			throw error;
		});
		if (!isRight) wrong.push(file);
	}
	return wrong;
}

const notPulled = (name: string) =>
	new UserError(`\`${name}\` was not downloaded by mmada, so the source of its files is unknown.`, {
		hint: `Bring it in again: mmada models rm ${shellWord(name)}, then mmada models import <folder>`,
		exitCode: exitCodes.badData,
	});
