import {homedir} from 'node:os';
import path from 'node:path';

/** What decides where a user's files live: given by the command, so that tests choose it. */
export type Home = {
	readonly platform: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The user's home folder. */
	readonly home: string;
};

/** Where the files of a user live; none of them need exist. */
export type Folders = {
	/** Settings. */
	readonly config: string;
	/** What a user brings in and would miss: models. */
	readonly data: string;
	/** What a program keeps between two starts: run logs. */
	readonly state: string;
};

/**
The folders of a user, by each system's rule for programs: XDG on Linux and other Unixes, Library on macOS, AppData on Windows.
`MMADA_CONFIG_DIR`, `MMADA_DATA_DIR` and `MMADA_STATE_DIR` name others.
*/
export function foldersOf(home: Home): Folders {
	const {config, data, state} = systemFolders(home);
	return {
		config: absolute(home.env.MMADA_CONFIG_DIR) ?? config,
		data: absolute(home.env.MMADA_DATA_DIR) ?? data,
		state: absolute(home.env.MMADA_STATE_DIR) ?? state,
	};
}

/** The folders of whoever runs this. */
export const userFolders = (): Folders => foldersOf({platform: process.platform, env: process.env, home: homedir()});

function systemFolders({platform, env, home}: Home): Folders {
	if (platform === 'darwin') {
		const library = path.join(home, 'Library');
		const data = path.join(library, 'Application Support', 'mmada');
		return {config: path.join(library, 'Preferences', 'mmada'), data, state: path.join(data, 'State')};
	}
	if (platform === 'win32') {
		const local = path.join(env.LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'mmada');
		const roaming = path.join(env.APPDATA || path.join(home, 'AppData', 'Roaming'), 'mmada');
		return {config: path.join(roaming, 'Config'), data: path.join(local, 'Data'), state: path.join(local, 'State')};
	}
	return {
		config: path.join(absolute(env.XDG_CONFIG_HOME) ?? path.join(home, '.config'), 'mmada'),
		data: path.join(absolute(env.XDG_DATA_HOME) ?? path.join(home, '.local', 'share'), 'mmada'),
		state: path.join(absolute(env.XDG_STATE_HOME) ?? path.join(home, '.local', 'state'), 'mmada'),
	};
}

/** A folder as the environment names it; the XDG specification says to ignore a relative one. */
const absolute = (folder: string | undefined): string | undefined => (folder && path.isAbsolute(folder) ? folder : undefined);
