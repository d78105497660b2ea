import {type CommandWords, commandWords, type FlagWords} from './words.ts';

/** To be named mmada.fish in ~/.config/fish/completions. */
export function fishCompletion(): string {
	const commands = commandWords();
	return `# Completion of mmada for fish, made by: mmada completion fish
complete -c mmada -f
complete -c mmada -n __fish_use_subcommand -l help -s h -d 'this text'
complete -c mmada -n __fish_use_subcommand -l version -d 'the version'
${commands.flatMap(commandLines).join('\n')}
`;
}

function commandLines({name, text, flags, actions, values}: CommandWords): string[] {
	const inside = `__fish_seen_subcommand_from ${name}`;
	const complete = (condition: string, rest: string) => `complete -c mmada -n ${quoted(condition)} ${rest}`;
	const words =
		actions.length === 0
			? [complete(inside, '-F')]
			: [
					complete(`${inside}; and not __fish_seen_subcommand_from ${actions.join(' ')}`, `-a ${quoted(actions.join(' '))}`),
					complete(`${inside}; and __fish_seen_subcommand_from ${actions.join(' ')}`, Object.keys(values).length > 0 ? '-f' : '-F'),
					...Object.entries(values).map(([action, known]) =>
						complete(
							`${inside}; and __fish_seen_subcommand_from ${action}; and not __fish_seen_subcommand_from ${known.join(' ')}`,
							`-a ${quoted(known.join(' '))}`,
						),
					),
				];
	return [
		`complete -c mmada -n __fish_use_subcommand -a ${name} -d ${quoted(text)}`,
		...words,
		...flags.map(flag => complete(inside, flagWords(flag))),
	];
}

function flagWords({long, short, text, offer}: FlagWords): string {
	const value = offer === 'nothing' ? '' : offer === 'file' ? ' -r -F' : offer === 'text' ? ' -x' : ` -x -a ${quoted(offer.join(' '))}`;
	return `-l ${long.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}${value} -d ${quoted(text)}`;
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
