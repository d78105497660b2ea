import {version} from '../../app/package.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import type {FlagWords} from '../../shell/words.ts';
import {sessionCommands} from '../../ui/prompt/session-commands.ts';
import {replayHelp, runHelp} from '../../ui/terminal/keys.ts';
import {commands, session} from '../table/commands.ts';
import {exitCodeRows} from '../table/exit-codes.ts';
import {promise} from '../table/help.ts';
import {settingNames, variableOf} from '../table/setting-names.ts';
import {printData} from '../terminal/out.ts';
import {commandWords} from './completion/words.ts';

/** `mmada man`: the manual page in roff, from the same tables as the help. */
export async function man(): Promise<ExitCode> {
	printData(manPage());
	return exitCodes.ok;
}

const description = [
	'Words of a reasoning and codes of a picture are masked at first. At each step the network reads all that is decided so far, and decides more of both: words steer the picture, and the picture the words.',
	'The model storybook comes along and runs on an ordinary processor, offline. It knows simple scenes; `mmada words` lists what can be asked for. `mmada models pull` downloads a model that edits photos.',
	'What is for people goes to stderr, and results to stdout: the path of the picture, or JSON. Beside a picture its transcript is saved, which `mmada show`, `replay` and `rerun` read.',
];

/** The whole page. */
export function manPage(): string {
	const all = Object.entries(commands);
	const sections = [
		`.TH MMADA 1 "" "mmada ${version()}" "User Commands"`,
		'.SH NAME',
		'mmada \\- think and draw at once: one masked\\-diffusion transformer for reasoning and picture',
		'.SH SYNOPSIS',
		...[session, ...Object.values(commands)].flatMap(({usage}) => ['.B mmada', ...(usage === '' ? [] : [roff(usage)]), '.br']),
		'.SH DESCRIPTION',
		...[promise, ...description].flatMap(paragraph => ['.PP', roff(paragraph)]),
		'.SH COMMANDS',
		...commandWords().flatMap(({name, flags, actions}) => [
			`.SS mmada ${roff(commands[name]?.usage ?? name)}`,
			roff(sentence([commands[name]?.text, commands[name]?.more].filter(Boolean).join('. '))),
			...actions.flatMap(action => term(`${name} ${action.name}`, action.text)),
			...flags.flatMap(flagLines),
			...examplesOf(commands[name]?.examples ?? []),
		]),
		'.SH KEYS',
		'While a run is shown:',
		...runHelp.flatMap(keyLines),
		'.PP',
		'While a saved run is replayed:',
		...replayHelp.flatMap(keyLines),
		'.SH SESSION',
		roff(
			'`mmada` alone asks for one instruction after the other; `mmada cat.png` begins from a picture. What is no command draws or changes the picture. A command may have a slash before it. What is typed while a picture is made is done next.',
		),
		...sessionCommands.flatMap(command =>
			term([command.name, ...command.aliases].join(', ') + ('takes' in command ? ` ${command.takes}` : ''), command.text),
		),
		'.SH ENVIRONMENT',
		'A flag counts before its variable, that before the config file, and that before the default.',
		...settingNames.flatMap(name => term(variableOf(name), `stands in for --${name}`)),
		'.SH FILES',
		roff('`mmada config path` prints where the config file is; `mmada doctor` lists all folders.'),
		'.SH EXIT STATUS',
		...exitCodeRows.flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)]),
		'.SH EXAMPLES',
		...all
			.filter(([, {group}]) => group !== undefined)
			.flatMap(([, {text, examples}]) => ['.PP', roff(`${sentence(text)}:`), ...examplesOf(examples.slice(0, 1))]),
	];
	return `${sections.join('\n')}\n`;
}

const sentence = (text: string): string => {
	const capital = `${text[0]?.toUpperCase()}${text.slice(1)}`;
	return /[.:]$/.test(capital) ? capital : `${capital}.`;
};

const term = (what: string, meaning: string): string[] => ['.TP', `.B ${roff(what)}`, roff(meaning)];

/** A key; that of the help closes it only where the help is. */
const keyLines = ({actions, keys, text}: (typeof runHelp)[number]): string[] => term(keys, actions.includes('help') ? 'the keys' : text);

const examplesOf = (examples: readonly string[]): string[] => examples.flatMap(example => ['.PP', '.EX', roff(example), '.EE']);

const flagLines = ({spellings, text, value}: FlagWords): string[] => [
	'.TP',
	`.B ${roff([...spellings].reverse().join(', '))}${value === undefined ? '' : ` \\fR<${value}>`}`,
	roff(text),
];

/** Text that roff prints as it is: dashes stay dashes, and no line begins a request. */
const roff = (text: string): string =>
	text
		.replaceAll('\\', '\\e')
		.replaceAll('-', '\\-')
		.replaceAll('"', '\\(dq')
		.replaceAll('←', '\\(<-')
		.replaceAll('→', '\\(->')
		.replaceAll('░', '\\[u2591]')
		.replace(/^(?=[.'])/, '\\&');
