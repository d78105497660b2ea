import {writeSync} from 'node:fs';
import {version} from '../app/package.ts';
import {type ExitCode, exitCodes, UserError} from '../errors.ts';
import {isPictureName} from '../picture/formats.ts';
import {shellWord} from '../shell-word.ts';
import {nearest} from '../words.ts';
import {actions} from './commands/index.ts';
import type {Parsed} from './parse/parse.ts';
import {actionNamed, type Command, type CommandName, commands, isCommandName, session} from './table/commands.ts';
import {spelling} from './table/flags.ts';
import {helpText} from './table/help.ts';
import {otherCommands} from './table/other-names.ts';
import {isSettingName, type SettingName} from './table/setting-names.ts';
import {describeFailure} from './terminal/failure.ts';
import {keepIgnoring} from './terminal/ignored-signals.ts';
import {endAsAsked, watchStart} from './terminal/interrupts.ts';
import {nothingDrawn} from './terminal/nothing-drawn.ts';
import {printData, printNotice} from './terminal/out.ts';

/** The program: does what the arguments say and sets the exit code. The only place that catches. */
export async function main(argv: readonly string[]): Promise<void> {
	keepIgnoring();
	// A reader that went away (`mmada gen ... | head -0`) is no failure of ours.
	process.stdout.on('error', endWithBrokenStream);
	process.stderr.on('error', endWithBrokenStream);
	try {
		process.exitCode = await dispatch(argv);
	} catch (error) {
		const {text, exitCode} = describeFailure(error);
		printNotice(`${text}\n`);
		process.exitCode = exitCode;
	}
	endAsAsked(process.exitCode);
}

async function dispatch([name, ...rest]: readonly string[]): Promise<ExitCode> {
	if (name === '--version' || name === '-v') return print(version());
	if (name === 'help') return print(help(rest, rest.includes(allFlag)));
	if (name !== undefined && isHelp(name)) return print(help(rest, name === allFlag));
	if (name === undefined) return process.stdin.isTTY && process.stderr.isTTY ? run('session', []) : print(help([]));
	if (name.startsWith('-')) {
		const asked = rest.find(isHelp);
		return asked ? print(help([], asked === allFlag)) : run('session', [name, ...rest]);
	}
	if (!isCommandName(name)) {
		if (isPictureName(name)) return run('session', [name, ...rest]);
		// Quoted words can only be meant to be drawn.
		if (/\s/.test(name.trim())) return run('gen', [name, ...rest]);
		throw unknownCommand(name, rest);
	}
	const end = rest.indexOf('--');
	const asked = rest.find((argument, index) => isHelp(argument) && (end === -1 || index < end));
	if (asked) return print(help([name, ...rest], asked === allFlag));
	return run(name, rest);
}

const allFlag = '--help-all';
const isHelp = (argument: string): boolean => argument === '--help' || argument === '-h' || argument === allFlag;

/** Help for a window that is not known. */
const usualColumns = 80;
const widestHelp = 110;

/** The help on some words, for the window that it stands in: that of a pager is behind stderr. */
function help(words: readonly string[], isAll = false): string {
	const columns = process.stdout.columns || process.stderr.columns || usualColumns;
	const named = words.filter(word => !word.startsWith('-'));
	return helpText(named, {isAll, columns: Math.min(widestHelp, columns)});
}

async function run(name: CommandName | 'session', argv: readonly string[]): Promise<ExitCode> {
	const command = name === 'session' ? session : commands[name]!;
	const {parse} = await import('./parse/parse.ts');
	const typed = parse(argv, command.flags);
	if (name !== 'session') checkAction(name, command, typed);
	const settings = command.settings ?? command.flags.filter(isSettingName);
	const parsed = settings.length === 0 ? typed : await settle(typed, settings, name === 'gen' || name === 'edit' ? name : undefined);
	if (drawing.includes(name) && typed.flags.quiet !== true) watchStart(() => printNotice(`${nothingDrawn()}\n`));
	const action = await actions[name]();
	return action(parsed);
}

/** Commands of which a stop before their first step is told. */
const drawing: readonly string[] = ['gen', 'edit', 'rerun', 'batch'] satisfies readonly CommandName[];

/** @throws UserError (2) for a flag that other actions of the command have, and this one has not */
function checkAction(name: CommandName, command: Command, {input: [word = command.bare], flags: given}: Parsed): void {
	const action = actionNamed(command, word);
	const stray = action && command.flags.find(flag => given[flag] !== undefined && !action.flags.includes(flag));
	if (!action || !stray) return;
	const others = Object.entries(command.actions ?? {}).filter(([, {flags}]) => flags.includes(stray));
	throw new UserError(`\`mmada ${name} ${word}\` has no flag \`${spelling(stray)}\`.`, {
		hint: others.length === 0 ? 'Leave it out.' : `It belongs to ${others.map(([other]) => `\`mmada ${name} ${other}\``).join(', ')}.`,
		exitCode: exitCodes.usage,
	});
}

async function settle(typed: Parsed, settings: readonly SettingName[], task: 'gen' | 'edit' | undefined): Promise<Parsed> {
	const [{readSources}, {withSettings}] = await Promise.all([import('./config/config-file.ts'), import('./config/settings.ts')]);
	return withSettings(typed, settings, readSources(), task);
}

function print(text: string): ExitCode {
	printData(`${text}\n`);
	return exitCodes.ok;
}

function unknownCommand(name: string, rest: readonly string[]): UserError {
	const near = nearest(name, Object.keys(commands));
	const suggestion = Object.hasOwn(otherCommands, name) ? otherCommands[name] : near && `mmada ${near}`;
	const sentence = [name, ...rest.filter(word => !word.startsWith('-'))].join(' ');
	return new UserError(`There is no command \`${name}\`.`, {
		hint: suggestion
			? `Did you mean \`${suggestion}\`?`
			: rest.length > 0
				? `To draw it: mmada gen ${shellWord(sentence)}`
				: 'See `mmada --help`.',
		exitCode: exitCodes.usage,
	});
}

let isOutputLost = false;

/** Output was lost (for example, the disk is full), so exit with an error. */
function endWithBrokenStream(error: NodeJS.ErrnoException): void {
	if (error.code === 'EPIPE' || isOutputLost) return;
	// Every line that is lost says the same.
	isOutputLost = true;
	process.exitCode = exitCodes.io;
	process.once('exit', () => {
		process.exitCode = exitCodes.io;
	});
	try {
		writeSync(2, `The output cannot be written (${error.code}).\nCheck the disk that it goes to.\n`);
	} catch {
		// stderr is the stream that broke: the exit code tells it.
	}
}
