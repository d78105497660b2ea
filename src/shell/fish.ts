import type {ActionWords, CommandWords, FlagWords, Offer} from './words.ts';

/** To be named mmada.fish in ~/.config/fish/completions. */
export function fishCompletion(commands: readonly CommandWords[]): string {
	return `# Completion of mmada for fish, made by: mmada completion fish
complete -c mmada -f
complete -c mmada -n __fish_use_subcommand -l help -s h -d 'this text'
complete -c mmada -n __fish_use_subcommand -l help-all -d 'the same with every command'
complete -c mmada -n __fish_use_subcommand -l version -d 'the version'
${commands.flatMap(commandLines).join('\n')}
`;
}

const complete = (condition: string, rest: string) => `complete -c mmada -n ${quoted(condition)} ${rest}`;

function commandLines({name, text, flags, offer, actions}: CommandWords): string[] {
	const inside = `__fish_seen_subcommand_from ${name}`;
	const names = actions.map(action => action.name).join(' ');
	const before = `${inside}; and not __fish_seen_subcommand_from ${names}`;
	return [
		`complete -c mmada -n __fish_use_subcommand -a ${name} -d ${quoted(text)}`,
		...(actions.length === 0
			? [complete(inside, wordsOf(offer)), ...flags.map(flag => complete(inside, flagWords(flag)))]
			: [
					...actions.map(action => complete(before, `-f -a ${action.name} -d ${quoted(action.text)}`)),
					...flags.map(flag => complete(before, flagWords(flag))),
					...actions.flatMap(action => actionLines(inside, action)),
				]),
	];
}

function actionLines(command: string, {name, flags, offer, values}: ActionWords): string[] {
	const inside = `${command}; and __fish_seen_subcommand_from ${name}`;
	// Only the first word: a value of it comes after.
	const first = Object.keys(values).length > 0 ? `${inside}; and test (count (commandline -opc)) -eq 3` : inside;
	return [
		complete(first, wordsOf(offer)),
		...Object.entries(values).map(([word, known]) =>
			complete(`${inside}; and test (commandline -opc)[-1] = ${word}`, `-f -a ${quoted(known.join(' '))}`),
		),
		...flags.map(flag => complete(inside, flagWords(flag))),
	];
}

/** Words of a command, or the value of a flag, as fish has them. */
function wordsOf(offer: Offer): string {
	if (offer === 'file') return '-F';
	if (offer === 'nothing' || offer === 'text') return '-f';
	return 'names' in offer ? `-f -a '(mmada completion names ${offer.names} 2>/dev/null)'` : `-f -a ${quoted(offer.join(' '))}`;
}

function flagWords({spellings, text, offer}: FlagWords): string {
	const named = spellings.map(spelling => (spelling.startsWith('--') ? `-l ${spelling.slice(2)}` : `-s ${spelling.slice(1)}`));
	const value = offer === 'nothing' ? '' : ` -r ${wordsOf(offer)}`;
	return `${named.join(' ')}${value} -d ${quoted(text)}`;
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
