import type {CommandWords, FlagWords, Offer} from './words.ts';

/** Runs in the bash 3.2 of macOS too. Where nothing is offered, bash offers files. */
export function bashCompletion(commands: readonly CommandWords[]): string {
	const actions = commands.flatMap(command => command.actions.map(action => ({...action, command: command.name})));
	return `# Completion of mmada for bash, made by: mmada completion bash
_mmada() {
	local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words= flags=
	# bash takes --recipe=parallel apart at the sign.
	if [ "$current" = = ]; then current=
	elif [ "$previous" = = ]; then previous=\${COMP_WORDS[COMP_CWORD-2]}
	fi
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W '${commands.map(({name}) => name).join(' ')} --help --help-all --version' -- "$current"))
		return
	fi
	case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(({name, flags}) => flags.flatMap(flag => valueCase(name, flag))).join('\n')}
	esac
	case "\${COMP_WORDS[1]}" in
${commands.map(({name, flags, actions: own, offer}) => `		${name}) flags='${spellingsOf(flags)}' words=${own.length > 0 ? `'${own.map(action => action.name).join(' ')}'` : wordsOf(offer)} ;;`).join('\n')}
	esac
	[ "$COMP_CWORD" -gt 2 ] && words=
	case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${actions.map(({command, name, flags, offer}) => `		'${command} ${name}') flags='${spellingsOf(flags)}'; [ "$COMP_CWORD" -eq 3 ] && words=${wordsOf(offer)} ;;`).join('\n')}
	esac
	[ "$COMP_CWORD" -eq 4 ] && case "\${COMP_WORDS[1]} \${COMP_WORDS[2]} \${COMP_WORDS[3]}" in
${actions.flatMap(({command, name, values}) => Object.entries(values).map(([word, known]) => `		'${command} ${name} ${word}') words='${known.join(' ')}' ;;`)).join('\n')}
	esac
	case "$current" in
		-*) words=$flags ;;
	esac
	COMPREPLY=($(compgen -W "$words" -- "$current"))
}
# Names that only this machine knows.
_mmada_names() { "\${COMP_WORDS[0]}" completion names "$1" 2>/dev/null; }
complete -o default -F _mmada mmada
`;
}

const spellingsOf = (flags: readonly FlagWords[]): string => flags.flatMap(({spellings}) => spellings).join(' ');

/** Words as bash has them. */
function wordsOf(offer: Offer): string {
	if (typeof offer === 'string') return '';
	return 'names' in offer ? `"$(_mmada_names ${offer.names})"` : `'${offer.join(' ')}'`;
}

/** Completions after a flag that takes a value: its words; for all else, files. */
function valueCase(command: string, {spellings, offer}: FlagWords): string[] {
	if (offer === 'nothing') return [];
	const patterns = spellings.map(spelling => `'${command} ${spelling}'`);
	const words = wordsOf(offer);
	return [`		${patterns.join('|')}) ${words === '' ? '' : `COMPREPLY=($(compgen -W ${words} -- "$current")); `}return ;;`];
}
