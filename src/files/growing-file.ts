import {open, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {temporaryIn} from './temporaries.ts';

/** A file that grows while others may read it. */
export type GrowingFile = {
	readonly add: (text: string) => Promise<void>;
} & AsyncDisposable;

/**
Begin a file in the place of whatever has its name. Only what was newly created is ever written to, and kept open: what takes the name
later, a link for example, gets nothing.
*/
export async function growFile(file: string, start = ''): Promise<GrowingFile> {
	const temporary = temporaryIn(path.dirname(file));
	const handle = await open(temporary, 'wx');
	try {
		await handle.writeFile(start);
		await rename(temporary, file);
	} catch (error) {
		await handle.close();
		await rm(temporary, {force: true});
		throw error;
	}
	return {
		add: async text => handle.appendFile(text),
		[Symbol.asyncDispose]: async () => handle.close(),
	};
}
