import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, readdir, readFile, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {writeModels} from './workplace.ts';

/** One line of shell, and what must come of it. Every row runs in an empty folder of its own. */
export type Case = {
	/**
	For bash, with pipefail. `mmada` is on the PATH. $FIX holds cat.png, cat.json (its transcript), tiny (a model, chosen by
	MMADA_MODEL; 4 steps and one thread by MMADA_STEPS and so on) and slow (another, whose steps take some milliseconds). $CONFIG is
	where the config file is looked for, $DATA the folder of imported models and $STATE that of runs: all three empty at first.
	*/
	readonly run: string;
	/** Exit code; 0 unless given. */
	readonly code?: number;
	/** All of stdout; nothing unless given. */
	readonly out?: string | RegExp;
	/** Part of stderr. */
	readonly err?: string | RegExp;
	/** Files in the folder afterwards, sorted; none after a failure unless given. */
	readonly files?: readonly string[];
};

export type Outcome = {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
	readonly files: readonly string[];
	/** What of the network was tried, a line each. */
	readonly denied: string;
};

/** A line that takes longer is ended, and fails. */
const longestMs = 280_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
const denyNetwork = new URL('../fixtures/deny-network.mjs', import.meta.url).href;

/** The package as npm would install it, in an empty folder: the packed files, the packages it depends on, and its command. */
async function installPackage() {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada installed '));
	const modules = path.join(folder, 'node_modules');
	await mkdir(path.join(modules, '.bin'), {recursive: true});
	// dist/ was built before the tests began: a build now would pull it from under tests beside this one.
	const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {cwd: root, encoding: 'utf8'});
	execFileSync('tar', ['-xzf', path.join(folder, packed.trim()), '-C', modules]);
	await symlink('package', path.join(modules, 'mmada'));
	await linkDependencies(modules);
	const {bin} = JSON.parse(await readFile(path.join(modules, 'mmada', 'package.json'), 'utf8')) as {bin: {mmada: string}};
	await symlink(path.join('..', 'package', bin.mmada), path.join(modules, '.bin', 'mmada'));
	return {folder, modules, [Symbol.asyncDispose]: async () => rm(folder, {recursive: true})};
}

/** Only what package.json names under `dependencies`, so that a package that is missing there is missed. Nothing is fetched. */
async function linkDependencies(modules: string): Promise<void> {
	const {dependencies} = JSON.parse(await readFile(path.join(modules, 'package', 'package.json'), 'utf8')) as {
		dependencies: Record<string, string>;
	};
	for (const name of Object.keys(dependencies)) {
		await mkdir(path.dirname(path.join(modules, name)), {recursive: true});
		await symlink(path.join(root, 'node_modules', name), path.join(modules, name));
	}
}

/** An installed package and what the rows need: `run` does one row in a fresh folder. */
export async function prepareShell() {
	const installed = await installPackage();
	const fixtures = path.join(installed.folder, 'fixtures');
	await writeModels(fixtures);
	const run = async (line: string): Promise<Outcome> => runLine(line, {installed: installed.folder, fixtures});
	const made = await runLine('mmada gen "a red cat" --seed 7 --quiet -o "$FIX/cat.png"', {installed: installed.folder, fixtures});
	if (made.code !== 0) throw new Error(made.err);
	return {...installed, fixtures, run};
}

async function runLine(line: string, {installed, fixtures}: {readonly installed: string; readonly fixtures: string}): Promise<Outcome> {
	const home = await mkdtemp(path.join(installed, 'home '));
	const work = path.join(home, 'work');
	await mkdir(work);
	const denied = path.join(home, 'denied.txt');
	const [command = 'bash', ...words] = [...withoutNetwork(), 'bash', '-o', 'pipefail', '-c', line];
	const child = spawn(command, words, {
		cwd: work,
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own: whatever a line started ends with it.
		detached: true,
		env: {
			PATH: `${path.join(installed, 'node_modules', '.bin')}:${path.dirname(process.execPath)}:${process.env.PATH}`,
			HOME: home,
			XDG_CONFIG_HOME: path.join(home, 'config'),
			XDG_DATA_HOME: path.join(home, 'data'),
			XDG_STATE_HOME: path.join(home, 'state'),
			TMPDIR: process.env.TMPDIR ?? tmpdir(),
			LANG: 'C.UTF-8',
			TERM: 'xterm-256color',
			NODE_OPTIONS: `--import=${denyNetwork}`,
			MMADA_DENIED: denied,
			MMADA_MODEL: path.join(fixtures, 'tiny'),
			MMADA_STEPS: '4',
			MMADA_IMAGE_STEPS: '4',
			MMADA_THREADS: '1',
			FIX: fixtures,
			CONFIG: path.join(home, 'config', 'mmada', 'config.json'),
			DATA: path.join(home, 'data', 'mmada'),
			STATE: path.join(home, 'state', 'mmada'),
		},
	});
	let [out, err] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		out += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		err += text;
	});
	const stop = () => process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
	const limit = setTimeout(stop, longestMs);
	const [code] = (await once(child, 'close')) as [number | null];
	clearTimeout(limit);
	const outcome = {code, out, err, files: (await readdir(work)).sort(), denied: await readFile(denied, 'utf8').catch(() => '')};
	await rm(home, {recursive: true, force: true});
	return outcome;
}

/** A network namespace with nothing in it, where the system lets us make one: what native code opens has nowhere to go. */
function withoutNetwork(): string[] {
	const isRoot = process.getuid?.() === 0;
	const words = isRoot ? ['-n'] : ['-c', '-n'];
	return spawnSync('unshare', [...words, 'true']).status === 0 ? ['unshare', ...words] : [];
}
