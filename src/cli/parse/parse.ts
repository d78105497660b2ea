import meow from 'meow';
import {exitCodes, UserError} from '../../errors.ts';
import {nearest} from '../../words.ts';
import {type Flag, type FlagName, flags, spelling} from '../table/flags.ts';
import {otherFlags} from '../table/other-names.ts';
import {isSettingName, isSwitch} from '../table/setting-names.ts';

/** A command line taken apart. Values are kept as typed: `toOptions` of each command checks them. */
export type Parsed = {
	readonly input: readonly string[];
	readonly flags: {readonly [Name in FlagName]?: string | boolean};
};

/** Take the arguments of a command apart. @throws UserError (2) for a flag that the command does not have, or given twice */
export function parse(argv: readonly string[], known: readonly FlagName[]): Parsed {
	checkNames(argv, known);
	const {input, flags: given} = readFlags(argv.map(markWord), known);
	const found = known.flatMap(name => {
		const value = given[camelCase(name)];
		const isGiven = typeof value === 'string' || typeof value === 'boolean';
		return isGiven ? [[name, typeof value === 'string' ? unmark(value) : value]] : [];
	});
	return {input: input.map(unmark), flags: Object.fromEntries(found)};
}

/** No flag has a space or starts with a digit: `-5 degrees` and `- a cat` are words, though they start with a dash. */
const isWord = (argument: string): boolean => /^-(\d|[^=]*\s)/.test(argument);
/** meow takes whatever starts with a dash apart; no argument of a process can hold a NUL. */
const mark = '\0';
const markWord = (argument: string): string => (isWord(argument) ? mark + argument : argument);
const unmark = (text: string): string => (text.startsWith(mark) ? text.slice(1) : text);

function readFlags(argv: readonly string[], known: readonly FlagName[]) {
	try {
		return meow({
			importMeta: import.meta,
			pkg: {},
			argv,
			autoHelp: false,
			autoVersion: false,
			allowUnknownFlags: true,
			inferType: false,
			booleanDefault: undefined,
			flags: Object.fromEntries(
				known.map(name => {
					const {short, value}: Flag = flags[name];
					return [camelCase(name), {type: value ? ('string' as const) : ('boolean' as const), ...(short && {shortFlag: short})}];
				}),
			),
		});
	} catch (cause) {
		throw new UserError(cause instanceof Error ? cause.message : String(cause), {
			hint: 'Give each flag once.',
			exitCode: exitCodes.usage,
			cause,
		});
	}
}

/** Unknown flags are found here: meow would end the process by itself. */
function checkNames(argv: readonly string[], known: readonly FlagName[]): void {
	const end = argv.indexOf('--');
	// A switch that a setting may turn on can be turned off again.
	const hasOff = (name: FlagName) => 'isOn' in flags[name] || (isSettingName(name) && isSwitch(name));
	const long = known.flatMap(name => (hasOff(name) ? [name, `no-${name}`] : [name]));
	const short = known.flatMap(name => ('short' in flags[name] ? [flags[name].short] : name.length === 1 ? [name] : []));
	for (const argument of (end === -1 ? argv : argv.slice(0, end)).filter(each => !isWord(each))) {
		const [, name] = /^--([^=]+)/.exec(argument) ?? [];
		if (name !== undefined && !long.some(candidate => candidate === name)) refuse(`--${name}`, known);
		const [, letter] = /^-([^-\d=.])/.exec(argument) ?? [];
		if (letter !== undefined && !short.some(candidate => candidate === letter)) refuse(`-${letter}`, known);
	}
}

function refuse(given: string, known: readonly FlagName[]): never {
	// Any letter is one step from any other: only names tell what was meant.
	const near = given.startsWith('--') ? nearest(given, known.map(spelling)) : undefined;
	const other = Object.hasOwn(otherFlags, given) ? otherFlags[given] : undefined;
	const isHere = other !== undefined && known.some(name => other.split(' ')[0] === spelling(name) || other === `-${name}`);
	const suggestion = isHere ? other : near;
	throw new UserError(`There is no flag \`${given}\` here.`, {
		hint: suggestion ? `Did you mean \`${suggestion}\`?` : 'See --help; words that start with a dash go after ` -- `.',
		exitCode: exitCodes.usage,
	});
}

const camelCase = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
