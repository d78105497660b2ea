import type {MachineNames} from './flag.ts';
import type {FlagName} from './flags.ts';
import type {SettingName} from './setting-names.ts';

/** A command as the help, the parser, the completions and the man page know it; `commands/index.ts` has what does it. */
export type Command = {
	/** As it is typed, after `mmada`. */
	readonly usage: string;
	/** Its effect, as short as a line of the help. */
	readonly text: string;
	/** More of it, for its own help and the manual: whole sentences. */
	readonly more?: string;
	/** Place in the help of the program; one without stands in its last line. */
	readonly group?: CommandGroup;
	readonly flags: readonly FlagName[];
	/** Those that its help shows unless all are asked for. */
	readonly first?: readonly FlagName[];
	/**
	Settings that replace missing flags: by default all that the command has flags for. A command whose results are compared
	(a bench), or that has its settings from elsewhere (making a saved run again), names those that change nothing but time and tone.
	*/
	readonly settings?: readonly SettingName[];
	/** Meanings of flags that differ from those elsewhere. */
	readonly meanings?: {readonly [Name in FlagName]?: string};
	/** Words that it takes, for completions; by default files. */
	readonly takes?: Takes;
	/** Actions by its first word, each with a help of its own. */
	readonly actions?: Readonly<Record<string, Action>>;
	/** The action without a word, where it does nothing else. */
	readonly bare?: string;
	readonly examples: readonly string[];
};

export type CommandGroup = 'Draw' | 'Look' | 'Many' | 'Set up';

/** An action of a command. */
export type Action = Pick<Command, 'usage' | 'text' | 'more' | 'flags' | 'meanings' | 'takes' | 'examples'>;

/** Words to offer: these, or names that the machine knows. Of settings the value is offered too. */
export type Takes = readonly string[] | MachineNames | 'settings' | 'nothing';

/** The flags of some actions, each once. */
export const flagsOfActions = (actions: Readonly<Record<string, Pick<Action, 'flags'>>>): readonly FlagName[] => [
	...new Set(Object.values(actions).flatMap(({flags}) => flags)),
];
