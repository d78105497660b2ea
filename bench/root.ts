import {existsSync} from 'node:fs';
import path from 'node:path';

/** The repository's folder, from here and from where these files are compiled to. */
export const root = above(import.meta.dirname);

/** The command as it is built. */
export const command = path.join(root, 'bin', 'mmada.js');

function above(folder: string): string {
	return existsSync(path.join(folder, 'package.json')) ? folder : above(path.dirname(folder));
}
