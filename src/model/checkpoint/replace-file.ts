import {open, rename, rm} from 'node:fs/promises';

/** Name of a file while it is written. */
export const unfinishedName = (file: string): string => `${file}.new`;

/** Write a file under a new name and move it over the old one: what is there is whole, and no other name of it is touched. */
export async function replaceFile(file: string, text: string): Promise<void> {
	const unfinished = unfinishedName(file);
	await rm(unfinished, {force: true});
	const handle = await open(unfinished, 'wx');
	try {
		await handle.writeFile(text);
		await handle.datasync();
	} finally {
		await handle.close();
	}
	await rename(unfinished, file);
}
