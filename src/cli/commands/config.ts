import {runDefaults} from '../../app/run-defaults.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {printable, toJson} from '../../printable.ts';
import {configPath, readConfig, readSources, removeConfig, type Sources, writeSetting} from '../config/config-file.ts';
import {checkConfigNames, findSetting, settingNamed, toFlag} from '../config/settings.ts';
import type {Parsed} from '../parse/parse.ts';
import {flags} from '../table/flags.ts';
import {isSwitch, type SettingName, settingFields, settingNames, variableOf} from '../table/setting-names.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {actionOf} from './subcommand.ts';

type Action = (words: readonly string[], flags: Parsed['flags']) => void | Promise<void>;

const actions: Readonly<Record<string, Action>> = {list, get, set, reset, path: printPath};

/** `mmada config`: the settings that stand in for flags: see, keep and forget them. */
export async function config({input: [name = 'list', ...words], flags}: Parsed): Promise<ExitCode> {
	await actionOf('config', name, actions)(words, flags);
	return exitCodes.ok;
}

/** Every setting: its value, and where that comes from. */
function list(words: readonly string[], flags: Parsed['flags']): void {
	if (words.length > 0) throw usage('`mmada config list` takes no words.', 'Try: mmada config list');
	const sources = readSources();
	checkConfigNames(sources);
	const rows = settingNames.map(name => describe(name, sources));
	if (flags.json === true) {
		printData(`${toJson(Object.fromEntries(rows.map(({name, ...row}) => [name, row])), '\t')}\n`);
		return;
	}
	const shown = rows.map(({name, value, origin, place}) => [
		name,
		printable(value ?? unsaid(name)),
		place === undefined ? origin : `${origin}: ${place}`,
	]);
	const widths = [0, 1].map(column => Math.max(...shown.map(row => row[column]?.length ?? 0)));
	for (const [name = '', value = '', from = ''] of shown) {
		printData(`${name.padEnd(widths[0] ?? 0)}  ${value.padEnd(widths[1] ?? 0)}  ${from}\n`);
	}
}

/** One value, for scripts; an empty line when the model decides. */
function get(words: readonly string[], flags: Parsed['flags']): void {
	const [word, ...rest] = words;
	if (word === undefined || rest.length > 0) throw usage('Name one setting.', 'Try: mmada config get model');
	const sources = readSources();
	checkConfigNames(sources);
	const {name, ...row} = describe(settingNamed(word), sources);
	printData(flags.json === true ? `${toJson({name, ...row})}\n` : `${row.value ?? ''}\n`);
}

async function set(words: readonly string[]): Promise<void> {
	const [word, given, ...rest] = words;
	if (word === undefined || given === undefined || rest.length > 0)
		throw usage('Name a setting and its value.', 'Try: mmada config set steps 32');
	const name = settingNamed(word);
	const value = toFlag(name, given, `\`${name}\``, exitCodes.usage);
	const file = configPath();
	await writeSetting(file, name, isNumber(name) && typeof value === 'string' ? Number(value) : value);
	const variable = variableOf(name);
	if (process.env[variable]) printNotice(`${variable} is set and counts before the config file.\n`);
}

/** Forget one setting, or all. */
async function reset(words: readonly string[]): Promise<void> {
	const [name, ...rest] = words;
	if (rest.length > 0) throw usage('Name one setting, or none to forget all.', 'Try: mmada config reset steps');
	const file = configPath();
	if (name === undefined) {
		printNotice(removeConfig(file) ? `Removed ${file}\n` : 'There was nothing to forget.\n');
		return;
	}
	// A name that is no setting may stand in a file that was edited by hand.
	if (Object.hasOwn(readConfig(file), name)) await writeSetting(file, name, undefined);
	else settingNamed(name);
}

function printPath(): void {
	printData(`${configPath()}\n`);
}

function describe(name: SettingName, sources: Sources): {name: SettingName; value: string | null; origin: string; place?: string} {
	const found = findSetting(name, sources);
	return found ? {...found, name, value: String(found.value)} : {name, value: defaultOf(name), origin: 'default'};
}

/** Default of a setting, as `config set` would take it; null if the model, or chance, decides. */
function defaultOf(name: SettingName): string | null {
	const {model, threads} = runDefaults();
	const fixed: {readonly [Name in SettingName]?: string} = {model, threads: String(threads), output: '.'};
	return fixed[name] ?? (isSwitch(name) ? String('isOn' in flags[name]) : null);
}

const unsaid = (name: SettingName) => (name === 'seed' ? 'random' : "the model's own");

const isNumber = (name: SettingName) => ['whole', 'number'].includes(settingFields[name].kind);

const usage = (message: string, hint: string) => new UserError(message, {hint, exitCode: exitCodes.usage});
