import {execFile} from 'node:child_process';
import {access} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** Those of some shared libraries, by their file names, that Linux's loader would not find: in LD_LIBRARY_PATH and in its own list. */
export async function missingLibraries(names: readonly string[], searched: string | undefined): Promise<string[]> {
	const folders = (searched ?? '').split(/[:;]/).filter(folder => folder !== '');
	// Not on every user's path.
	const lists = await Promise.all(['/sbin/ldconfig', 'ldconfig'].map(program => run(program, ['-p']).catch(() => ({stdout: ''}))));
	const listed = new Set(lists.flatMap(({stdout}) => stdout.split('\n').map(line => line.trim().split(' ')[0])));
	const found = await Promise.all(
		names.map(async name => {
			if (listed.has(name)) return true;
			const tries = await Promise.all(
				folders.map(folder =>
					access(path.join(folder, name)).then(
						() => true,
						() => false,
					),
				),
			);
			return tries.includes(true);
		}),
	);
	return names.filter((_, index) => found[index] !== true);
}
