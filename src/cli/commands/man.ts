import {version} from '../../app/package.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import {commands} from '../table/commands.ts';
import {exitCodeRows} from '../table/exit-codes.ts';
import {settingNames, variableOf} from '../table/setting-names.ts';
import {printData} from '../terminal/out.ts';
import {commandWords, type FlagWords} from './completion/words.ts';

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
		...exitCodeRows.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)]),
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
