import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {shellCode} from '../../cli/shell-code.ts';

const program = fileURLToPath(new URL('../../../bin/mmada.js', import.meta.url));

export type Ran = {readonly code: number | null; readonly stdout: string; readonly stderr: string};
export type ShownRequest = {
	/** Where the hub of the test is. */
	readonly hub: string;
	readonly env?: Readonly<Record<string, string>>;
	/** Asked whenever stderr says more: whether to press Ctrl-C now. */
	readonly isEnough?: (stderr: string) => boolean;
};

/** Run the built program with its data, its home and the hub's programs' in `root`. */
export async function runMmada(root: string, args: readonly string[], {hub, env = {}, isEnough = () => false}: ShownRequest): Promise<Ran> {
	const own = {PATH: process.env.PATH, HOME: path.join(root, 'home'), HF_HOME: path.join(root, 'hf'), HF_ENDPOINT: hub, LANG: 'C.UTF-8'};
	const child = spawn(process.execPath, [program, ...args], {cwd: root, env: {...own, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
	let [stdout, stderr] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
		if (isEnough(stderr)) child.kill('SIGINT');
	});
	const code = shellCode((await once(child, 'close')) as [number | null, NodeJS.Signals | null]);
	return {code, stdout, stderr};
}

export const modelsIn = (root: string): string => path.join(root, 'home', '.local', 'share', 'mmada', 'models');

/** The files of a folder, all the way down, by their paths with `/`. */
export async function filesOf(folder: string): Promise<Record<string, Uint8Array>> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const files = entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
	return Object.fromEntries(
		await Promise.all(files.map(async file => [path.relative(folder, file).split(path.sep).join('/'), await readFile(file)] as const)),
	);
}
