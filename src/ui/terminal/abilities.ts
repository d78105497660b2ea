import type {ColorSupportLevel} from 'chalk';
import type {Rates} from './frame-budget.ts';

/** Facts that decide how a run is shown. */
export type Surroundings = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** stderr: what people look at. */
	readonly terminal: {readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number};
	readonly platform?: string;
};

/**
Colours of the terminal: 0 none, 1 sixteen, 2 256, 3 all. What the user chose for this program counts before all else, then NO_COLOR
(https://no-color.org); FORCE_COLOR is the least there is (https://force-color.org), 0 turns colours off.
*/
export function colourLevel({env, terminal}: Surroundings, chosen?: ColorSupportLevel): ColorSupportLevel {
	if (chosen !== undefined) return chosen;
	if (env.NO_COLOR || env.FORCE_COLOR === '0' || env.FORCE_COLOR === 'false') return 0;
	const found = terminal.isTTY && env.TERM !== 'dumb' ? foundLevel(env) : 0;
	return higher(found, env.FORCE_COLOR === undefined ? 0 : forcedLevel(env.FORCE_COLOR));
}

function foundLevel({TERM = '', COLORTERM, WT_SESSION, TERM_PROGRAM, STY}: Surroundings['env']): ColorSupportLevel {
	// screen takes the numbers of a true colour for other attributes, whatever the terminal around it promises.
	if (STY) return /256/.test(TERM) ? 2 : 1;
	if (COLORTERM === 'truecolor' || COLORTERM === '24bit' || WT_SESSION || /kitty|direct|ghostty|alacritty|wezterm/.test(TERM)) return 3;
	return /256/.test(TERM) || TERM_PROGRAM === 'Apple_Terminal' ? 2 : 1;
}

function forcedLevel(value: string): ColorSupportLevel {
	if (value === '2') return 2;
	return value === '3' ? 3 : 1;
}

const higher = (one: ColorSupportLevel, other: ColorSupportLevel): ColorSupportLevel => (one > other ? one : other);

/** Whether a live screen can be drawn: stderr is a terminal, large enough, and not redirected to a log. */
export function hasScreen({env, terminal}: Surroundings, smallest: {readonly columns: number; readonly rows: number}): boolean {
	const {columns = 0, rows = 0} = terminal;
	return Boolean(terminal.isTTY) && !isCi(env) && env.TERM !== 'dumb' && columns >= smallest.columns && rows >= smallest.rows;
}

// As Ink decides it: in a CI it prints its last frame only.
const isCi = (env: Surroundings['env']) =>
	['CI', 'CONTINUOUS_INTEGRATION'].some(name => env[name] !== undefined && env[name] !== '0' && env[name] !== 'false');

/** Rate of frames, and of bytes to the terminal: a frame is some kilobytes, which slow down a remote line. */
export function screenRates({env}: Surroundings, isCalm: boolean): ScreenRates {
	const isRemote = Boolean(env.SSH_CONNECTION || env.SSH_TTY);
	const maxFps = isCalm ? 1 : isRemote ? 2 : 10;
	// A preview that no frame would show is not worth its time.
	const previewEveryMs = Math.max(400, 1000 / maxFps);
	// Half of the cells of a large window, and what is left of a second's bytes for the words around the picture.
	return isRemote
		? {maxFps, bytesPerSecond: 30_000, picture: {rows: 34, bytes: 24_000}, previewEveryMs}
		: {maxFps, bytesPerSecond: 140_000, previewEveryMs};
}

export type ScreenRates = Rates & {readonly previewEveryMs: number};

/** Whether the terminal breaks lines again when its window gets narrower, as all but these do. tmux does, whatever is around it. */
export const breaksLines = ({TMUX, STY, XTERM_VERSION, TERM = ''}: Surroundings['env']): boolean =>
	Boolean(TMUX) || !(STY || XTERM_VERSION || /^(rxvt|linux)/.test(TERM));

/** Whether the locale says that the terminal shows nothing but ASCII for sure. */
export function hasAsciiLocale({env, platform}: Surroundings): boolean {
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
	return platform !== 'win32' && Boolean(locale) && !/utf-?8/i.test(locale ?? '');
}
