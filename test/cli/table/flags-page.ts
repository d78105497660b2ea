import {type Command, commands, session} from '../../../src/cli/table/commands.ts';
import {exitCodeRows} from '../../../src/cli/table/exit-codes.ts';
import {type Flag, type FlagName, flags, spelling} from '../../../src/cli/table/flags.ts';
import {settingRows} from '../../../src/events/settings.ts';

/** The page of the manual that lists every command, flag and exit code, as Markdown. */
export function flagsPage(): string {
	const all = [['mmada', session] as const, ...Object.entries(commands)];
	return `${[
		'# Commands and flags',
		'',
		'<!-- Written from src/cli/table by `npm run docs:flags`. -->',
		'',
		'`mmada <command> --help` prints the flags of a command that matter first, `--help-all` all of them, and `mmada man` prints all of this as a manual page.',
		'',
		'## Commands',
		'',
		'| command | meaning |',
		'|---|---|',
		...all.flatMap(([name, {usage, text, more, actions = {}}]) => [
			commandRow(usage, text, more),
			...Object.values(actions).map(action => commandRow(`${name} ${action.usage}`, action.text, action.more)),
		]),
		'',
		'## Flags',
		'',
		'| flag | meaning | commands |',
		'|---|---|---|',
		...Object.keys(flags)
			.filter(isFlagName)
			.flatMap(name => flagRows(name, all)),
		'',
		'## Where a value comes from',
		'',
		'A flag takes precedence over its environment variable (`MMADA_` and its name), the variable over the config file, and the config file over',
		'the default. `mmada bench`, `mmada world` and the settings of `mmada rerun` read none of these, so that results can be compared.',
		'',
		'```',
		'mmada config set image-steps 32     # keeps it; `mmada config reset image-steps` forgets it',
		'MMADA_SEED=7 mmada gen "a cat"      # for one command',
		'mmada config list                   # every setting, its value and where that comes from',
		'```',
		'',
		'## Exit codes',
		'',
		'| exit code | meaning |',
		'|---|---|',
		...exitCodeRows.map(([number, meaning]) => `| ${number} | ${cell(meaning)} |`),
	].join('\n')}\n`;
}

const isFlagName = (name: string): name is FlagName => Object.hasOwn(flags, name);

/** One row for each meaning that a flag has, with the commands where it has it. */
function flagRows(name: FlagName, all: readonly (readonly [string, Command])[]): string[] {
	const {short, value, text, more}: Flag = flags[name];
	const own = more ?? settingRows.find(([, {flag}]) => flag === name)?.[1].more;
	const byMeaning = new Map<string, string[]>();
	for (const [command, {flags: taken, meanings}] of all) {
		if (!taken.includes(name)) continue;
		const meaning = meanings?.[name] ?? [text, own].filter(Boolean).join('; ');
		byMeaning.set(meaning, [...(byMeaning.get(meaning) ?? []), command]);
	}
	const spelled = code(`${short ? `-${short}, ` : ''}${spelling(name)}${value ? ` <${value}>` : ''}`);
	return [...byMeaning].map(([meaning, those]) => {
		const where = those.length === all.length ? 'all' : those.map(code).join(', ');
		return `| ${spelled} | ${cell(meaning)} | ${where} |`;
	});
}

const commandRow = (usage: string, text: string, more?: string) =>
	`| ${code(`mmada ${usage}`.trim())} | ${cell([text, more].filter(Boolean).join('. '))} |`;
const cell = (text: string) => text.replaceAll('|', '\\|');
const code = (text: string) => `\`${cell(text)}\``;
