import path from 'node:path';
import {changeableModelPlaces, modelPlaces} from '../../../app/model-places.ts';
import type {ExitCode} from '../../../errors.ts';
import {exitCodes} from '../../../errors.ts';
import {asUserError} from '../../../files/errors.ts';
import type {ModelPlaces} from '../../../store/find-model.ts';
import type {Parsed} from '../../parse/parse.ts';
import {actionOf} from '../subcommand.ts';

/** An action of `mmada models`: prints its results to stdout. */
type Action<Places> = (words: readonly string[], flags: Parsed['flags'], places: Places) => Promise<void>;

/** Actions that only read, and need no folder of the user's own models. */
const looking: Readonly<Record<string, () => Promise<Action<ModelPlaces>>>> = {
	list: async () => (await import('./show.ts')).list,
	info: async () => (await import('./show.ts')).info,
	path: async () => (await import('./show.ts')).printPath,
	du: async () => (await import('./du.ts')).du,
	verify: async () => (await import('./verify.ts')).verify,
};

const changing: Readonly<Record<string, () => Promise<Action<Required<ModelPlaces>>>>> = {
	import: async () => (await import('./change.ts')).importFolder,
	rm: async () => (await import('./change.ts')).remove,
	convert: async () => (await import('./convert.ts')).convert,
	pull: async () => (await import('./pull.ts')).pull,
};

/** `mmada models`: what models there are, and bringing others in. */
export async function models({input: [name = 'list', ...words], flags}: Parsed): Promise<ExitCode> {
	actionOf('models', name, {...looking, ...changing});
	if (Object.hasOwn(looking, name)) {
		const places = modelPlaces();
		await asOf(places.modelsFolder, async () => (await looking[name]?.())?.(words, flags, places));
	} else {
		const places = changeableModelPlaces();
		await asOf(places.modelsFolder, async () => (await changing[name]?.())?.(words, flags, places));
	}
	return exitCodes.ok;
}

/** Do something with the folder of the models. @throws its failures as what the user can do about them */
async function asOf(folder: string | undefined, act: () => Promise<void>): Promise<void> {
	try {
		await act();
	} catch (error) {
		throw folder !== undefined && isOf(folder, error) ? asUserError(error, folder, 'name another folder with MMADA_DATA_DIR') : error;
	}
}

/** Whether a failure of the file system can be one of making a folder or writing into it: writing tells no path. */
function isOf(folder: string, error: unknown): boolean {
	const file = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : folder;
	return isIn(folder, file) || isIn(file, folder);
}

const isIn = (folder: string, file: string): boolean => !path.relative(folder, file).startsWith('..');
