import {smallestWindow} from '../../../ui/screen/layout.ts';
import {colourLevel, hasScreen, type Surroundings} from '../../../ui/terminal/abilities.ts';
import {type Check, note, ok} from './check.ts';

const colours = ['no colours', '16 colours', '256 colours', '16 million colours'];

/** Look of a run here, and ways to improve it. @param graphics - whether the terminal can draw real pictures */
export function checkTerminal(surroundings: Surroundings, graphics: boolean): Check[] {
	const {env, terminal} = surroundings;
	if (!terminal.isTTY) return [note('terminal', 'stderr is no terminal: runs show plain lines')];
	const {columns = 0, rows = 0} = terminal;
	const size = `${columns} x ${rows}`;
	const level = colourLevel(surroundings);
	const pictures = graphics ? 'real pictures' : level === 0 ? 'no pictures' : 'pictures of half blocks';
	const found = `${size}, ${colours[level]}, ${pictures}${env.TMUX ? ', inside tmux' : ''}${env.SSH_CONNECTION ? ', over SSH' : ''}`;
	const isUtf8 = /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '') || Boolean(env.WT_SESSION);
	return [
		hasScreen(surroundings, smallestWindow)
			? level === 0 && !env.NO_COLOR
				? note('terminal', found, 'export TERM=xterm-256color')
				: level < 3 && !env.NO_COLOR
					? note('terminal', found, 'export COLORTERM=truecolor # if it has all colours')
					: ok('terminal', found)
			: note('terminal', `${size}: runs show plain lines`, noScreenFix(surroundings)),
		...(isUtf8 ? [] : [note('letters', 'the locale is not UTF-8: masked words and pictures may show as ?', 'export LANG=C.UTF-8')]),
	];
}

function noScreenFix({env}: Surroundings): string {
	if (env.TERM === 'dumb') return 'export TERM=xterm-256color';
	if (env.CI !== undefined || env.CONTINUOUS_INTEGRATION !== undefined) return 'unset CI CONTINUOUS_INTEGRATION';
	return `Make the window at least ${smallestWindow.columns} x ${smallestWindow.rows}.`;
}
