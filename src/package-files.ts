import {existsSync} from 'node:fs';

/** The folder of this package, wherever below it this file lies: in src/, in a bundle of dist/program/, or among the compiled benches. */
export const packageRoot = above(new URL('.', import.meta.url));

/** A file of the built program, for a process or thread to run: from source (under vitest) it could not read TypeScript. */
export const programFile = (name: `${string}.js`): URL => new URL(`dist/program/${name}`, packageRoot);

function above(folder: URL): URL {
	return existsSync(new URL('package.json', folder)) ? folder : above(new URL('..', folder));
}
