import chalk from 'chalk';
import type {ExitCode} from '../../errors.ts';
import {exitCodes, UserError} from '../../errors.ts';
import type {Complete} from '../../ui/prompt/completion.ts';
import {openPrompt} from '../../ui/prompt/open-prompt.ts';
import type {SessionEffect, SessionState} from '../../ui/prompt/session-state.ts';
import {createKeyboard} from '../../ui/screen/keyboard.ts';
import {smallestWindow} from '../../ui/screen/layout.ts';
import {breaksLines, colourLevel, hasScreen} from '../../ui/terminal/abilities.ts';
import {isHeld} from './held-keyboard.ts';
import {watchInterrupts} from './interrupts.ts';
import {isInForeground, suspend, watchContinue} from './job-control.ts';
import {isAscii} from './presenter.ts';
import type {ReportOptions} from './report.ts';

/** Whether people can be asked: they see stderr and type into stdin. */
const canAsk = (): boolean => Boolean(process.stdin.isTTY) && hasScreen(surroundings(), smallestWindow);

/** Ask a person. @throws UserError (2) without a terminal to ask at */
export function requirePrompt(): void {
	if (canAsk()) return;
	const {columns, rows} = smallestWindow;
	throw new UserError(`A prompt needs a terminal, of ${columns} columns and ${rows} rows at least.`, {
		hint: 'Without one: mmada gen "a cat in the snow"',
		exitCode: exitCodes.usage,
	});
}

export type Asked = {readonly state: SessionState; readonly effect: Exclude<SessionEffect, {type: 'suspend' | 'leave'}> | Leaving};
type Leaving = {readonly type: 'leave'; readonly code: ExitCode};

/** Ask what is next in a session. */
export async function ask(from: SessionState, report: ReportOptions, complete?: Complete): Promise<Asked> {
	const ending = new AbortController();
	using interrupts = watchInterrupts({onFirst: () => ending.abort(), onSecond: () => {}});
	chalk.level = colourLevel(surroundings(), report.looks.colours);
	const {state, effect} = await openPrompt(from, {
		terminal: process.stderr,
		keyboard: createKeyboard(process.stdin, isInForeground, isHeld),
		breaksLines: breaksLines(process.env),
		isAscii: isAscii(report),
		suspend,
		watchContinue,
		complete,
		ending: ending.signal,
	});
	if (effect.type !== 'leave') return {state, effect};
	const code = ending.signal.aborted ? interrupts.exitCode() : effect.reason === 'quit' ? exitCodes.ok : exitCodes.interrupted;
	return {state, effect: {type: 'leave', code}};
}

const surroundings = () => ({env: process.env, terminal: process.stderr});
