import {existsSync} from 'node:fs';
import {constants} from 'node:os';
import {exitCodes, UserError} from '../errors.ts';
import {shellWord} from '../shell-word.ts';

/**
The system's name of a failure, such as `ENOENT`. By its number where Node has no name for it (`Unknown system error -122` for a full
quota, -116 for a network file that is gone).
*/
export function codeOf(error: unknown): string | undefined {
	if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
	if (!error.code.startsWith('Unknown system error')) return error.code;
	return namesByNumber.get(errnoOf(error) ?? 0) ?? `error ${Math.abs(errnoOf(error) ?? 0)}`;
}

/** The system's number of a failure, below 0. */
export const errnoOf = (error: unknown): number | undefined =>
	error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : undefined;

const namesByNumber = new Map(Object.entries(constants.errno).map(([name, number]) => [-number, name]));

/** Explanation of a file system's failure for a person. */
type Fault = 'in the way' | 'missing' | 'forbidden' | 'too long' | 'full' | 'too many open' | 'failing';

/** Every failure that the disk, the network behind it or the rights on it can cause: none of them is a fault of this program. */
const faults: ReadonlyMap<string, Fault> = new Map(
	Object.entries({
		'in the way': ['ENOTDIR', 'EEXIST', 'EISDIR', 'ENOTEMPTY'],
		missing: ['ENOENT'],
		forbidden: ['EACCES', 'EPERM', 'EROFS'],
		'too long': ['ENAMETOOLONG'],
		full: ['ENOSPC', 'EDQUOT', 'EFBIG'],
		'too many open': ['EMFILE', 'ENFILE'],
		failing: [
			...[
				'EIO',
				'ESTALE',
				'ETIMEDOUT',
				'EXDEV',
				'EINVAL',
				'EBUSY',
				'ELOOP',
				'EMLINK',
				'ENODEV',
				'ENXIO',
				'ENOSYS',
				'ENOTSUP',
				'EOPNOTSUPP',
			],
			...['ENOTCONN', 'EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH', 'ECONNRESET', 'ECONNABORTED', 'EREMOTEIO', 'ENOLCK'],
			...['EDEADLK', 'ETXTBSY', 'ENOMEM', 'EAGAIN', 'EINTR', 'EILSEQ', 'EOVERFLOW', 'EPROTO', 'UNKNOWN'],
		],
	} satisfies Record<Fault, readonly string[]>).flatMap(([fault, codes]) => codes.map(code => [code, fault as Fault] as const)),
);

/** Explanation of a failure; undefined when no file system caused it. Numbers without any name (117: a damaged file system) are failures too. */
export function faultOf(error: unknown): Fault | undefined {
	const code = codeOf(error);
	return code === undefined ? undefined : (faults.get(code) ?? (code.startsWith('error ') ? 'failing' : undefined));
}

const isReading = (error: unknown): boolean => error instanceof Error && 'syscall' in error && error.syscall === 'scandir';

/**
A failure to write into `folder` as what the user can do about it; anything unknown is handed back as it is.
@param instead - how another place is named
*/
export function asUserError(error: unknown, folder: string, instead = 'name another place with --output'): unknown {
	const hint = `${instead[0]?.toUpperCase()}${instead.slice(1)}.`;
	const told = (message: string, what: string, exitCode: number) => new UserError(message, {hint: what, exitCode, cause: error});
	const fault = faultOf(error);
	// A folder that is there and takes no file: /proc.
	switch (fault === 'missing' && existsSync(folder) ? 'forbidden' : fault) {
		case 'in the way':
			return told(standsInTheWay(error, folder), hint, exitCodes.cannotCreate);
		case 'missing':
			return told(`The folder \`${folder}\` does not exist.`, `Create it first: mkdir -p ${shellWord(folder)}`, exitCodes.cannotCreate);
		case 'forbidden':
			return told(`Cannot ${isReading(error) ? 'read' : 'write to'} the folder \`${folder}\`.`, hint, exitCodes.cannotCreate);
		case 'too long':
			return told('The file name is too long.', 'Name a shorter one with --output.', exitCodes.cannotCreate);
		case 'full':
			return told(`The disk of \`${folder}\` is full.`, `Free some space, or ${instead}.`, exitCodes.io);
		case 'too many open':
			return told('The system lets this program open no more files.', 'Allow more and try again: ulimit -n 1024', exitCodes.io);
		case 'failing':
			return told(`Writing to \`${folder}\` failed (${codeOf(error)}).`, `Check the disk, or ${instead}.`, exitCodes.io);
		default:
			return error;
	}
}

/** The kind of thing at the path of a file or folder to be. */
function standsInTheWay(error: unknown, folder: string): string {
	const place = error instanceof Error && 'dest' in error && typeof error.dest === 'string' ? error.dest : folder;
	const isFolder = ['EISDIR', 'ENOTEMPTY'].includes(codeOf(error) ?? '');
	return isFolder ? `\`${place}\` is a folder, and a file is to go there.` : `\`${folder}\` is no folder: a file stands in its way.`;
}
