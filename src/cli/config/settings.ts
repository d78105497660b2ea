import {atDoor, exitCodes, UserError} from '../../errors.ts';
import {valueFrom} from '../../events/fields.ts';
import {settingOfFlag, settingsFrom, withStandIns} from '../../events/settings.ts';
import {shellWord} from '../../shell-word.ts';
import {nearest} from '../../words.ts';
import type {Parsed} from '../parse/parse.ts';
import type {FlagName} from '../table/flags.ts';
import {isSettingName, isSwitch, type SettingName, settingFields, settingNames, variableOf} from '../table/setting-names.ts';
import type {Sources} from './config-file.ts';

/** A setting as a flag gives it, and where it was found. */
export type Found = {readonly value: string | boolean; readonly origin: 'environment' | 'config'; readonly place: string};

/**
Let the environment, then the config file, stand in for the flags in `known` that were not given.
@param task - The task that they are for, if it is one: a setting that means nothing there is left out, as it was not asked for here.
@throws UserError (78) for a value that is none
*/
export function withSettings(parsed: Parsed, known: readonly FlagName[], sources: Sources, task?: 'gen' | 'edit'): Parsed {
	checkConfigNames(sources);
	const found = known
		.filter(isSettingName)
		.filter(name => parsed.flags[name] === undefined)
		.flatMap(name => {
			const setting = findSetting(name, sources);
			return setting ? [[name, setting.value] as const] : [];
		});
	const said = settingsFrom(parsed.flags);
	const settled = task ? withStandIns(said, settingsFrom(Object.fromEntries(found)), task) : undefined;
	const standing = found.filter(([name]) => {
		const key = settingOfFlag(name);
		return key === undefined || (said[key] === undefined && (settled === undefined || settled[key] !== undefined));
	});
	return {...parsed, flags: {...parsed.flags, ...Object.fromEntries(standing)}};
}

/** Value that replaces a missing flag; nothing when it is left to its default. @throws UserError (78) */
export function findSetting(name: SettingName, {env, config, configPath}: Sources): Found | undefined {
	const variable = variableOf(name);
	// An empty variable says nothing: that is how a script unsets one for a single command.
	if (env[variable]) return {value: toFlag(name, env[variable], variable), origin: 'environment', place: variable};
	const kept = config[name];
	if (kept === undefined) return;
	return {value: toFlag(name, kept, `\`${name}\` in ${configPath}`), origin: 'config', place: configPath};
}

/**
A value as its flag would give it, checked as its flag is.
@param calledAs - what the message calls it, such as `MMADA_SEED`
@throws UserError (`exitCode`, 78 by default)
*/
export function toFlag(name: SettingName, given: unknown, calledAs: string, exitCode: number = exitCodes.badConfig): string | boolean {
	const isPlain = typeof given === 'string' || typeof given === 'number' || (isSwitch(name) && typeof given === 'boolean');
	if (!isPlain) throw unfit(`${calledAs} must be text or a number, not \`${JSON.stringify(given)}\`.`, name, exitCode);
	const text = String(given);
	const value = atDoor(
		() => calledAs,
		() => valueFrom<unknown>(name, settingFields[name], text),
		{hint: hintFor(name), exitCode},
	);
	return typeof value === 'boolean' ? value : text;
}

/** The setting that a word names. @throws UserError (2) with the nearest one */
export function settingNamed(word: string): SettingName {
	if (isSettingName(word)) return word;
	throw new UserError(`There is no setting \`${word}\`.`, {hint: suggestion(word), exitCode: exitCodes.usage});
}

/** @throws UserError (78) for a name in the config file that is no setting: a misspelt one would be silently without effect */
export function checkConfigNames({config, configPath}: Sources): void {
	const unknown = Object.keys(config).find(name => !isSettingName(name));
	if (unknown === undefined) return;
	throw new UserError(`\`${unknown}\` in ${configPath} is no setting.`, {
		hint: `${suggestion(unknown)} Take it out with: mmada config reset ${shellWord(unknown)}`,
		exitCode: exitCodes.badConfig,
	});
}

function suggestion(word: string): string {
	const near = nearest(word, settingNames);
	return near ? `Did you mean \`${near}\`?` : `There are: ${settingNames.join(', ')}.`;
}

const hintFor = (name: SettingName) => `Change it, or leave it out; \`mmada config list\` shows where \`${name}\` comes from.`;

const unfit = (message: string, name: SettingName, exitCode: number) => new UserError(message, {hint: hintFor(name), exitCode});
