import path from 'node:path';

/** What decides where models live: given by the command, so that tests choose it. */
export type Surroundings = {
	readonly platform: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The user's home folder. */
	readonly home: string;
};

/** The folder of imported models, by each system's rule for a program's data: XDG on Linux, Library on macOS, AppData on Windows. */
export function modelsFolder({platform, env, home}: Surroundings): string {
	return path.join(dataFolder(platform, env, home), 'models');
}

function dataFolder(platform: string, env: Surroundings['env'], home: string): string {
	if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'mmada');
	if (platform === 'win32') return path.join(env.LOCALAPPDATA || path.join(home, 'AppData', 'Local'), 'mmada', 'Data');
	const xdg = env.XDG_DATA_HOME;
	// The specification says to ignore a relative one.
	return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(home, '.local', 'share'), 'mmada');
}
