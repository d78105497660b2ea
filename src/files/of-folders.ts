import {exitCodes, UserError} from '../errors.ts';
import {faultOf} from './errors.ts';
import {checkFolder} from './save.ts';

/** Whether what kept one file from being saved keeps all the others too: a full disk, or a folder that takes nothing any more. */
export async function isOfFolders(error: unknown, folders: readonly string[]): Promise<boolean> {
	const isTold = error instanceof UserError && (error.exitCode === exitCodes.io || error.exitCode === exitCodes.cannotCreate);
	const fault = faultOf(isTold ? error.cause : error);
	if (!isTold && fault === undefined) return false;
	return fault === 'full' || !(await takeFiles(folders));
}

/** Whether files can be saved in all of these folders now. */
export async function takeFiles(folders: readonly string[]): Promise<boolean> {
	const checks = await Promise.allSettled(folders.map(async folder => checkFolder(folder)));
	return checks.every(({status}) => status === 'fulfilled');
}
