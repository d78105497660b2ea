import {rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {homeFolder, neededFolder, userFolders} from '../../app/folders.ts';
import {thisProcess} from '../../app/this-process.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {codeOf, faultOf} from '../../files/errors.ts';
import {isHolder, type Lock, takeLock} from '../../files/lock.ts';
import {makeFolder} from '../../files/make-folder.ts';
import {readPlainSync} from '../../files/plain-file.ts';
import {heldBy} from '../../journal/runs.ts';
import {parseJson as parseUnmarked, withoutMark} from '../../parse-json.ts';
import {shellWord} from '../../shell-word.ts';

/** Content of a config file, by name, unchecked. */
export type Config = Readonly<Record<string, unknown>>;

/** Only its owner reads a new config file; one that is there keeps its permissions. */
const ownerOnly = 0o600;

const configName = 'config.json';

/** Some twenty settings: a larger file is another one (bytes). */
const maxConfigBytes = 1_000_000;

/** Folder in which this machine keeps the settings. @throws UserError (78) when there is no folder for them */
export const configPath = (): string => path.join(neededFolder('config'), configName);

/** Sources of settings besides flags. */
export type Sources = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Content of the config file, and its path. */
	readonly config: Config;
	readonly configPath: string;
};

/** The sources of this machine. @throws UserError (78) for a config file that is damaged */
export function readSources(): Sources {
	const {config: folder} = userFolders();
	// A user without a home has no settings there either.
	const file = path.join(folder ?? '', configName);
	return {env: process.env, config: folder === undefined ? {} : readConfig(file), configPath: file};
}

/**
The settings of a config file; none when there is no file. Read here and once: conf takes longer to load than a short command runs,
and reads the file again at each access. @throws UserError (78) for a file that is damaged or cannot be read
*/
export function readConfig(file: string): Config {
	const text = readText(file);
	if (text === undefined) return {};
	const values = parseJson(text, file);
	if (typeof values === 'object' && values !== null && !Array.isArray(values)) return Object.fromEntries(Object.entries(values));
	throw broken(`The config file \`${file}\` holds no settings: it must be one JSON object.`, file);
}

/** Keep a setting, or forget it with `undefined`: the file is replaced whole. @throws UserError (78, 77, 75, 74) */
export async function writeSetting(file: string, name: string, value: string | number | boolean | undefined): Promise<void> {
	// Told with its line here; conf would throw the parser's words.
	readConfig(file);
	// A package of its asks for a home as it is loaded, and throws where there is none; it keeps nothing there.
	if (homeFolder() === undefined) process.env.HOME = path.dirname(file);
	const {default: Conf} = await import('conf');
	try {
		// Left to conf, this may never return.
		await makeFolder(path.dirname(file));
		await using _lock = await lockConfig(file);
		// By now it may be another.
		readConfig(file);
		const conf = new Conf<Record<string, unknown>>({
			cwd: path.dirname(file),
			configName: path.basename(file, '.json'),
			configFileMode: modeOf(file) ?? ownerOnly,
			accessPropertiesByDotNotation: false,
			deserialize: text => parseUnmarked(text) as Record<string, unknown>,
		});
		if (value === undefined) conf.delete(name);
		else conf.set(name, value);
	} catch (error) {
		throw asConfigError(error, file);
	}
}

/** Another process that keeps a setting needs an instant: so long it is waited for (ms). */
const patienceMs = 5000;

/** @throws UserError (75) when another process does not come to an end */
async function lockConfig(file: string): Promise<Lock> {
	const self = await thisProcess();
	const endMs = performance.now() + patienceMs;
	for (;;) {
		const lock = await takeLock(path.dirname(file), path.basename(file), self);
		if (!isHolder(lock)) return lock;
		if (performance.now() > endMs) throw heldBy('Another change of the settings', lock, self);
		await setTimeout(20);
	}
}

/** Forget all settings, those of a damaged file too. @returns whether there was a file */
export function removeConfig(file: string): boolean {
	if (modeOf(file) === undefined) return false;
	try {
		rmSync(file);
		return true;
	} catch (error) {
		throw asConfigError(error, file);
	}
}

function readText(file: string): string | undefined {
	try {
		return withoutMark(readPlainSync(file, maxConfigBytes));
	} catch (error) {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
		throw new UserError(`The config file \`${file}\` cannot be read.`, {
			hint: `See who may read it: ls -l ${shellWord(file)}`,
			exitCode: exitCodes.badConfig,
			cause: error,
		});
	}
}

function parseJson(text: string, file: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw broken(`The config file \`${file}\` is not JSON: line ${faultyLine(text)} is wrong.`, file, cause);
	}
}

/** The line of the first fault, from 1: parsers of different Node versions tell it differently, or not at all. */
function faultyLine(text: string): number {
	const lines = text.trimEnd().split('\n');
	for (let count = 1; count < lines.length; count++) if (isFaultBefore(lines.slice(0, count).join('\n'))) return count;
	return lines.length;
}

/** Whether a text cannot be the beginning of JSON. */
function isFaultBefore(start: string): boolean {
	try {
		JSON.parse(start);
		return false;
	} catch (error) {
		const {message} = error as SyntaxError;
		const [, position] = / at position (\d+)/.exec(message) ?? [];
		return !message.includes('end of JSON input') && Number(position ?? -1) < start.length;
	}
}

function modeOf(file: string): number | undefined {
	try {
		return statSync(file).mode & 0o777;
	} catch {
		return undefined;
	}
}

const broken = (message: string, file: string, cause?: unknown) =>
	new UserError(message, {
		hint: `Fix it in an editor: \${EDITOR:-vi} ${shellWord(file)}; or start again: mmada config reset`,
		exitCode: exitCodes.badConfig,
		cause,
	});

function asConfigError(error: unknown, file: string): unknown {
	if (faultOf(error) === 'forbidden') {
		return new UserError(`The config file \`${file}\` cannot be written.`, {
			hint: 'Name another folder with MMADA_CONFIG_DIR; an MMADA_... variable for the setting does without a file.',
			exitCode: exitCodes.noPermission,
			cause: error,
		});
	}
	if (faultOf(error) !== undefined) {
		return new UserError(`The config file \`${file}\` cannot be written (${codeOf(error)}).`, {
			hint: `Look at its folder: ls -ld ${shellWord(path.dirname(file))}; or name another with MMADA_CONFIG_DIR.`,
			exitCode: exitCodes.io,
			cause: error,
		});
	}
	return error;
}
