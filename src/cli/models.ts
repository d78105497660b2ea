import {exitCodes, UserError} from '../errors.ts';
import type {ModelPlaces} from '../store/find-model.ts';
import {modelPlaces} from './model-places.ts';
import type {Parsed} from './parse.ts';
import type {ExitCode} from './settle.ts';
import {nearest} from './suggest.ts';

/** What `mmada models` can do: prints to stdout what it was asked for. */
type Action = (words: readonly string[], flags: Parsed['flags'], places: Required<ModelPlaces>) => Promise<void>;

const actions: Readonly<Record<string, () => Promise<Action>>> = {
	list: async () => (await import('./models-show.ts')).list,
	info: async () => (await import('./models-show.ts')).info,
	path: async () => (await import('./models-show.ts')).printPath,
	verify: async () => (await import('./models-change.ts')).verify,
	import: async () => (await import('./models-change.ts')).importFolder,
	rm: async () => (await import('./models-change.ts')).remove,
	convert: async () => (await import('./models-convert.ts')).convert,
};

/** `mmada models`: what models there are, and bringing others in. */
export async function models({input: [name, ...words], flags}: Parsed): Promise<ExitCode> {
	const load = actions[name ?? 'list'];
	if (!load) throw unknownAction(name ?? '');
	const action = await load();
	await action(words, flags, modelPlaces());
	return exitCodes.ok;
}

function unknownAction(name: string): UserError {
	const known = Object.keys(actions);
	const suggestion = nearest(name, known);
	return new UserError(`\`mmada models\` has no \`${name}\`.`, {
		hint: suggestion ? `Did you mean \`mmada models ${suggestion}\`?` : `It has: ${known.join(', ')}.`,
		exitCode: exitCodes.usage,
	});
}

/** The only word of a command. @throws UserError (2) when there is none, or more */
export function oneWord(words: readonly string[], what: string, example: string): string {
	const [word] = words;
	if (word !== undefined && words.length === 1) return word;
	throw new UserError(word === undefined ? `There is no ${what}.` : `There is more than one ${what}.`, {
		hint: `Try: ${example}`,
		exitCode: exitCodes.usage,
	});
}
