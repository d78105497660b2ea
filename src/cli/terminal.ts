import type {ColorSupportLevel} from 'chalk';

/** What decides how a run is shown. */
export type Surroundings = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** stderr: what people look at. */
	readonly terminal: {readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number};
};

/** Colours of the terminal: 0 none, 1 sixteen, 2 256, 3 all. Later lines give way to earlier ones. https://no-color.org https://force-color.org */
export function colourLevel({env, terminal}: Surroundings): ColorSupportLevel {
	const {NO_COLOR, FORCE_COLOR, COLORTERM, TERM = ''} = env;
	if (NO_COLOR) return 0;
	if (FORCE_COLOR !== undefined) return forcedLevel(FORCE_COLOR);
	if (!terminal.isTTY || TERM === 'dumb') return 0;
	if (COLORTERM === 'truecolor' || COLORTERM === '24bit' || env['WT_SESSION'] || /kitty|direct|ghostty|alacritty|wezterm/.test(TERM))
		return 3;
	return /256/.test(TERM) || env['TERM_PROGRAM'] === 'Apple_Terminal' ? 2 : 1;
}

function forcedLevel(value: string): ColorSupportLevel {
	if (value === '0' || value === 'false') return 0;
	if (value === '2') return 2;
	return value === '3' ? 3 : 1;
}

/** Whether a live screen can be drawn: a real window that is large enough, and nobody's log. */
export function hasScreen({env, terminal}: Surroundings, smallest: {readonly columns: number; readonly rows: number}): boolean {
	const {columns = 0, rows = 0} = terminal;
	return Boolean(terminal.isTTY) && !isCi(env) && env['TERM'] !== 'dumb' && columns >= smallest.columns && rows >= smallest.rows;
}

// As Ink decides it: in a CI it prints its last frame only.
const isCi = (env: Surroundings['env']) =>
	['CI', 'CONTINUOUS_INTEGRATION'].some(name => env[name] !== undefined && env[name] !== '0' && env[name] !== 'false');

/** Frames a second: each one is some kilobytes, which a remote line feels. */
export const framesPerSecond = ({env}: Surroundings): number => (env['SSH_CONNECTION'] ? 2 : 10);

/** Whether the terminal can draw real pictures. Inside tmux and screen the sequences do not get through. */
export function hasGraphics(env: Surroundings['env'], supports: {readonly kitty: boolean; readonly iterm2: boolean}): boolean {
	return !env['TMUX'] && !env['STY'] && (supports.kitty || supports.iterm2);
}
