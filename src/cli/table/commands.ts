import {benchCommands} from './bench-commands.ts';
import type {Action, Command} from './command.ts';
import {modelCommands} from './model-commands.ts';
import {queueCommands} from './queue-commands.ts';
import {runCommands} from './run-commands.ts';
import {toolCommands} from './tool-commands.ts';

export type {Command} from './command.ts';
export {session} from './run-commands.ts';

const table = {...runCommands, ...modelCommands, ...toolCommands, ...queueCommands, ...benchCommands} as const;

export type CommandName = keyof typeof table;

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = table;

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(table, name);

/** The action of a command that a word names. */
export const actionNamed = ({actions = {}}: Command, word: string | undefined): Action | undefined =>
	word !== undefined && Object.hasOwn(actions, word) ? actions[word] : undefined;
