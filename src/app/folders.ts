import {homedir, tmpdir} from 'node:os';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import type {TelemetryPlaces} from './telemetry-stores.ts';

/** Facts that decide where a user's files live: given by the command, so that tests choose it. */
export type Home = {
	readonly platform: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The user's home folder; a process number of a container may have none. */
	readonly home: string | undefined;
};

/** Folders of a user's files; none of them need exist. Undefined if there is no home and nothing names another place. */
export type Folders = {
	/** Settings. */
	readonly config: string | undefined;
	/** Data that a user brings in and would miss: models. */
	readonly data: string | undefined;
	/** State that a program keeps between two starts: run logs. */
	readonly state: string | undefined;
};
export type FolderKind = keyof Folders;

const variables = {config: 'MMADA_CONFIG_DIR', data: 'MMADA_DATA_DIR', state: 'MMADA_STATE_DIR'} as const satisfies Record<
	FolderKind,
	string
>;

/**
The folders of a user, by each system's rule for programs: XDG on Linux and other Unixes, Library on macOS, AppData on Windows.
`MMADA_CONFIG_DIR`, `MMADA_DATA_DIR` and `MMADA_STATE_DIR` name others.
*/
export function foldersOf(home: Home): Folders {
	const {config, data, state} = systemFolders(home);
	return {
		config: absolute(home.env[variables.config]) ?? config,
		data: absolute(home.env[variables.data]) ?? data,
		state: absolute(home.env[variables.state]) ?? state,
	};
}

/** The folders of the user who runs this. */
export const userFolders = (): Folders => foldersOf(thisHome());

/** A folder that a command cannot do without. @throws UserError (78) when there is none */
export function neededFolder(kind: FolderKind): string {
	const folder = userFolders()[kind];
	if (folder !== undefined) return folder;
	throw new UserError(`There is no ${kind} folder: this user has no home folder.`, {
		hint: `Set HOME, or name a folder with ${variables[kind]}.`,
		exitCode: exitCodes.badConfig,
	});
}

/** Folders in which onnxruntime may have left files for this user, by its own rules. */
export function telemetryPlaces(current: string | undefined): TelemetryPlaces {
	const {platform, env, home} = thisHome();
	const base = platform === 'darwin' ? below(home, 'Library', 'Application Support') : env.XDG_CACHE_HOME || below(home, '.cache');
	return {
		// On Windows it keeps the device id in the registry, and leaves the events to the system.
		store: platform === 'win32' ? undefined : below(base, 'Microsoft', 'DeveloperTools', '.onnxruntime'),
		temporary: [tmpdir(), ...(current === undefined ? [] : [current])],
		uid: process.getuid?.(),
	};
}

const thisHome = (): Home => ({platform: process.platform, env: process.env, home: homeFolder()});

/** The home of the user who runs this. Undefined where HOME is not set and the system does not know the user. */
export function homeFolder(): string | undefined {
	try {
		return homedir() || undefined;
	} catch {
		return;
	}
}

function systemFolders({platform, env, home}: Home): Folders {
	if (platform === 'darwin') {
		const library = below(home, 'Library');
		const data = below(library, 'Application Support', 'mmada');
		return {config: below(library, 'Preferences', 'mmada'), data, state: below(data, 'State')};
	}
	if (platform === 'win32') {
		const local = below(env.LOCALAPPDATA || below(home, 'AppData', 'Local'), 'mmada');
		const roaming = below(env.APPDATA || below(home, 'AppData', 'Roaming'), 'mmada');
		return {config: below(roaming, 'Config'), data: below(local, 'Data'), state: below(local, 'State')};
	}
	return {
		config: below(absolute(env.XDG_CONFIG_HOME) ?? below(home, '.config'), 'mmada'),
		data: below(absolute(env.XDG_DATA_HOME) ?? below(home, '.local', 'share'), 'mmada'),
		state: below(absolute(env.XDG_STATE_HOME) ?? below(home, '.local', 'state'), 'mmada'),
	};
}

const below = (folder: string | undefined, ...names: readonly string[]): string | undefined =>
	folder === undefined ? undefined : path.join(folder, ...names);

/** A folder as the environment names it; the XDG specification says to ignore a relative one. */
const absolute = (folder: string | undefined): string | undefined => (folder && path.isAbsolute(folder) ? folder : undefined);
