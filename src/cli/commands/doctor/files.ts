import {mkdtemp, rmdir, stat, statfs} from 'node:fs/promises';
import path from 'node:path';
import type {Folders} from '../../../app/folders.ts';
import {readableBytes} from '../../../app/readable.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {inspectModel, type ModelInfo} from '../../../model/inspect.ts';
import {shellWord} from '../../../shell-word.ts';
import type {ModelPlaces} from '../../../store/find-model.ts';
import {readRecord} from '../../../store/record.ts';
import {bundledName, storedFolder, storedNames} from '../../../store/stored-models.ts';
import {nearest} from '../../../words.ts';
import {readSources} from '../../config/config-file.ts';
import {checkConfigNames, findSetting} from '../../config/settings.ts';
import {settingNames, variableOf} from '../../table/setting-names.ts';
import {type Check, note, ok} from './check.ts';

/** Below this, an import or a long batch may fill the disk. */
const fewBytes = 1e9;

/** Whether mmada's own folders, and the one that pictures go to, can be written. */
export async function checkFolders(folders: Folders, current: string | undefined): Promise<Check[]> {
	const own = await Promise.all(
		Object.entries(folders).map(async ([kind, folder]) => (folder === undefined ? homeless(kind) : checkFolder(`${kind} folder`, folder))),
	);
	if (current === undefined) return [...own, note('this folder', 'is not there any more', 'cd ~')];
	const here = await checkFolder('this folder', current);
	// Another place can be named with --output.
	return [...own, here.state === 'fault' ? note(here.subject, here.found, 'cd ~') : here];
}

/** Runs do without these folders. */
const homeless = (kind: string): Check =>
	note(`${kind} folder`, 'none: this user has no home folder', `export MMADA_${kind.toUpperCase()}_DIR=/a/folder # or HOME`);

async function checkFolder(subject: string, folder: string): Promise<Check> {
	const there = await nearestThere(folder);
	const isThere = there === folder;
	const canWrite = await tryWriting(there);
	const isFolder = (await stat(there).catch(() => undefined))?.isDirectory() === true;
	if (!isFolder || !canWrite) {
		const fix = isFolder ? `chmod u+rwx ${shellWord(there)}` : `mv ${shellWord(there)} ${shellWord(`${there}.old`)}`;
		const found = isFolder ? `\`${there}\` cannot be written` : `\`${there}\` is not a folder`;
		return {subject, state: 'fault', found, fix, exitCode: exitCodes.noPermission};
	}
	const {bavail, bsize} = await statfs(there);
	const found = `${folder}${isThere ? '' : ' (made when needed)'}, ${readableBytes(bavail * bsize)} free`;
	return bavail * bsize < fewBytes ? note(subject, found, `du -sh ${shellWord(there)}/* | sort -h`) : ok(subject, found);
}

/** Whether a folder can be made there, by trying: permissions do not tell all, as no user can make a folder in /proc. */
async function tryWriting(folder: string): Promise<boolean> {
	try {
		await rmdir(await mkdtemp(path.join(folder, '.mmada-doctor-')));
		return true;
	} catch {
		return false;
	}
}

async function nearestThere(folder: string): Promise<string> {
	const isThere = await stat(folder).then(
		() => true,
		() => false,
	);
	const parent = path.dirname(folder);
	return isThere || parent === folder ? folder : nearestThere(parent);
}

/** Settings that are kept or set in the environment, and whether all of them can be. */
export function checkSettings(): Check[] {
	try {
		const sources = readSources();
		checkConfigNames(sources);
		const found = settingNames.filter(name => findSetting(name, sources));
		return [ok('settings', found.length === 0 ? 'all at their defaults' : `set: ${found.join(', ')}`), ...misspelt(sources.env)];
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		return [{subject: 'settings', state: 'fault', found: error.message, fix: error.hint, exitCode: exitCodes.badConfig}];
	}
}

function misspelt(env: Readonly<Record<string, string | undefined>>): Check[] {
	const known = [...settingNames.map(variableOf), 'MMADA_CONFIG_DIR', 'MMADA_DATA_DIR', 'MMADA_STATE_DIR', 'MMADA_JUDGE_KEY'];
	return Object.keys(env)
		.filter(name => name.startsWith('MMADA_') && !known.includes(name))
		.flatMap(name => {
			const meant = nearest(name, known);
			return meant ? [note('settings', `${name} means nothing; perhaps ${meant}?`, `unset ${shellWord(name)}`)] : [];
		});
}

/** The bundled model and the imported ones, as far as their files tell. @returns also the bytes of memory that the bundled one takes */
export async function checkModels({bundledFolder, modelsFolder}: ModelPlaces): Promise<{checks: Check[]; neededBytes: number}> {
	const bundled = await inspect(bundledFolder);
	const checks: Check[] = [
		bundled instanceof Error
			? {
					subject: bundledName,
					state: 'fault',
					found: bundled.message,
					fix: 'git checkout models # or install mmada again',
					exitCode: exitCodes.badData,
				}
			: ok(bundledName, describe(bundled)),
	];
	const names = modelsFolder === undefined ? [] : await storedNames(modelsFolder).catch(() => []);
	for (const name of names) {
		const folder = (await storedFolder(modelsFolder ?? '', name)) ?? '';
		const info = await inspect(folder);
		// A folder that mmada did not make is not removed.
		const fix = (await readRecord(folder)) ? `mmada models rm ${shellWord(name)}` : `mmada models path ${shellWord(name)}`;
		checks.push(info instanceof Error ? note(name, info.message, fix) : ok(name, describe(info)));
	}
	if (names.length === 0) checks.push(note('photos', noPhotos, 'mmada models pull parallel-a --dry-run # says what it takes'));
	return {checks, neededBytes: bundled instanceof Error ? 0 : bundled.cpuBytes};
}

const noPhotos = 'the bundled model draws its own world only; a released one edits photos';

const inspect = async (folder: string): Promise<ModelInfo | Error> =>
	inspectModel(folder).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

const describe = ({parameters, diskBytes}: ModelInfo): string =>
	`${(parameters / 1e6).toFixed(1)} million parameters, ${readableBytes(diskBytes)}`;
