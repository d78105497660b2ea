import {execFile} from 'node:child_process';
import {promisify} from 'node:util';

/** Ways to draw a real picture: by the terminal itself, or by the one around tmux. */
export type Graphics = 'native' | 'sixel' | 'tmux-kitty' | 'tmux-iterm2';

type Env = Readonly<Record<string, string | undefined>>;

/** Terminals that say by their names that they draw sixels. */
const sixelTerminals = /^(?:foot|mlterm|contour|yaft)/;

/**
The way to draw real pictures, if the terminal tells one.
@param supports - what is known of the terminal's own protocols
@param askTmux - what tmux says of the terminal around it; undefined where it does not answer
*/
export async function findGraphics(
	env: Env,
	supports: {readonly kitty: boolean; readonly iterm2: boolean},
	askTmux: () => Promise<TmuxFacts | undefined> = tmuxFacts,
): Promise<Graphics | undefined> {
	if (env.TMUX) return inTmux(await askTmux());
	if (env.STY) return undefined;
	if (supports.kitty || supports.iterm2) return 'native';
	return sixelTerminals.test(env.TERM ?? '') || env.TERM_PROGRAM === 'mintty' ? 'sixel' : undefined;
}

/** Whether a terminal is of a kind of which some draw sixels: then it is asked. Others may take the question for text. */
export const mayDrawSixels = ({TMUX, STY, WT_SESSION, TERM_PROGRAM, XTERM_VERSION, KONSOLE_VERSION}: Env): boolean =>
	!TMUX && !STY && Boolean(WT_SESSION || XTERM_VERSION || KONSOLE_VERSION || TERM_PROGRAM === 'vscode');

/** The terminal around tmux, as it has told tmux, and whether sequences are handed through to it. */
export type TmuxFacts = {readonly terminal: string; readonly features: readonly string[]; readonly passesThrough: boolean};

function inTmux(facts: TmuxFacts | undefined): Graphics | undefined {
	if (!facts) return undefined;
	// tmux keeps sixels itself where it was built for them.
	if (facts.features.includes('sixel')) return 'sixel';
	if (!facts.passesThrough) return undefined;
	if (/kitty|ghostty/i.test(facts.terminal)) return 'tmux-kitty';
	return /iterm|wezterm/i.test(facts.terminal) ? 'tmux-iterm2' : undefined;
}

const patienceMs = 1000;

async function tmuxFacts(): Promise<TmuxFacts | undefined> {
	const format = '#{client_termtype} #{client_termname}\t#{client_termfeatures}\t#{allow-passthrough}';
	try {
		const {stdout} = await promisify(execFile)('tmux', ['display-message', '-p', format], {timeout: patienceMs});
		const [terminal = '', features = '', passthrough = ''] = stdout.trim().split('\t');
		return {terminal, features: features.split(','), passesThrough: /^(?:on|all|1)$/.test(passthrough)};
	} catch {
		return undefined;
	}
}
