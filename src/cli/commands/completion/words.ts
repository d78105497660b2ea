import {commands} from '../../table/commands.ts';
import {type Flag, type FlagName, flags} from '../../table/flags.ts';
import {settingNames} from '../../table/setting-names.ts';

/** Completions after a flag: nothing (a switch takes no value), words, files, or what only the user knows. */
export type Offer = 'nothing' | 'file' | 'text' | readonly string[];

export type FlagWords = {
	/** `--seed`; `--no-preview`. */
	readonly long: string;
	/** `-o`. */
	readonly short?: string;
	readonly text: string;
	/** Name of its value. */
	readonly value?: string;
	readonly offer: Offer;
};

/** Facts of a command for a shell. */
export type CommandWords = {
	readonly name: string;
	readonly text: string;
	readonly flags: readonly FlagWords[];
	/** First words that it takes (`list`, `info`); empty if any will do. */
	readonly actions: readonly string[];
	/** Completions after an action. */
	readonly values: Readonly<Record<string, readonly string[]>>;
};

/** Every command as shells complete it, from the same tables as the help and the parser. */
export const commandWords = (): CommandWords[] =>
	Object.entries(commands).map(([name, {usage, text, flags: names, meanings}]) => ({
		name,
		text,
		flags: names.map(flag => flagWords(flag, meanings?.[flag])),
		actions: /^\w+ ([\w-]+(?:\|[\w-]+)+)$/.exec(usage)?.[1]?.split('|') ?? [],
		values: name === 'config' ? {get: settingNames, set: settingNames, reset: settingNames} : {},
	}));

function flagWords(name: FlagName, meaning: string | undefined): FlagWords {
	const {short, value, isOn, choices, text}: Flag = flags[name];
	const offer = value === undefined ? 'nothing' : (choices ?? (value === 'file' || value === 'folder' ? 'file' : 'text'));
	return {long: `--${isOn ? 'no-' : ''}${name}`, ...(short && {short: `-${short}`}), text: meaning ?? text, ...(value && {value}), offer};
}
