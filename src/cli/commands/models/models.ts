import path from 'node:path';
import {changeableModelPlaces} from '../../../app/model-places.ts';
import type {ExitCode} from '../../../errors.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {asUserError} from '../../../files/errors.ts';
import type {ModelPlaces} from '../../../store/find-model.ts';
import type {Parsed} from '../../parse/parse.ts';
import {nearest} from '../../table/suggest.ts';

/** What `mmada models` can do: prints to stdout what it was asked for. */
type Action = (words: readonly string[], flags: Parsed['flags'], places: Required<ModelPlaces>) => Promise<void>;

const actions: Readonly<Record<string, () => Promise<Action>>> = {
	list: async () => (await import('./show.ts')).list,
	info: async () => (await import('./show.ts')).info,
	path: async () => (await import('./show.ts')).printPath,
	verify: async () => (await import('./change.ts')).verify,
	import: async () => (await import('./change.ts')).importFolder,
	rm: async () => (await import('./change.ts')).remove,
	convert: async () => (await import('./convert.ts')).convert,
};

/** `mmada models`: what models there are, and bringing others in. */
export async function models({input: [name, ...words], flags}: Parsed): Promise<ExitCode> {
	const load = Object.hasOwn(actions, name ?? 'list') ? actions[name ?? 'list'] : undefined;
	if (!load) throw unknownAction(name ?? '');
	const action = await load();
	const places = changeableModelPlaces();
	try {
		await action(words, flags, places);
	} catch (error) {
		throw isOf(places.modelsFolder, error) ? asUserError(error, places.modelsFolder, 'name another folder with MMADA_DATA_DIR') : error;
	}
	return exitCodes.ok;
}

/** Whether a failure of the file system can be one of making a folder or writing into it: writing tells no path. */
function isOf(folder: string, error: unknown): boolean {
	const file = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : folder;
	return isIn(folder, file) || isIn(file, folder);
}

const isIn = (folder: string, file: string): boolean => !path.relative(folder, file).startsWith('..');

function unknownAction(name: string): UserError {
	const known = Object.keys(actions);
	const suggestion = nearest(name, known);
	return new UserError(`\`mmada models\` has no \`${name}\`.`, {
		hint: suggestion ? `Did you mean \`mmada models ${suggestion}\`?` : `It has: ${known.join(', ')}.`,
		exitCode: exitCodes.usage,
	});
}
