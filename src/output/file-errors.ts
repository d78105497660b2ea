import {exitCodes, UserError} from '../errors.ts';

/** The system's name of a failure, such as `ENOENT`. */
export const codeOf = (error: unknown): string | undefined =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** A failure to write into `folder` as what the user can do about it; anything unknown is handed back as it is. */
export function asUserError(error: unknown, folder: string): unknown {
	switch (codeOf(error)) {
		case 'ENOENT':
		case 'ENOTDIR':
			return new UserError(`The folder \`${folder}\` does not exist.`, {
				hint: `Create it first: mkdir -p '${folder}'`,
				exitCode: exitCodes.cannotCreate,
				cause: error,
			});
		case 'EACCES':
		case 'EPERM':
		case 'EROFS':
			return new UserError(`Cannot write to the folder \`${folder}\`.`, {
				hint: 'Name another place with --output.',
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
				hint: 'Free some space or name another place with --output.',
				exitCode: exitCodes.io,
				cause: error,
			});
		case 'EIO':
			return new UserError(`Writing to \`${folder}\` failed.`, {
				hint: 'Check the disk, or name another place with --output.',
				exitCode: exitCodes.io,
				cause: error,
			});
		default:
			return error;
	}
}
