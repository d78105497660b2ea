import {linesOf} from '../../ui/lines/broken-at-words.ts';
import type {Action, Command} from './command.ts';
import {actionNamed, commands, session} from './commands.ts';
import {type Flag, type FlagName, flagGroups, flags, spelling} from './flags.ts';
import {columnsOf, type Row} from './help-columns.ts';

/** The program in one sentence. */
export const promise = 'mmada: one masked-diffusion transformer thinks in words and draws, both at once.';

export type HelpOptions = {
	/** Every flag and command, not only those that matter first. */
	readonly isAll: boolean;
	/** Width of the window. */
	readonly columns: number;
};

/** The help of the program, of a command, or of an action of it. @param words - what stands beside the flag: `models`, `import` */
export function helpText([name = '', word]: readonly string[], options: HelpOptions): string {
	const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!command) return programHelp(options).join('\n');
	const action = actionNamed(command, word);
	const lines = action
		? actionHelp({...action, usage: `${name} ${action.usage}`}, {...options, isAll: true})
		: commandHelp(name, command, options);
	return lines.join('\n');
}

function programHelp({isAll, columns}: HelpOptions): string[] {
	const all = [['', session] as const, ...Object.entries(commands)];
	const rowOf = (command: Command): Row => [`mmada ${usageOf(command)}`.trim(), command.text];
	const titles = [...new Set(all.flatMap(([, {group}]) => group ?? []))];
	const others = all.filter(([, {group}]) => group === undefined);
	const table = columnsOf(columns);
	const width = Math.max(...all.filter(([, {group}]) => isAll || group !== undefined).map(([, command]) => rowOf(command)[0].length));
	const sections = titles.flatMap(title => [
		title,
		...table(
			all.filter(([, {group}]) => group === title).map(([, command]) => rowOf(command)),
			width,
		),
	]);
	const rest = isAll
		? [
				'Others',
				...table(
					others.map(([, command]) => rowOf(command)),
					width,
				),
			]
		: ['Others (mmada --help-all)', ...indented(others.map(([name]) => name).join(', '), columns)];
	return [
		...linesOf(promise, columns),
		'',
		...sections,
		...rest,
		'',
		...linesOf('mmada <command> --help has its flags, mmada --version the version.', columns),
		...(isAll ? ['', 'Flags of mmada alone', ...flagLines(session, {isAll, columns})] : []),
	];
}

function commandHelp(name: string, command: Command, options: HelpOptions): string[] {
	const {actions, bare} = command;
	if (!actions) return actionHelp(command, options);
	const {columns, isAll} = options;
	const hint = `flags of each: mmada ${name} <action> --help`;
	const list = [
		...linesOf(`Actions (${hint})`, columns),
		...columnsOf(columns)(Object.values(actions).map(({usage, text}) => [usage, text])),
	];
	// A command that has flags without an action tells them, and the action last.
	if (bare === undefined) return actionHelp(command, options, list);
	const each = isAll
		? Object.values(actions).flatMap(action => ['', ...actionHelp({...action, usage: `${name} ${action.usage}`}, options)])
		: [];
	return [...heading(command, columns), '', ...list, '', ...examplesOf(command), ...each];
}

/** @param more - lines between flags and examples */
function actionHelp(command: Action & Pick<Command, 'first'>, {isAll, columns}: HelpOptions, more: readonly string[] = []): string[] {
	const left = command.first && !isAll ? command.flags.length - command.first.length : 0;
	return [
		...heading(command, columns),
		'',
		...flagLines(command, {isAll, columns}),
		...more,
		...examplesOf({examples: left > 0 ? command.examples.slice(0, 2) : command.examples}),
		...(left > 0 ? linesOf(`${left} more flags: mmada ${command.usage.split(' ')[0]} --help-all`, columns) : []),
	];
}

/** A usage with its actions by one word. */
const usageOf = ({usage, actions}: Pick<Command, 'usage' | 'actions'>): string =>
	actions ? usage.replace(/ \S*\|\S*/, ' <action>') : usage;

const heading = ({text, more, ...command}: Pick<Command, 'usage' | 'actions' | 'text' | 'more'>, columns: number): readonly string[] =>
	linesOf(`mmada ${usageOf(command)}: ${text}.${more === undefined ? '' : ` ${more}`}`, columns);

/** More flags than this stand in groups. */
const mostUngrouped = 10;

function flagLines({flags: own, first, meanings}: Pick<Command, 'flags' | 'first' | 'meanings'>, {isAll, columns}: HelpOptions): string[] {
	const shown = isAll || !first ? own : first;
	const rowOf = (name: FlagName): Row => {
		const {short, value, text}: Flag = flags[name];
		const before = name.length === 1 ? '' : short ? `-${short}, ` : '    ';
		return [`${before}${spelling(name)}${value ? ` <${value}>` : ''}`, meanings?.[name] ?? text];
	};
	const table = columnsOf(columns);
	if (shown.length <= mostUngrouped) return ['Flags', ...table(shown.map(rowOf))];
	const width = Math.max(...shown.map(name => rowOf(name)[0].length));
	return flagGroups.flatMap(({title, names}) => {
		const rows = names.flatMap(name => shown.filter(one => one === name)).map(rowOf);
		return rows.length === 0 ? [] : [title, ...table(rows, width)];
	});
}

const examplesOf = ({examples}: Pick<Command, 'examples'>): string[] => [
	examples.length > 1 ? 'Examples' : 'Example',
	...examples.map(example => `  ${example}`),
];

const indented = (text: string, columns: number): string[] => linesOf(text, columns - 2).map(line => `  ${line}`);
