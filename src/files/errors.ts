import {existsSync} from 'node:fs';
import {constants} from 'node:os';
import {exitCodes, UserError} from '../errors.ts';

/** The system's name of a failure, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
	if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return;
	// Node 20 has no names for some numbers: a quota and a stale handle are an `Unknown system error -122`.
	if (!error.code.startsWith('Unknown system error') || !('errno' in error)) return error.code;
	const {errno} = error;
	return Object.entries(constants.errno).find(([, number]) => number === -Number(errno))?.[0] ?? error.code;
}

const isReading = (error: unknown): boolean => error instanceof Error && 'syscall' in error && error.syscall === 'scandir';

/**
A failure to write into `folder` as what the user can do about it; anything unknown is handed back as it is.
@param instead - how another place is named
*/
export function asUserError(error: unknown, folder: string, instead = 'name another place with --output'): unknown {
	const hint = `${instead[0]?.toUpperCase()}${instead.slice(1)}.`;
	const code = codeOf(error);
	// A folder that is there and takes no file: /proc.
	switch (code === 'ENOENT' && existsSync(folder) ? 'EPERM' : code) {
		case 'ENOTDIR':
		case 'EEXIST':
			return new UserError(`\`${folder}\` is no folder: a file stands in its way.`, {hint, exitCode: exitCodes.cannotCreate, cause: error});
		case 'ENOENT':
			return new UserError(`The folder \`${folder}\` does not exist.`, {
				hint: `Create it first: mkdir -p '${folder}'`,
				exitCode: exitCodes.cannotCreate,
				cause: error,
			});
		case 'EACCES':
		case 'EPERM':
		case 'EROFS':
			return new UserError(`Cannot ${isReading(error) ? 'read' : 'write to'} the folder \`${folder}\`.`, {
				hint,
				exitCode: exitCodes.cannotCreate,
				cause: error,
			});
		case 'ENAMETOOLONG':
			return new UserError('The file name is too long.', {
				hint: 'Name a shorter one with --output.',
				exitCode: exitCodes.cannotCreate,
				cause: error,
			});
		case 'ENOSPC':
		case 'EDQUOT':
		case 'EFBIG':
			return new UserError(`The disk of \`${folder}\` is full.`, {
				hint: `Free some space, or ${instead}.`,
				exitCode: exitCodes.io,
				cause: error,
			});
		case 'EIO':
		case 'ESTALE':
		case 'ETIMEDOUT':
		case 'EXDEV':
			return new UserError(`Writing to \`${folder}\` failed.`, {
				hint: `Check the disk, or ${instead}.`,
				exitCode: exitCodes.io,
				cause: error,
			});
		default:
			return error;
	}
}
