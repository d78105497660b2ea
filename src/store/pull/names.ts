import {exitCodes, UserError} from '../../errors.ts';

/** A repository of the hub and what of it: a branch, a tag or a commit. */
export type Wanted = {readonly repository: string; readonly revision: string};

/** Read `owner/name` or `owner/name@revision`. @throws UserError (2) */
export function parseWanted(text: string): Wanted {
	const [, repository = '', revision = 'main'] = /^([^@]*)(?:@(.*))?$/s.exec(text) ?? [];
	const part = '[A-Za-z0-9][A-Za-z0-9._-]{0,95}';
	if (new RegExp(`^${part}/${part}$`).test(repository) && !repository.includes('..') && isRevision(revision)) return {repository, revision};
	throw new UserError(`\`${text}\` is no repository of the Hugging Face Hub.`, {
		hint: 'Name one as owner/name or owner/name@revision: mmada models pull tyfeld/MMaDA-Parallel-A',
		exitCode: exitCodes.usage,
	});
}

const isRevision = (text: string): boolean => /^[A-Za-z0-9][\w./-]{0,199}$/.test(text) && !text.includes('..') && !text.includes('//');

/** Whether a path of a repository leads nowhere but into the folder that it is put into, on every system. */
export function leadsInside(path: string): boolean {
	const isSafe = path.length <= 1000 && !/[\\:\p{Cc}]/u.test(path);
	return isSafe && path.split('/').every(part => part !== '' && part !== '.' && part !== '..');
}

/** Whether a file can be called that on every system, and is none of those that mmada and others keep hidden. */
export function canBeWritten(path: string): boolean {
	return (
		leadsInside(path) &&
		path
			.split('/')
			.every(
				part =>
					Buffer.byteLength(part) <= 200 &&
					!/^\.|[<>"|?*\p{Cf}\p{Cs}]|[. ]$/u.test(part) &&
					!/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(part),
			)
	);
}
