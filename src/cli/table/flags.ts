import type {Spelling} from '../../errors.ts';
import {settingRows} from '../../events/settings.ts';
import {goodFlags} from './flags/good.ts';
import {screenFlags} from './flags/screen.ts';
import {scriptFlags} from './flags/scripts.ts';
import {whatFlags} from './flags/what.ts';
import {whereFlags} from './flags/where.ts';

export type {Flag} from './flag.ts';

/** Every flag of every command, as typed. */
export const flags = {...whatFlags, ...whereFlags, ...goodFlags, ...screenFlags, ...scriptFlags} as const;

export type FlagName = keyof typeof flags;

/** The flags in the order and under the titles of the help. */
export const flagGroups: readonly {readonly title: string; readonly names: readonly string[]}[] = [
	{title: 'What', names: Object.keys(whatFlags)},
	{title: 'Where to', names: Object.keys(whereFlags)},
	{title: 'How good, how fast', names: Object.keys(goodFlags)},
	{title: 'On the screen', names: Object.keys(screenFlags)},
	{title: 'For scripts', names: Object.keys(scriptFlags)},
];

/** A flag as the user types it: `--seed`, `--no-preview`. */
export const spelling = (name: FlagName): string => (name.length === 1 ? `-${name}` : `--${'isOn' in flags[name] ? 'no-' : ''}${name}`);

/** A field of a request as the command line spells it, by its own name or that of its flag. */
export const asFlag: Spelling = name => {
	const flag =
		flagOf[name] ?? settingRows.find(([key]) => key === name)?.[1].flag ?? name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
	return flag.length === 1 ? `-${flag}` : `--${flag}`;
};

/** The flags of a request's fields that are called otherwise. */
const flagOf: Readonly<Record<string, FlagName | undefined>> = {
	count: 'n',
	image: 'input',
	isAgreed: 'yes',
	isStrict: 'strict',
	isForced: 'force',
	hasMetadata: 'metadata',
	hasAiMark: 'ai-mark',
	hasMarkdown: 'markdown',
};
