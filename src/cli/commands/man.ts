import {version} from '../../app/package.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import {commands} from '../table/commands.ts';
import {settingNames, variableOf} from '../table/setting-names.ts';
import {printData} from '../terminal/out.ts';
import {commandWords, type FlagWords} from './completion/words.ts';

/** What each exit code means, as the README says it too. */
const meanings: readonly (readonly [number, string])[] = [
	[exitCodes.ok, 'done'],
	[exitCodes.usage, 'the command line is wrong'],
	[exitCodes.someFailed, 'some jobs of a batch failed'],
	[exitCodes.badData, 'a file is there but cannot be used'],
	[exitCodes.noInput, 'an input file is missing'],
	[exitCodes.unavailable, 'the model or device is not there, or there is too little memory'],
	[exitCodes.internal, 'something unexpected: please report it'],
	[exitCodes.cannotCreate, 'the result cannot be saved there'],
	[exitCodes.io, 'reading or writing failed: a full disk'],
	[exitCodes.tryAgain, 'another mmada is at it: try again later'],
	[exitCodes.noPermission, 'no permission'],
	[exitCodes.badConfig, 'the config file, or an MMADA_ variable, is wrong'],
	[exitCodes.interrupted, 'stopped by Ctrl-C'],
	[exitCodes.terminated, 'ended by another program'],
];

/** `mmada man`: the manual page in roff, from the same tables as the help. */
export async function man(): Promise<ExitCode> {
	printData(manPage());
	return exitCodes.ok;
}

function manPage(): string {
	const sections = [
		`.TH MMADA 1 "" "mmada ${version()}" "User Commands"`,
		'.SH NAME',
		'mmada \\- think and draw at once: one masked\\-diffusion transformer for reasoning and picture',
		'.SH SYNOPSIS',
		...Object.values(commands).flatMap(({usage}) => ['.B mmada', roff(usage), '.br']),
		'.SH COMMANDS',
		...commandWords().flatMap(({name, text, flags}) => [
			`.SS mmada ${roff(commands[name]?.usage ?? name)}`,
			roff(`${text[0]?.toUpperCase()}${text.slice(1)}.`),
			...flags.flatMap(flagLines),
			...(commands[name]?.examples ?? []).flatMap(example => ['.PP', '.EX', roff(example), '.EE']),
		]),
		'.SH ENVIRONMENT',
		'A flag counts before its variable, that before the config file, and that before the default.',
		...settingNames.flatMap(name => ['.TP', `.B ${variableOf(name)}`, roff(`stands in for --${name}`)]),
		'.SH FILES',
		roff('`mmada config path` prints where the config file is; `mmada doctor` lists all folders.'),
		'.SH EXIT STATUS',
		...meanings.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)]),
	];
	return `${sections.join('\n')}\n`;
}

const flagLines = ({long, short, text, value}: FlagWords): string[] => [
	'.TP',
	`.B ${roff([short, long].filter(Boolean).join(', '))}${value === undefined ? '' : ` \\fR<${value}>`}`,
	roff(text),
];

/** Text that roff prints as it is: dashes stay dashes, and no line begins a request. */
const roff = (text: string): string =>
	text
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replace(/^(?=[.'])/, '\\&');
