import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {imageFolder, isWeights} from '../import-files.ts';
import {chooseFiles} from './choose-files.ts';
import type {Connection} from './connection.ts';
import {parseWanted, type Wanted} from './names.ts';
import type {PullPlan} from './pull-plan.ts';
import {releases} from './releases.ts';
import {readRepository} from './repository.ts';

export type Asked = {
	/** A release by its name, or `owner/name@revision`. */
	readonly what: string;
	readonly include?: readonly string[];
};

/** Default name of a fetched model. */
export const nameOf = ({what}: Asked): string => (releaseOf(what) ? what : path.posix.basename(parseWanted(what).repository));

/** Two that are the same ask for the same. @throws UserError (2) for what is no repository */
export function askedText({what, include = []}: Asked): string {
	const {repository, revision} = wantedOf(what);
	return [`${repository}@${revision}`, ...include.toSorted()].join(' ');
}

const releaseOf = (what: string) => (Object.hasOwn(releases, what) ? releases[what] : undefined);

function wantedOf(what: string): Wanted {
	const release = releaseOf(what);
	if (release) return {repository: release.repository, revision: 'main'};
	if (!what.includes('/')) {
		throw new UserError(`There is no release \`${what}\`.`, {
			hint: `There are ${Object.keys(releases).join(' and ')}; others by owner/name.`,
			exitCode: exitCodes.usage,
		});
	}
	return parseWanted(what);
}

/** Ask the hub what a model is made of, and pin it. @throws UserError as `readRepository` and `chooseFiles` do */
export async function planPull(connection: Connection, asked: Asked, signal?: AbortSignal): Promise<PullPlan> {
	const wanted = wantedOf(asked.what);
	const own = await readRepository(connection, wanted, {signal});
	const files = chooseFiles(own.files, wanted.repository, asked.include).map(file => [file.path, file] as const);
	// Also when it was asked for by its owner's name.
	const images = Object.values(releases).find(({repository}) => repository === wanted.repository)?.images;
	const isWithImages = files.some(([name]) => name.startsWith(`${imageFolder}/`) && isWeights(name));
	const other =
		images === undefined || isWithImages ? undefined : await readRepository(connection, {repository: images, revision: 'main'}, {signal});
	const others = other ? chooseFiles(other.files, other.name).filter(file => /^(config\.json|.*\.safetensors)$/i.test(file.path)) : [];
	return {
		asked: askedText(asked),
		repositories: [own, ...(other ? [other] : [])].map(({name, commit, licence}) => ({name, commit, licence})),
		files: Object.fromEntries(
			[...others.map(file => [`${imageFolder}/${file.path}`, file] as const), ...files].sort(([, a], [, b]) => a.bytes - b.bytes),
		),
	};
}
