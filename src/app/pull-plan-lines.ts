import {stat, statfs} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import type {VariantType} from '../model/convert/plan.ts';
import {printable} from '../printable.ts';
import {diskUsage} from '../store/disk-usage.ts';
import {imageFolder, isWeights} from '../store/import-files.ts';
import {type PullPlan, planBytes} from '../store/pull/pull-plan.ts';
import {unfinishedFolder} from '../store/stored-models.ts';
import {fitLines, type Incoming, variantBytes} from './fit.ts';
import {nvidiaGpus} from './gpus.ts';
import {freeMemory} from './memory.ts';
import {readableBytes} from './readable.ts';

export type PlanFor = {readonly modelsFolder: string; readonly name: string; readonly variant: VariantType | undefined};

/** Files that would be fetched, a line for each, for `--dry-run`. */
export function planTable(plan: PullPlan): string {
	const rows = Object.entries(plan.files).map(([file, {bytes, repository}]) => [readableBytes(bytes).padStart(10), repository, file]);
	const total = [readableBytes(planBytes(plan)).padStart(10), `${rows.length} files`];
	return [...rows, total].map(row => `${printable(row.join('  '))}\n`).join('');
}

/** Lines before the question: the model, its size, and whether it will run here. */
export async function planLines(plan: PullPlan, {modelsFolder, name, variant}: PlanFor): Promise<string[]> {
	const incoming = incomingOf(plan);
	const [free, here, freeBytes, gpus] = await Promise.all([
		freeDisk(modelsFolder),
		diskUsage(unfinishedFolder(modelsFolder, name)),
		freeMemory(),
		nvidiaGpus(),
	]);
	const fit = fitLines(incoming, {freeBytes, gpus});
	const count = Object.keys(plan.files).length;
	const rows = [
		...plan.repositories.map(({name: repository, commit, licence}) => [
			'from',
			`${repository}, commit ${commit.slice(0, 7)}, licence: ${licence === '' ? 'not stated' : licence}`,
		]),
		[
			'size',
			`${readableBytes(planBytes(plan))} in ${count} files${here.bytes > 0 ? `, ${readableBytes(here.bytes)} of it here already` : ''}`,
		],
		['disk', `${readableBytes(free)} free for ${modelsFolder}`],
		...(variant === undefined ? [] : [['variant', `${variant}, about ${readableBytes(variantBytes(incoming, variant))} more`]]),
		['memory', fit.memory],
		['GPU', fit.gpu],
	];
	return rows.map(([key = '', value = '']) => `${key.padEnd(8)} ${printable(value)}`);
}

/** @throws UserError (74) when the disk cannot hold it */
export async function checkDisk(plan: PullPlan, {modelsFolder, name, variant}: PlanFor): Promise<void> {
	const here = await diskUsage(unfinishedFolder(modelsFolder, name));
	const smaller = variant === undefined ? 0 : variantBytes(incomingOf(plan), variant);
	const needed = planBytes(plan) - here.bytes + smaller;
	const free = await freeDisk(modelsFolder);
	if (needed <= free) return;
	throw new UserError(`${readableBytes(needed)} are needed on the disk of ${modelsFolder}, and ${readableBytes(free)} are free.`, {
		hint: 'Free some space (`mmada models du` says what models take), or name another folder with MMADA_DATA_DIR.',
		exitCode: exitCodes.io,
	});
}

function incomingOf(plan: PullPlan): Incoming {
	const weights = Object.entries(plan.files).filter(([file]) => isWeights(file));
	const sumOf = (isImage: boolean) =>
		weights.filter(([file]) => file.startsWith(`${imageFolder}/`) === isImage).reduce((sum, [, {bytes}]) => sum + bytes, 0);
	return {weightBytes: sumOf(false), imageBytes: sumOf(true)};
}

/** Bytes that the user may still write at a folder that is or will be there. */
async function freeDisk(folder: string): Promise<number> {
	const isThere = await stat(folder).then(
		() => true,
		() => false,
	);
	if (!isThere && path.dirname(folder) !== folder) return freeDisk(path.dirname(folder));
	const {bavail, bsize} = await statfs(folder);
	return bavail * bsize;
}
